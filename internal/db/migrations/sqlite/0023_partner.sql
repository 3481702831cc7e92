-- +goose Up
-- The information systems of organisations: who may speak for one. Of a secret
-- or a token only a keyed fingerprint is kept.

-- regional
CREATE TABLE partner_system (
    region_id   TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    org_id      TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL,
    writes      INTEGER NOT NULL CHECK (writes IN (0, 1)),
    worker_id   TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    used_at     INTEGER,
    revoked_at  INTEGER,
    PRIMARY KEY (region_id, id)
) STRICT;
CREATE INDEX partner_system_org ON partner_system (region_id, org_id);

-- regional
CREATE TABLE partner_token (
    region_id   TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL,
    system_id   TEXT    NOT NULL,
    writes      INTEGER NOT NULL CHECK (writes IN (0, 1)),
    expires_at  INTEGER NOT NULL,
    PRIMARY KEY (region_id, fingerprint),
    FOREIGN KEY (region_id, system_id) REFERENCES partner_system (region_id, id)
) STRICT;
CREATE INDEX partner_token_system ON partner_token (region_id, system_id, expires_at);
