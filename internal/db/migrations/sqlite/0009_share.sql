-- +goose Up
-- What an organisation shows elsewhere: lists of services under a name, and
-- the sites of its own that may frame them. Nothing here is about a person.

-- regional
CREATE TABLE saved_list (
    region_id  TEXT    NOT NULL,
    id         TEXT    NOT NULL,
    org_id     TEXT    NOT NULL,
    code       TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    changed_at INTEGER NOT NULL,
    removed_at INTEGER,
    PRIMARY KEY (region_id, id)
) STRICT;
CREATE UNIQUE INDEX saved_list_code ON saved_list (region_id, code);
CREATE INDEX saved_list_org ON saved_list (region_id, org_id, changed_at);

-- regional
CREATE TABLE saved_list_item (
    region_id  TEXT    NOT NULL,
    list_id    TEXT    NOT NULL,
    rank       INTEGER NOT NULL,
    service_id TEXT    NOT NULL,
    PRIMARY KEY (region_id, list_id, rank),
    FOREIGN KEY (region_id, list_id) REFERENCES saved_list (region_id, id)
) STRICT;

-- regional
CREATE TABLE framing_site (
    region_id  TEXT    NOT NULL,
    org_id     TEXT    NOT NULL,
    origin     TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (region_id, org_id, origin)
) STRICT;
