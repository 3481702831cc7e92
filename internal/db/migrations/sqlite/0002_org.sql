-- +goose Up
-- Organisations and the people who work in them. Who works where is the same
-- in every region, so these tables are copied whole to each of them.

-- reference
CREATE TABLE org (
    id               TEXT    NOT NULL PRIMARY KEY,
    sector           TEXT    NOT NULL CHECK (sector IN ('OC', 'RP', 'municipal', 'philanthropic', 'research')),
    legal_regime     TEXT    NOT NULL CHECK (legal_regime IN ('P-39.1', 'R-22.1', 'A-2.1', 'PHIPA', 'PIPEDA', 'other')),
    name_fr          TEXT    NOT NULL,
    name_en          TEXT    NOT NULL,
    answer_email     TEXT    NOT NULL,
    person_in_charge TEXT    NOT NULL,
    created_at       INTEGER NOT NULL
) STRICT;

-- reference
CREATE TABLE team (
    id         TEXT    NOT NULL PRIMARY KEY,
    org_id     TEXT    NOT NULL REFERENCES org (id),
    name       TEXT    NOT NULL,
    name_fold  TEXT    NOT NULL,
    created_at INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX team_name ON team (org_id, name_fold);

-- reference
CREATE TABLE worker (
    id          TEXT    NOT NULL PRIMARY KEY,
    name        TEXT    NOT NULL,
    email       TEXT    NOT NULL,
    email_fold  TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    disabled_at INTEGER
) STRICT;
CREATE UNIQUE INDEX worker_email ON worker (email_fold);

-- reference
CREATE TABLE worker_password (
    worker_id  TEXT    NOT NULL PRIMARY KEY REFERENCES worker (id),
    hash       TEXT    NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;

-- reference
CREATE TABLE hat (
    id         TEXT    NOT NULL PRIMARY KEY,
    worker_id  TEXT    NOT NULL REFERENCES worker (id),
    org_id     TEXT    NOT NULL REFERENCES org (id),
    team_id    TEXT    NOT NULL,
    roles      TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    worn_at    INTEGER NOT NULL,
    ended_at   INTEGER
) STRICT;
CREATE UNIQUE INDEX hat_live ON hat (worker_id, org_id, team_id) WHERE ended_at IS NULL;
CREATE INDEX hat_org ON hat (org_id);

-- reference
CREATE TABLE invitation (
    id          TEXT    NOT NULL PRIMARY KEY,
    fingerprint TEXT    NOT NULL,
    purpose     TEXT    NOT NULL CHECK (purpose IN ('join', 'password')),
    org_id      TEXT    NOT NULL REFERENCES org (id),
    team_id     TEXT    NOT NULL,
    roles       TEXT    NOT NULL,
    email       TEXT    NOT NULL,
    email_fold  TEXT    NOT NULL,
    made_by     TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    used_at     INTEGER,
    ended_at    INTEGER
) STRICT;
CREATE UNIQUE INDEX invitation_fingerprint ON invitation (fingerprint);
CREATE INDEX invitation_org ON invitation (org_id, expires_at);

-- reference
CREATE TABLE session (
    fingerprint  TEXT    NOT NULL PRIMARY KEY,
    worker_id    TEXT    NOT NULL REFERENCES worker (id),
    hat_id       TEXT    NOT NULL REFERENCES hat (id),
    created_at   INTEGER NOT NULL,
    last_seen_at INTEGER NOT NULL,
    expires_at   INTEGER NOT NULL,
    ended_at     INTEGER
) STRICT;
CREATE INDEX session_worker ON session (worker_id);
CREATE INDEX session_hat ON session (hat_id);
