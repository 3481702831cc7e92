-- +goose Up
-- A system asks by its own identifier whether a task is there already, before each
-- one that it makes.
CREATE INDEX referral_resource_mark ON referral_resource (region_id, mark);
