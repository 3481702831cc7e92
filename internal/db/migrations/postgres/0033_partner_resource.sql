-- +goose Up
-- What the information systems of organisations send with a referral, word for
-- word, sealed with the key of that package. A stage is a code; a mark is keyed
-- with its organisation.

-- regional
CREATE TABLE referral_resource (
    region_id TEXT COLLATE "C" NOT NULL,
    referral_id TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    part TEXT COLLATE "C" NOT NULL CHECK (part IN ('need', 'contact', 'done')),
    org_id TEXT COLLATE "C" NOT NULL,
    stage TEXT COLLATE "C" NOT NULL,
    mark TEXT COLLATE "C" NOT NULL,
    sealed      BYTEA   NOT NULL,
    updated_at  BIGINT NOT NULL,
    PRIMARY KEY (region_id, referral_id, kind, id),
    FOREIGN KEY (region_id, referral_id) REFERENCES referral (region_id, id)
);
CREATE INDEX referral_resource_id ON referral_resource (region_id, kind, id);
