-- +goose Up
-- An organisation may hold a key of its own, that the installation does not keep:
-- here it stands twice, locked by seven words and by the code of a printed sheet,
-- which are nowhere.

-- regional
CREATE TABLE strongbox (
    region_id TEXT NOT NULL,
    org_id    TEXT NOT NULL,
    salt      BLOB NOT NULL,
    by_words  BLOB NOT NULL,
    by_sheet  BLOB NOT NULL,
    made_by   TEXT NOT NULL,
    made_at   INTEGER NOT NULL,
    locked_at INTEGER NOT NULL,
    PRIMARY KEY (region_id, org_id)
) STRICT;

-- It is open in a session: the key once more, locked by what the browser of that
-- session alone holds. The row opens nothing without it.
-- regional
CREATE TABLE strongbox_opening (
    region_id TEXT NOT NULL,
    org_id    TEXT NOT NULL,
    session   TEXT NOT NULL,
    worker_id TEXT NOT NULL,
    locked    BLOB NOT NULL,
    opened_at INTEGER NOT NULL,
    ends_at   INTEGER NOT NULL,
    PRIMARY KEY (region_id, org_id, session)
) STRICT;

-- Whose own key wraps an owner's key, besides what did; empty: nobody's.
ALTER TABLE seal_key ADD COLUMN strongbox_org_id TEXT NOT NULL DEFAULT '';
