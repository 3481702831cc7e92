-- +goose Up
-- Where an information system wants to be told that a referral moved. What is
-- told is an id; whether it may be told is asked when it is.

-- regional
CREATE TABLE partner_subscription (
    region_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    system_id TEXT COLLATE "C" NOT NULL,
    org_id TEXT COLLATE "C" NOT NULL,
    endpoint TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    side TEXT COLLATE "C" NOT NULL CHECK (side IN ('', 'owner', 'requester')),
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('requested', 'active', 'error', 'off')),
    told         BIGINT NOT NULL,
    version      BIGINT NOT NULL,
    created_at   BIGINT NOT NULL,
    ends_at      BIGINT,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, system_id) REFERENCES partner_system (region_id, id)
);
CREATE INDEX partner_subscription_state ON partner_subscription (region_id, state);
