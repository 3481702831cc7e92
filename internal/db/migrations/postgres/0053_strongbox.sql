-- +goose Up
-- An organisation may hold a key of its own, that the installation does not keep:
-- here it stands twice, locked by seven words and by the code of a printed sheet,
-- which are nowhere.

-- regional
CREATE TABLE strongbox (
    region_id TEXT COLLATE "C" NOT NULL,
    org_id    TEXT COLLATE "C" NOT NULL,
    salt      BYTEA NOT NULL,
    by_words  BYTEA NOT NULL,
    by_sheet  BYTEA NOT NULL,
    made_by   TEXT COLLATE "C" NOT NULL,
    made_at   BIGINT NOT NULL,
    locked_at BIGINT NOT NULL,
    PRIMARY KEY (region_id, org_id)
);

-- It is open in a session: the key once more, locked by what the browser of that
-- session alone holds. The row opens nothing without it.
-- regional
CREATE TABLE strongbox_opening (
    region_id TEXT COLLATE "C" NOT NULL,
    org_id    TEXT COLLATE "C" NOT NULL,
    session   TEXT COLLATE "C" NOT NULL,
    worker_id TEXT COLLATE "C" NOT NULL,
    locked    BYTEA NOT NULL,
    opened_at BIGINT NOT NULL,
    ends_at   BIGINT NOT NULL,
    PRIMARY KEY (region_id, org_id, session)
);

-- Whose own key wraps an owner's key, besides what did; empty: nobody's.
ALTER TABLE seal_key ADD COLUMN strongbox_org_id TEXT COLLATE "C" NOT NULL DEFAULT '';
