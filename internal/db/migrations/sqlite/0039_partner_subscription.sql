-- +goose Up
-- Where an information system wants to be told that a referral moved. What is
-- told is an id; whether it may be told is asked when it is.

-- regional
CREATE TABLE partner_subscription (
    region_id    TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    system_id    TEXT    NOT NULL,
    org_id       TEXT    NOT NULL,
    endpoint     TEXT    NOT NULL,
    reason       TEXT    NOT NULL,
    side         TEXT    NOT NULL CHECK (side IN ('', 'owner', 'requester')),
    state        TEXT    NOT NULL CHECK (state IN ('requested', 'active', 'error', 'off')),
    told         INTEGER NOT NULL,
    version      INTEGER NOT NULL,
    created_at   INTEGER NOT NULL,
    ends_at      INTEGER,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, system_id) REFERENCES partner_system (region_id, id)
) STRICT;
CREATE INDEX partner_subscription_state ON partner_subscription (region_id, state);
