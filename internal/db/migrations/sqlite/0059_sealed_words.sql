-- +goose Up
-- Two places where a partner's system could write words about somebody, in clear:
-- the address of the text that a person read there, and what a subscription is for
-- and where it leads. Both are sealed from here on; what stood in clear goes. A
-- subscription of before is ended, and its system asks again.
ALTER TABLE consent ADD COLUMN wording_sealed BLOB;
UPDATE consent SET wording = 'fhir' WHERE wording LIKE 'http%';
ALTER TABLE partner_subscription ADD COLUMN sealed BLOB;
UPDATE partner_subscription SET state = 'off', version = version + 1;
ALTER TABLE partner_subscription DROP COLUMN endpoint;
ALTER TABLE partner_subscription DROP COLUMN reason;
