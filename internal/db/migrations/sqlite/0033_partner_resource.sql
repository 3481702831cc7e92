-- +goose Up
-- What the information systems of organisations send with a referral, word for
-- word, sealed with the key of that package. A stage is a code; a mark is keyed
-- with its organisation.

-- regional
CREATE TABLE referral_resource (
    region_id   TEXT    NOT NULL,
    referral_id TEXT    NOT NULL,
    kind        TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    part        TEXT    NOT NULL CHECK (part IN ('need', 'contact', 'done')),
    org_id      TEXT    NOT NULL,
    stage       TEXT    NOT NULL,
    mark        TEXT    NOT NULL,
    sealed      BLOB    NOT NULL,
    updated_at  INTEGER NOT NULL,
    PRIMARY KEY (region_id, referral_id, kind, id),
    FOREIGN KEY (region_id, referral_id) REFERENCES referral (region_id, id)
) STRICT;
CREATE INDEX referral_resource_id ON referral_resource (region_id, kind, id);
