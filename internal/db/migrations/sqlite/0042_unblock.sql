-- +goose Up
-- A way that is blocked, told through the direct line of the service that blocks
-- it. It asks the service, and is about its door: what was typed is sealed with
-- the referral, and nothing of the person changes by it.

-- regional
CREATE TABLE referral_unblock (
    region_id     TEXT    NOT NULL,
    id            TEXT    NOT NULL,
    referral_id   TEXT    NOT NULL,
    line_id       TEXT    NOT NULL,
    reason        TEXT    NOT NULL CHECK (reason IN ('silent', 'against_rule', 'door_closed')),
    sealed        BLOB,
    worker_id     TEXT    NOT NULL,
    team_id       TEXT    NOT NULL,
    asked_at      INTEGER NOT NULL,
    due_at        INTEGER NOT NULL,
    answer        TEXT    NOT NULL CHECK (answer IN ('', 'unblocked', 'refused')),
    answer_reason TEXT    NOT NULL,
    answer_sealed BLOB,
    answered_at   INTEGER,
    answer_org_id TEXT    NOT NULL,
    answer_worker_id TEXT NOT NULL,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, referral_id) REFERENCES referral (region_id, id)
) STRICT;
CREATE INDEX referral_unblock_referral ON referral_unblock (region_id, referral_id, asked_at);
CREATE UNIQUE INDEX referral_unblock_open ON referral_unblock (region_id, referral_id) WHERE answered_at IS NULL;
