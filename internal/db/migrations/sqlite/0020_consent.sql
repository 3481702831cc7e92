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
