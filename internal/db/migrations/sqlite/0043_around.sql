-- +goose Up
-- Those who are around a person: what the person asks of them, and what a worker
-- who is away hands to a colleague.

-- The person asks an organisation to step back. It is between the two, and stands
-- on one referral that concerns both.
-- regional
CREATE TABLE referral_space (
    region_id   TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    referral_id TEXT    NOT NULL,
    org_id      TEXT    NOT NULL,
    asked_at    INTEGER NOT NULL,
    answer      TEXT    NOT NULL CHECK (answer IN ('', 'agreed', 'talk')),
    sealed      BLOB,
    answered_at INTEGER,
    worker_id   TEXT    NOT NULL,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, referral_id) REFERENCES referral (region_id, id)
) STRICT;
CREATE INDEX referral_space_referral ON referral_space (region_id, referral_id, asked_at);
CREATE UNIQUE INDEX referral_space_open ON referral_space (region_id, referral_id, org_id) WHERE answered_at IS NULL;

-- What one press handed to a colleague, so that one press takes it back for a day.
-- regional
CREATE TABLE referral_handed (
    region_id   TEXT    NOT NULL,
    batch_id    TEXT    NOT NULL,
    referral_id TEXT    NOT NULL,
    org_id      TEXT    NOT NULL,
    from_worker_id TEXT NOT NULL,
    to_worker_id   TEXT NOT NULL,
    by_worker_id   TEXT NOT NULL,
    at          INTEGER NOT NULL,
    undone_at   INTEGER,
    PRIMARY KEY (region_id, batch_id, referral_id),
    FOREIGN KEY (region_id, referral_id) REFERENCES referral (region_id, id)
) STRICT;
CREATE INDEX referral_handed_org ON referral_handed (region_id, org_id, at);

-- Whom a worker knows in their own life, as they declared it: the words are sealed
-- with the key of their organisation, and read by nobody but them.
-- regional
CREATE TABLE worker_tie (
    region_id  TEXT    NOT NULL,
    id         TEXT    NOT NULL,
    org_id     TEXT    NOT NULL,
    worker_id  TEXT    NOT NULL,
    sealed     BLOB    NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (region_id, id)
) STRICT;
CREATE INDEX worker_tie_org ON worker_tie (region_id, org_id, worker_id);
