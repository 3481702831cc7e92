-- +goose Up
-- Searches that found nothing of what was asked, counted by codes of the
-- directory: never a word that anybody typed, never who, never when but for the
-- week.

-- regional
CREATE TABLE search_missed (
    region_id TEXT    NOT NULL,
    week      INTEGER NOT NULL,
    need      TEXT    NOT NULL,
    place     TEXT    NOT NULL,
    lacking   TEXT    NOT NULL,
    times     INTEGER NOT NULL,
    PRIMARY KEY (region_id, week, need, place, lacking)
) STRICT;

-- 0006 made a table for the words themselves, kept once enough had asked the
-- same. Nothing was ever written to it: codes say enough, and tell nobody's words.
DROP TABLE unfound;
