-- +goose Up
-- A place may be shared. What each organisation wants hidden of its address is
-- a row of its own, so that nobody undoes the caution of another; what is
-- public is the least that any of them shows.

-- reference
CREATE TABLE hidden_address_by (
    location_id TEXT COLLATE "C" NOT NULL,
    org_id      TEXT COLLATE "C" NOT NULL,
    shows       TEXT    NOT NULL CHECK (shows IN ('nothing', 'area')),
    at          BIGINT NOT NULL,
    PRIMARY KEY (location_id, org_id)
);
INSERT INTO hidden_address_by (location_id, org_id, shows, at)
SELECT h.location_id, h.org_id, h.shows, h.at FROM hidden_address AS h;
DROP TABLE hidden_address;
ALTER TABLE hidden_address_by RENAME TO hidden_address;
