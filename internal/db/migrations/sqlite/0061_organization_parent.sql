-- +goose Up
-- The page of an organisation shows those that are part of it: few are part of any.
CREATE INDEX organization_parent ON organization (parent_organization_id) WHERE parent_organization_id <> '';
