-- +goose Up
-- What an organisation shows elsewhere: lists of services under a name, and
-- the sites of its own that may frame them. Nothing here is about a person.

-- regional
CREATE TABLE saved_list (
    region_id  TEXT COLLATE "C" NOT NULL,
    id         TEXT COLLATE "C" NOT NULL,
    org_id     TEXT COLLATE "C" NOT NULL,
    code       TEXT COLLATE "C" NOT NULL,
    name       TEXT    NOT NULL,
    version    BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    changed_at BIGINT NOT NULL,
    removed_at BIGINT,
    PRIMARY KEY (region_id, id)
);
CREATE UNIQUE INDEX saved_list_code ON saved_list (region_id, code);
CREATE INDEX saved_list_org ON saved_list (region_id, org_id, changed_at);

-- regional
CREATE TABLE saved_list_item (
    region_id  TEXT COLLATE "C" NOT NULL,
    list_id    TEXT COLLATE "C" NOT NULL,
    rank       BIGINT NOT NULL,
    service_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (region_id, list_id, rank),
    FOREIGN KEY (region_id, list_id) REFERENCES saved_list (region_id, id)
);

-- regional
CREATE TABLE framing_site (
    region_id  TEXT COLLATE "C" NOT NULL,
    org_id     TEXT COLLATE "C" NOT NULL,
    origin     TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (region_id, org_id, origin)
);
