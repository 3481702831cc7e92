-- +goose Up
-- Searches that found nothing of what was asked, counted by codes of the
-- directory: never a word that anybody typed, never who, never when but for the
-- week.

-- regional
CREATE TABLE search_missed (
    region_id TEXT   COLLATE "C" NOT NULL,
    week      BIGINT NOT NULL,
    need      TEXT   COLLATE "C" NOT NULL,
    place     TEXT   COLLATE "C" NOT NULL,
    lacking   TEXT   COLLATE "C" NOT NULL,
    times     BIGINT NOT NULL,
    PRIMARY KEY (region_id, week, need, place, lacking)
);

-- 0006 made a table for the words themselves, kept once enough had asked the
-- same. Nothing was ever written to it: codes say enough, and tell nobody's words.
DROP TABLE unfound;
