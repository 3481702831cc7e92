-- +goose Up
-- Those who are around a person: what the person asks of them, and what a worker
-- who is away hands to a colleague.

-- The person asks an organisation to step back. It is between the two, and stands
-- on one referral that concerns both.
-- regional
CREATE TABLE referral_space (
    region_id   TEXT COLLATE "C"    NOT NULL,
    id          TEXT COLLATE "C"    NOT NULL,
    referral_id TEXT COLLATE "C"    NOT NULL,
    org_id      TEXT COLLATE "C"    NOT NULL,
    asked_at    BIGINT NOT NULL,
    answer      TEXT COLLATE "C"    NOT NULL CHECK (answer IN ('', 'agreed', 'talk')),
    sealed      BYTEA,
    answered_at BIGINT,
    worker_id   TEXT COLLATE "C"    NOT NULL,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, referral_id) REFERENCES referral (region_id, id)
);
CREATE INDEX referral_space_referral ON referral_space (region_id, referral_id, asked_at);
CREATE UNIQUE INDEX referral_space_open ON referral_space (region_id, referral_id, org_id) WHERE answered_at IS NULL;

-- What one press handed to a colleague, so that one press takes it back for a day.
-- regional
CREATE TABLE referral_handed (
    region_id   TEXT COLLATE "C"    NOT NULL,
    batch_id    TEXT COLLATE "C"    NOT NULL,
    referral_id TEXT COLLATE "C"    NOT NULL,
    org_id      TEXT COLLATE "C"    NOT NULL,
    from_worker_id TEXT COLLATE "C" NOT NULL,
    to_worker_id   TEXT COLLATE "C" NOT NULL,
    by_worker_id   TEXT COLLATE "C" NOT NULL,
    at          BIGINT NOT NULL,
    undone_at   BIGINT,
    PRIMARY KEY (region_id, batch_id, referral_id),
    FOREIGN KEY (region_id, referral_id) REFERENCES referral (region_id, id)
);
CREATE INDEX referral_handed_org ON referral_handed (region_id, org_id, at);

-- Whom a worker knows in their own life, as they declared it: the words are sealed
-- with the key of their organisation, and read by nobody but them.
-- regional
CREATE TABLE worker_tie (
    region_id  TEXT COLLATE "C"    NOT NULL,
    id         TEXT COLLATE "C"    NOT NULL,
    org_id     TEXT COLLATE "C"    NOT NULL,
    worker_id  TEXT COLLATE "C"    NOT NULL,
    sealed     BYTEA    NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (region_id, id)
);
CREATE INDEX worker_tie_org ON worker_tie (region_id, org_id, worker_id);
