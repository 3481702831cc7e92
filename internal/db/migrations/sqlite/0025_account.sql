-- +goose Up
-- How a worker proves who they are beside a password. Secrets are sealed with
-- the installation's key, codes are kept as fingerprints alone.

-- reference
CREATE TABLE worker_passkey (
    id            TEXT    NOT NULL PRIMARY KEY,
    worker_id     TEXT    NOT NULL REFERENCES worker (id),
    site          TEXT    NOT NULL,
    credential    TEXT    NOT NULL,
    record        BLOB    NOT NULL,
    name          TEXT    NOT NULL,
    created_at    INTEGER NOT NULL,
    last_used_at  INTEGER
) STRICT;
CREATE UNIQUE INDEX worker_passkey_credential ON worker_passkey (site, credential);
CREATE INDEX worker_passkey_worker ON worker_passkey (worker_id);

-- reference
CREATE TABLE worker_second_step (
    worker_id  TEXT    NOT NULL PRIMARY KEY REFERENCES worker (id),
    secret     BLOB,
    last_count INTEGER NOT NULL,
    set_at     INTEGER NOT NULL
) STRICT;

-- reference
CREATE TABLE worker_backup_code (
    fingerprint TEXT    NOT NULL PRIMARY KEY,
    worker_id   TEXT    NOT NULL REFERENCES worker (id),
    made_at     INTEGER NOT NULL,
    used_at     INTEGER
) STRICT;
CREATE INDEX worker_backup_code_worker ON worker_backup_code (worker_id);

-- reference
CREATE TABLE half_session (
    fingerprint TEXT    NOT NULL PRIMARY KEY,
    worker_id   TEXT    NOT NULL REFERENCES worker (id),
    expires_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX half_session_worker ON half_session (worker_id);

-- reference
CREATE TABLE spent_challenge (
    fingerprint TEXT    NOT NULL PRIMARY KEY,
    expires_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX spent_challenge_old ON spent_challenge (expires_at);

ALTER TABLE session ADD COLUMN proved_at INTEGER;
