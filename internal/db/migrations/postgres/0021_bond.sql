-- +goose Up
-- The bond is handed over, and answers are owed: who hands it over and to whom,
-- how long both stay with the person, what the person says of it, what was
-- promised, and how an answer came.

ALTER TABLE referral ADD COLUMN pivot_worker_id TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE referral ADD COLUMN receiving_worker_id TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE referral ADD COLUMN joint_from BIGINT;
ALTER TABLE referral ADD COLUMN joint_to BIGINT;
ALTER TABLE referral ADD COLUMN bond_held_at BIGINT;
ALTER TABLE referral ADD COLUMN stepped_back_at BIGINT;
ALTER TABLE referral ADD COLUMN called_back_at BIGINT;
ALTER TABLE referral ADD COLUMN promised_at BIGINT;
ALTER TABLE referral ADD COLUMN promised_to BIGINT;
ALTER TABLE referral ADD COLUMN called_at BIGINT;
ALTER TABLE referral ADD COLUMN contact_at BIGINT;
ALTER TABLE referral ADD COLUMN answer_heard TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE referral ADD COLUMN unwanted_person_at BIGINT;
UPDATE referral SET pivot_worker_id = sender_worker_id;
UPDATE referral SET bond_held_at = (
    SELECT o.at FROM outcome AS o
    WHERE  o.region_id = referral.region_id AND o.referral_id = referral.id
    AND    o.fact = 'bond_holds' AND o.voice = 'person' AND o.said = 'yes');
UPDATE referral SET contact_at = (
    SELECT o.at FROM outcome AS o
    WHERE  o.region_id = referral.region_id AND o.referral_id = referral.id
    AND    o.fact = 'contact_made' AND o.voice = 'target' AND o.said = 'yes');

-- Observations are added to, never rewritten: no column says that one changed.
-- regional
CREATE TABLE referral_note (
    region_id   TEXT COLLATE "C" NOT NULL,
    id          TEXT COLLATE "C" NOT NULL,
    referral_id TEXT COLLATE "C" NOT NULL,
    side        TEXT COLLATE "C" NOT NULL,
    org_id      TEXT COLLATE "C" NOT NULL,
    team_id     TEXT COLLATE "C" NOT NULL,
    worker_id   TEXT COLLATE "C" NOT NULL,
    sealed      BYTEA NOT NULL,
    at          BIGINT NOT NULL,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, referral_id) REFERENCES referral (region_id, id)
);
CREATE INDEX referral_note_referral ON referral_note (region_id, referral_id, at);

-- regional
CREATE TABLE referral_note_read (
    region_id TEXT COLLATE "C" NOT NULL,
    note_id   TEXT COLLATE "C" NOT NULL,
    org_id    TEXT COLLATE "C" NOT NULL,
    worker_id TEXT COLLATE "C" NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (region_id, note_id, org_id),
    FOREIGN KEY (region_id, note_id) REFERENCES referral_note (region_id, id)
);
