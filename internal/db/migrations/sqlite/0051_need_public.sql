-- +goose Up
-- What the public is told of needs, by whole quarters: counts that were
-- protected before they were written, and are never made again. No column holds
-- a true count.

-- regional
CREATE TABLE need_release (
    region_id   TEXT    NOT NULL,
    quarter     TEXT    NOT NULL,
    released_at INTEGER NOT NULL,
    PRIMARY KEY (region_id, quarter)
) STRICT;

-- regional
CREATE TABLE need_public (
    region_id TEXT    NOT NULL,
    quarter   TEXT    NOT NULL,
    family    TEXT    NOT NULL,
    place     TEXT    NOT NULL,
    about     INTEGER NOT NULL,
    PRIMARY KEY (region_id, quarter, family, place),
    FOREIGN KEY (region_id, quarter) REFERENCES need_release (region_id, quarter)
) STRICT;
