-- +goose Up
-- The bond is handed over, and answers are owed: who hands it over and to whom,
-- how long both stay with the person, what the person says of it, what was
-- promised, and how an answer came.

ALTER TABLE referral ADD COLUMN pivot_worker_id TEXT NOT NULL DEFAULT '';
ALTER TABLE referral ADD COLUMN receiving_worker_id TEXT NOT NULL DEFAULT '';
ALTER TABLE referral ADD COLUMN joint_from INTEGER;
ALTER TABLE referral ADD COLUMN joint_to INTEGER;
ALTER TABLE referral ADD COLUMN bond_held_at INTEGER;
ALTER TABLE referral ADD COLUMN stepped_back_at INTEGER;
ALTER TABLE referral ADD COLUMN called_back_at INTEGER;
ALTER TABLE referral ADD COLUMN promised_at INTEGER;
ALTER TABLE referral ADD COLUMN promised_to INTEGER;
ALTER TABLE referral ADD COLUMN called_at INTEGER;
ALTER TABLE referral ADD COLUMN contact_at INTEGER;
ALTER TABLE referral ADD COLUMN answer_heard TEXT NOT NULL DEFAULT '';
ALTER TABLE referral ADD COLUMN unwanted_person_at INTEGER;
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
    region_id   TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    referral_id TEXT    NOT NULL,
    side        TEXT    NOT NULL,
    org_id      TEXT    NOT NULL,
    team_id     TEXT    NOT NULL,
    worker_id   TEXT    NOT NULL,
    sealed      BLOB    NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, referral_id) REFERENCES referral (region_id, id)
) STRICT;
CREATE INDEX referral_note_referral ON referral_note (region_id, referral_id, at);

-- regional
CREATE TABLE referral_note_read (
    region_id TEXT    NOT NULL,
    note_id   TEXT    NOT NULL,
    org_id    TEXT    NOT NULL,
    worker_id TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    PRIMARY KEY (region_id, note_id, org_id),
    FOREIGN KEY (region_id, note_id) REFERENCES referral_note (region_id, id)
) STRICT;
