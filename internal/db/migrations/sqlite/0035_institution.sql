-- +goose Up
-- Institutions whose own sign-in is believed (OpenID Connect), and which of
-- their accounts is which worker: a fingerprint, as an account's number there
-- may name a person.

-- reference
CREATE TABLE institution (
    id            TEXT    NOT NULL PRIMARY KEY,
    org_id        TEXT    NOT NULL REFERENCES org (id),
    issuer        TEXT    NOT NULL,
    our_name      TEXT    NOT NULL,
    our_secret    BLOB    NOT NULL,
    created_at    INTEGER NOT NULL,
    ended_at      INTEGER
) STRICT;
CREATE UNIQUE INDEX institution_live ON institution (org_id) WHERE ended_at IS NULL;

-- reference
CREATE TABLE institution_account (
    institution_id TEXT    NOT NULL REFERENCES institution (id),
    subject        TEXT    NOT NULL,
    worker_id      TEXT    NOT NULL REFERENCES worker (id),
    created_at     INTEGER NOT NULL,
    PRIMARY KEY (institution_id, subject)
) STRICT;
CREATE UNIQUE INDEX institution_account_worker ON institution_account (institution_id, worker_id);
CREATE INDEX institution_account_of ON institution_account (worker_id);
