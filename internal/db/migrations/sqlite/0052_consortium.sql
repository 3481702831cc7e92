-- +goose Up
-- Territories and populations shared out between organisations. Nothing of it is
-- about a person: a place, a population as members call it, who covers it.

-- regional
CREATE TABLE consortium (
    region_id   TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    places      TEXT    NOT NULL,
    populations TEXT    NOT NULL,
    org_id      TEXT    NOT NULL,
    version     INTEGER NOT NULL,
    begun_at    INTEGER NOT NULL,
    ended_at    INTEGER,
    PRIMARY KEY (region_id, id)
) STRICT;

-- regional
CREATE TABLE consortium_part (
    region_id     TEXT    NOT NULL,
    id            TEXT    NOT NULL,
    consortium_id TEXT    NOT NULL,
    org_id        TEXT    NOT NULL,
    place         TEXT    NOT NULL,
    population    TEXT    NOT NULL,
    contact       TEXT    NOT NULL,
    since         INTEGER NOT NULL,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, consortium_id) REFERENCES consortium (region_id, id)
) STRICT;
CREATE UNIQUE INDEX consortium_part_one ON consortium_part (region_id, consortium_id, org_id, place, population);
