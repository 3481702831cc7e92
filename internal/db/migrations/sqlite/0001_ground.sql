-- +goose Up
-- The house's own rows: what happened, work to do, keys.

-- regional
CREATE TABLE event (
    region_id  TEXT    NOT NULL,
    id         TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    kind       TEXT    NOT NULL,
    actor_kind TEXT    NOT NULL,
    org_id     TEXT    NOT NULL,
    team_id    TEXT    NOT NULL,
    worker_id  TEXT    NOT NULL,
    subject    TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    position   INTEGER,
    PRIMARY KEY (region_id, id)
) STRICT;
CREATE INDEX event_position ON event (position);
CREATE INDEX event_unlinked ON event (region_id, at, id) WHERE position IS NULL;
CREATE INDEX event_subject ON event (region_id, subject, at);

-- regional
CREATE TABLE disclosure (
    region_id   TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    person_id   TEXT    NOT NULL,
    referral_id TEXT    NOT NULL,
    at          INTEGER NOT NULL,
    org_id      TEXT    NOT NULL,
    team_id     TEXT    NOT NULL,
    worker_id   TEXT    NOT NULL,
    purpose     TEXT    NOT NULL,
    parts       TEXT    NOT NULL,
    allowed     INTEGER NOT NULL CHECK (allowed IN (0, 1)),
    PRIMARY KEY (region_id, id)
) STRICT;
CREATE INDEX disclosure_person ON disclosure (region_id, person_id, at);

-- regional
CREATE TABLE act (
    region_id TEXT    NOT NULL,
    key       TEXT    NOT NULL,
    result    TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    PRIMARY KEY (region_id, key)
) STRICT;

-- reference
CREATE TABLE log_hash (
    idx  INTEGER NOT NULL PRIMARY KEY,
    hash BLOB    NOT NULL
) STRICT;

-- reference
CREATE TABLE log_checkpoint (
    size INTEGER NOT NULL PRIMARY KEY,
    at   INTEGER NOT NULL,
    note TEXT    NOT NULL
) STRICT;

-- reference
CREATE TABLE lease (
    name        TEXT    NOT NULL PRIMARY KEY,
    holder      TEXT    NOT NULL,
    lease_until INTEGER NOT NULL
) STRICT;

-- regional
CREATE TABLE job (
    region_id    TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    kind         TEXT    NOT NULL,
    key          TEXT    NOT NULL,
    args         TEXT    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('available', 'running', 'completed', 'discarded', 'cancelled')),
    attempt      INTEGER NOT NULL,
    scheduled_at INTEGER NOT NULL,
    lease_until  INTEGER,
    created_at   INTEGER NOT NULL,
    finalized_at INTEGER,
    last_error   TEXT    NOT NULL,
    PRIMARY KEY (region_id, id)
) STRICT;
CREATE UNIQUE INDEX job_key ON job (region_id, kind, key);
CREATE INDEX job_due ON job (state, scheduled_at);

-- regional
CREATE TABLE seal_key (
    region_id    TEXT    NOT NULL,
    owner        TEXT    NOT NULL,
    keyset       BLOB,
    created_at   INTEGER NOT NULL,
    destroyed_at INTEGER,
    PRIMARY KEY (region_id, owner)
) STRICT;
