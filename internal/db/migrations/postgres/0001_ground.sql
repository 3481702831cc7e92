-- +goose Up
-- The house's own rows: what happened, work to do, keys.

-- regional
CREATE TABLE event (
    region_id  TEXT COLLATE "C"    NOT NULL,
    id         TEXT COLLATE "C"    NOT NULL,
    at         BIGINT NOT NULL,
    kind       TEXT    NOT NULL,
    actor_kind TEXT    NOT NULL,
    org_id     TEXT COLLATE "C"    NOT NULL,
    team_id    TEXT COLLATE "C"    NOT NULL,
    worker_id  TEXT COLLATE "C"    NOT NULL,
    subject    TEXT    NOT NULL,
    body       TEXT    NOT NULL,
    position   BIGINT,
    PRIMARY KEY (region_id, id)
);
CREATE INDEX event_position ON event (position);
CREATE INDEX event_unlinked ON event (region_id, at, id) WHERE position IS NULL;
CREATE INDEX event_subject ON event (region_id, subject, at);

-- regional
CREATE TABLE disclosure (
    region_id   TEXT COLLATE "C"    NOT NULL,
    id          TEXT COLLATE "C"    NOT NULL,
    person_id   TEXT COLLATE "C"    NOT NULL,
    referral_id TEXT COLLATE "C"    NOT NULL,
    at          BIGINT NOT NULL,
    org_id      TEXT COLLATE "C"    NOT NULL,
    team_id     TEXT COLLATE "C"    NOT NULL,
    worker_id   TEXT COLLATE "C"    NOT NULL,
    purpose     TEXT    NOT NULL,
    parts       TEXT    NOT NULL,
    allowed     BOOLEAN NOT NULL,
    PRIMARY KEY (region_id, id)
);
CREATE INDEX disclosure_person ON disclosure (region_id, person_id, at);

-- regional
CREATE TABLE act (
    region_id TEXT COLLATE "C"    NOT NULL,
    key       TEXT COLLATE "C"    NOT NULL,
    result    TEXT    NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (region_id, key)
);

-- reference
CREATE TABLE log_hash (
    idx  BIGINT NOT NULL PRIMARY KEY,
    hash BYTEA    NOT NULL
);

-- reference
CREATE TABLE log_checkpoint (
    size BIGINT NOT NULL PRIMARY KEY,
    at   BIGINT NOT NULL,
    note TEXT    NOT NULL
);

-- reference
CREATE TABLE lease (
    name        TEXT    NOT NULL PRIMARY KEY,
    holder      TEXT COLLATE "C"    NOT NULL,
    lease_until BIGINT NOT NULL
);

-- regional
CREATE TABLE job (
    region_id    TEXT COLLATE "C"    NOT NULL,
    id           TEXT COLLATE "C"    NOT NULL,
    kind         TEXT    NOT NULL,
    key          TEXT COLLATE "C"    NOT NULL,
    args         TEXT    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN ('available', 'running', 'completed', 'discarded', 'cancelled')),
    attempt      BIGINT NOT NULL,
    scheduled_at BIGINT NOT NULL,
    lease_until  BIGINT,
    created_at   BIGINT NOT NULL,
    finalized_at BIGINT,
    last_error   TEXT    NOT NULL,
    PRIMARY KEY (region_id, id)
);
CREATE UNIQUE INDEX job_key ON job (region_id, kind, key);
CREATE INDEX job_due ON job (state, scheduled_at);

-- regional
CREATE TABLE seal_key (
    region_id    TEXT COLLATE "C"    NOT NULL,
    owner        TEXT COLLATE "C"    NOT NULL,
    keyset       BYTEA,
    created_at   BIGINT NOT NULL,
    destroyed_at BIGINT,
    PRIMARY KEY (region_id, owner)
);
