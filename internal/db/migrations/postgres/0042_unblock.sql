-- +goose Up
-- A way that is blocked, told through the direct line of the service that blocks
-- it. It asks the service, and is about its door: what was typed is sealed with
-- the referral, and nothing of the person changes by it.

-- regional
CREATE TABLE referral_unblock (
    region_id     TEXT COLLATE "C"    NOT NULL,
    id            TEXT COLLATE "C"    NOT NULL,
    referral_id   TEXT COLLATE "C"    NOT NULL,
    line_id       TEXT COLLATE "C"    NOT NULL,
    reason        TEXT COLLATE "C"    NOT NULL CHECK (reason IN ('silent', 'against_rule', 'door_closed')),
    sealed        BYTEA,
    worker_id     TEXT COLLATE "C"    NOT NULL,
    team_id       TEXT COLLATE "C"    NOT NULL,
    asked_at      BIGINT NOT NULL,
    due_at        BIGINT NOT NULL,
    answer        TEXT COLLATE "C"    NOT NULL CHECK (answer IN ('', 'unblocked', 'refused')),
    answer_reason TEXT COLLATE "C"    NOT NULL,
    answer_sealed BYTEA,
    answered_at   BIGINT,
    answer_org_id TEXT COLLATE "C"    NOT NULL,
    answer_worker_id TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, referral_id) REFERENCES referral (region_id, id)
);
CREATE INDEX referral_unblock_referral ON referral_unblock (region_id, referral_id, asked_at);
CREATE UNIQUE INDEX referral_unblock_open ON referral_unblock (region_id, referral_id) WHERE answered_at IS NULL;
