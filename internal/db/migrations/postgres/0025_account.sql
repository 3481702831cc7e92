-- +goose Up
-- How a worker proves who they are beside a password. Secrets are sealed with
-- the installation's key, codes are kept as fingerprints alone.

-- reference
CREATE TABLE worker_passkey (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    worker_id     TEXT COLLATE "C" NOT NULL REFERENCES worker (id),
    site          TEXT COLLATE "C" NOT NULL,
    credential    TEXT COLLATE "C" NOT NULL,
    record        BYTEA NOT NULL,
    name          TEXT NOT NULL,
    created_at    BIGINT NOT NULL,
    last_used_at  BIGINT
);
CREATE UNIQUE INDEX worker_passkey_credential ON worker_passkey (site, credential);
CREATE INDEX worker_passkey_worker ON worker_passkey (worker_id);

-- reference
CREATE TABLE worker_second_step (
    worker_id  TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES worker (id),
    secret     BYTEA,
    last_count BIGINT NOT NULL,
    set_at     BIGINT NOT NULL
);

-- reference
CREATE TABLE worker_backup_code (
    fingerprint TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    worker_id   TEXT COLLATE "C" NOT NULL REFERENCES worker (id),
    made_at     BIGINT NOT NULL,
    used_at     BIGINT
);
CREATE INDEX worker_backup_code_worker ON worker_backup_code (worker_id);

-- reference
CREATE TABLE half_session (
    fingerprint TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    worker_id   TEXT COLLATE "C" NOT NULL REFERENCES worker (id),
    expires_at  BIGINT NOT NULL
);
CREATE INDEX half_session_worker ON half_session (worker_id);

-- reference
CREATE TABLE spent_challenge (
    fingerprint TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    expires_at  BIGINT NOT NULL
);
CREATE INDEX spent_challenge_old ON spent_challenge (expires_at);

ALTER TABLE session ADD COLUMN proved_at BIGINT;
