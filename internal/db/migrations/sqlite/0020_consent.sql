-- +goose Up
-- A refusal of one worker keeps the name as it was said, sealed with the key of
-- whoever accompanies the person: nobody is told who bears it.
ALTER TABLE consent ADD COLUMN named BLOB;
-- Standing refusals of an organisation, for the day when somebody joins it.
CREATE INDEX consent_recipient ON consent (region_id, recipient_org_id, answer);
-- An answer given under pressure grants nothing: it ends as it begins. What was
-- said, and is shown, stands beside.
ALTER TABLE consent ADD COLUMN said_to_at INTEGER;
ALTER TABLE consent ADD COLUMN said_ended_at INTEGER;
-- The picture by which a person says that they are being forced, as a keyed
-- fingerprint; empty: none was chosen.
ALTER TABLE person ADD COLUMN sign TEXT NOT NULL DEFAULT '';
-- The person said: never without my consent, not even in an emergency.
ALTER TABLE person ADD COLUMN closed_at INTEGER;

-- A communication without consent: whose, to whom, on what ground, for how long,
-- and who looked at it afterwards. The words are sealed.
-- regional
CREATE TABLE emergency (
    region_id TEXT NOT NULL,
    id TEXT NOT NULL,
    org_id TEXT NOT NULL,
    person_id TEXT NOT NULL,
    recipient_org_id TEXT NOT NULL,
    ground TEXT NOT NULL,
    contact INTEGER NOT NULL CHECK (contact IN (0, 1)),
    sealed BLOB NOT NULL,
    from_at INTEGER NOT NULL,
    to_at INTEGER NOT NULL,
    ended_at INTEGER,
    due_at INTEGER NOT NULL,
    worker_id TEXT NOT NULL,
    team_id TEXT NOT NULL,
    verdict TEXT NOT NULL CHECK (verdict IN ('', 'founded', 'unfounded')),
    verdict_at INTEGER,
    verdict_by TEXT NOT NULL,
    verdict_sealed BLOB,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, person_id) REFERENCES person (region_id, id)
) STRICT;
CREATE INDEX emergency_lookup ON emergency (region_id, person_id, recipient_org_id);
CREATE INDEX emergency_org ON emergency (region_id, org_id, due_at);
