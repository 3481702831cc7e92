-- +goose Up
-- The information systems of organisations: who may speak for one. Of a secret
-- or a token only a keyed fingerprint is kept.

-- regional
CREATE TABLE partner_system (
    region_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    org_id TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    fingerprint TEXT COLLATE "C" NOT NULL,
    writes      BOOLEAN NOT NULL,
    worker_id TEXT COLLATE "C" NOT NULL,
    created_at  BIGINT NOT NULL,
    used_at     BIGINT,
    revoked_at  BIGINT,
    PRIMARY KEY (region_id, id)
);
CREATE INDEX partner_system_org ON partner_system (region_id, org_id);

-- regional
CREATE TABLE partner_token (
    region_id TEXT COLLATE "C" NOT NULL,
    fingerprint TEXT COLLATE "C" NOT NULL,
    system_id TEXT COLLATE "C" NOT NULL,
    writes      BOOLEAN NOT NULL,
    expires_at  BIGINT NOT NULL,
    PRIMARY KEY (region_id, fingerprint),
    FOREIGN KEY (region_id, system_id) REFERENCES partner_system (region_id, id)
);
CREATE INDEX partner_token_system ON partner_token (region_id, system_id, expires_at);
