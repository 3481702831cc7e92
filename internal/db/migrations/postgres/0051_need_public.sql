-- +goose Up
-- What the public is told of needs, by whole quarters: counts that were
-- protected before they were written, and are never made again. No column holds
-- a true count.

-- regional
CREATE TABLE need_release (
    region_id   TEXT COLLATE "C" NOT NULL,
    quarter     TEXT COLLATE "C" NOT NULL,
    released_at BIGINT NOT NULL,
    PRIMARY KEY (region_id, quarter)
);

-- regional
CREATE TABLE need_public (
    region_id TEXT COLLATE "C" NOT NULL,
    quarter   TEXT COLLATE "C" NOT NULL,
    family    TEXT COLLATE "C" NOT NULL,
    place     TEXT COLLATE "C" NOT NULL,
    about     BIGINT NOT NULL,
    PRIMARY KEY (region_id, quarter, family, place),
    FOREIGN KEY (region_id, quarter) REFERENCES need_release (region_id, quarter)
);
