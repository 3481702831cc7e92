-- +goose Up
-- Institutions whose own sign-in is believed (OpenID Connect), and which of
-- their accounts is which worker: a fingerprint, as an account's number there
-- may name a person.

-- reference
CREATE TABLE institution (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    org_id        TEXT COLLATE "C" NOT NULL REFERENCES org (id),
    issuer        TEXT COLLATE "C" NOT NULL,
    our_name      TEXT COLLATE "C" NOT NULL,
    our_secret    BYTEA   NOT NULL,
    created_at    BIGINT NOT NULL,
    ended_at      BIGINT
);
CREATE UNIQUE INDEX institution_live ON institution (org_id) WHERE ended_at IS NULL;

-- reference
CREATE TABLE institution_account (
    institution_id TEXT COLLATE "C" NOT NULL REFERENCES institution (id),
    subject        TEXT COLLATE "C" NOT NULL,
    worker_id      TEXT COLLATE "C" NOT NULL REFERENCES worker (id),
    created_at     BIGINT NOT NULL,
    PRIMARY KEY (institution_id, subject)
);
CREATE UNIQUE INDEX institution_account_worker ON institution_account (institution_id, worker_id);
CREATE INDEX institution_account_of ON institution_account (worker_id);
