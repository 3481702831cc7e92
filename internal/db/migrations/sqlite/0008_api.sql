-- +goose Up
-- What the feed for other programs needs: since when each public record says
-- what it says, and what was withdrawn.

-- Of each record that anyone may read: a digest of all that its answer holds,
-- and when that last changed. It moves when anything nested in the answer
-- does, whatever made it. A withdrawn one stays, so that those who follow
-- learn of it.

-- reference
CREATE TABLE publication (
    resource_type TEXT    NOT NULL,
    resource_id   TEXT    NOT NULL,
    digest        TEXT    NOT NULL,
    changed_at    INTEGER NOT NULL,
    withdrawn     INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
    PRIMARY KEY (resource_type, resource_id)
) STRICT;
CREATE INDEX publication_changed ON publication (changed_at, resource_type, resource_id);

-- How far in the log somebody has read who keeps something made from it.

-- reference
CREATE TABLE follower (
    name     TEXT    NOT NULL PRIMARY KEY,
    position INTEGER NOT NULL,
    at       INTEGER NOT NULL
) STRICT;

-- An answer looks below every link that it nests.
CREATE INDEX program_organization ON program (organization_id);
CREATE INDEX location_organization ON location (organization_id);
CREATE INDEX contact_organization ON contact (organization_id);
CREATE INDEX contact_at ON contact (service_at_location_id);
CREATE INDEX phone_contact ON phone (contact_id);
CREATE INDEX service_area_at ON service_area (service_at_location_id);
CREATE INDEX funding_organization ON funding (organization_id);
CREATE INDEX url_organization ON url (organization_id);
CREATE INDEX organization_identifier_organization ON organization_identifier (organization_id);
CREATE INDEX taxonomy_term_taxonomy ON taxonomy_term (taxonomy_id);
