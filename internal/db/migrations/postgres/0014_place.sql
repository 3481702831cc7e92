-- +goose Up
-- Places that organisations count, and places held for a limited time. A hold
-- says nothing of the person it is for: no column could.

-- regional
CREATE TABLE place_offer (
    region_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    org_id TEXT COLLATE "C" NOT NULL,
    service_id TEXT COLLATE "C" NOT NULL,
    unit TEXT COLLATE "C" NOT NULL,
    population TEXT COLLATE "C" NOT NULL,
    free         BIGINT NOT NULL,
    said_at      BIGINT NOT NULL,
    believed_to  BIGINT NOT NULL,
    ends_at      BIGINT,
    hold_minutes BIGINT NOT NULL,
    closed_at    BIGINT,
    PRIMARY KEY (region_id, id)
);
CREATE INDEX place_offer_org ON place_offer (region_id, org_id, closed_at);
CREATE INDEX place_offer_open ON place_offer (region_id, closed_at, unit, population);

-- regional
CREATE TABLE place_hold (
    region_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    offer_id TEXT COLLATE "C" NOT NULL,
    org_id TEXT COLLATE "C" NOT NULL,
    holder_org_id TEXT COLLATE "C" NOT NULL,
    code TEXT COLLATE "C" NOT NULL,
    held_at       BIGINT NOT NULL,
    held_to       BIGINT NOT NULL,
    extended      BOOLEAN NOT NULL,
    ended_at      BIGINT,
    ending TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, offer_id) REFERENCES place_offer (region_id, id)
);
CREATE INDEX place_hold_offer ON place_hold (region_id, offer_id, held_to);
CREATE INDEX place_hold_org ON place_hold (region_id, org_id, held_to);
CREATE INDEX place_hold_holder ON place_hold (region_id, holder_org_id, held_to);
CREATE UNIQUE INDEX place_hold_code ON place_hold (region_id, org_id, code);
