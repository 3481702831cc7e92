-- +goose Up
-- A refusal of one worker keeps the name as it was said, sealed with the key of
-- whoever accompanies the person: nobody is told who bears it.
ALTER TABLE consent ADD COLUMN named BYTEA;
-- Standing refusals of an organisation, for the day when somebody joins it.
CREATE INDEX consent_recipient ON consent (region_id, recipient_org_id, answer);
-- An answer given under pressure grants nothing: it ends as it begins. What was
-- said, and is shown, stands beside.
ALTER TABLE consent ADD COLUMN said_to_at BIGINT;
ALTER TABLE consent ADD COLUMN said_ended_at BIGINT;
-- The picture by which a person says that they are being forced, as a keyed
-- fingerprint; empty: none was chosen.
ALTER TABLE person ADD COLUMN sign TEXT COLLATE "C" NOT NULL DEFAULT '';
-- The person said: never without my consent, not even in an emergency.
ALTER TABLE person ADD COLUMN closed_at BIGINT;

-- A communication without consent: whose, to whom, on what ground, for how long,
-- and who looked at it afterwards. The words are sealed.
-- regional
CREATE TABLE emergency (
    region_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    org_id TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL,
    recipient_org_id TEXT COLLATE "C" NOT NULL,
    ground TEXT COLLATE "C" NOT NULL,
    contact BOOLEAN NOT NULL,
    sealed BYTEA NOT NULL,
    from_at BIGINT NOT NULL,
    to_at BIGINT NOT NULL,
    ended_at BIGINT,
    due_at BIGINT NOT NULL,
    worker_id TEXT COLLATE "C" NOT NULL,
    team_id TEXT COLLATE "C" NOT NULL,
    verdict TEXT COLLATE "C" NOT NULL CHECK (verdict IN ('', 'founded', 'unfounded')),
    verdict_at BIGINT,
    verdict_by TEXT COLLATE "C" NOT NULL,
    verdict_sealed BYTEA,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, person_id) REFERENCES person (region_id, id)
);
CREATE INDEX emergency_lookup ON emergency (region_id, person_id, recipient_org_id);
CREATE INDEX emergency_org ON emergency (region_id, org_id, due_at);
