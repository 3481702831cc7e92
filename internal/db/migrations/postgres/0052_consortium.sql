-- +goose Up
-- Territories and populations shared out between organisations. Nothing of it is
-- about a person: a place, a population as members call it, who covers it.

-- regional
CREATE TABLE consortium (
    region_id   TEXT COLLATE "C" NOT NULL,
    id          TEXT COLLATE "C" NOT NULL,
    name        TEXT COLLATE "C" NOT NULL,
    places      TEXT COLLATE "C" NOT NULL,
    populations TEXT COLLATE "C" NOT NULL,
    org_id      TEXT COLLATE "C" NOT NULL,
    version     BIGINT NOT NULL,
    begun_at    BIGINT NOT NULL,
    ended_at    BIGINT,
    PRIMARY KEY (region_id, id)
);

-- regional
CREATE TABLE consortium_part (
    region_id     TEXT COLLATE "C" NOT NULL,
    id            TEXT COLLATE "C" NOT NULL,
    consortium_id TEXT COLLATE "C" NOT NULL,
    org_id        TEXT COLLATE "C" NOT NULL,
    place         TEXT COLLATE "C" NOT NULL,
    population    TEXT COLLATE "C" NOT NULL,
    contact       TEXT COLLATE "C" NOT NULL,
    since         BIGINT NOT NULL,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, consortium_id) REFERENCES consortium (region_id, id)
);
CREATE UNIQUE INDEX consortium_part_one ON consortium_part (region_id, consortium_id, org_id, place, population);
