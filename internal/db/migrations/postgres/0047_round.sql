-- +goose Up
-- Rounds from door to door. A door is a place; a visit is codes. No column
-- could hold who lives there, nor what they need: that is told without a door.

-- regional
CREATE TABLE round (
    region_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    org_id TEXT COLLATE "C" NOT NULL,
    worker_id TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    kit TEXT COLLATE "C" NOT NULL,
    langs TEXT COLLATE "C" NOT NULL,
    prepared_at BIGINT NOT NULL,
    ends_at     BIGINT NOT NULL,
    closed_at   BIGINT,
    public_key  BYTEA   NOT NULL,
    sealed_key  BYTEA   NOT NULL,
    figures TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (region_id, id)
);
CREATE INDEX round_org ON round (region_id, org_id, ends_at);

-- regional
CREATE TABLE round_door (
    region_id TEXT COLLATE "C" NOT NULL,
    round_id TEXT COLLATE "C" NOT NULL,
    n         BIGINT NOT NULL,
    street TEXT COLLATE "C" NOT NULL,
    side TEXT COLLATE "C" NOT NULL,
    number TEXT COLLATE "C" NOT NULL,
    mark TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (region_id, round_id, n),
    FOREIGN KEY (region_id, round_id) REFERENCES round (region_id, id)
);
CREATE INDEX round_door_mark ON round_door (region_id, mark);

-- regional
CREATE TABLE round_device (
    region_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    round_id TEXT COLLATE "C" NOT NULL,
    worker_id TEXT COLLATE "C" NOT NULL,
    label TEXT COLLATE "C" NOT NULL,
    paper       BOOLEAN NOT NULL,
    link_mark TEXT COLLATE "C" NOT NULL,
    claim_mark TEXT COLLATE "C" NOT NULL,
    sender_mark TEXT COLLATE "C" NOT NULL,
    lent_at     BIGINT NOT NULL,
    claimed_at  BIGINT,
    seen_at     BIGINT,
    skew        BIGINT NOT NULL,
    waiting     BIGINT NOT NULL,
    handed_at   BIGINT,
    revoked_at  BIGINT,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, round_id) REFERENCES round (region_id, id)
);
CREATE INDEX round_device_round ON round_device (region_id, round_id, lent_at);
CREATE UNIQUE INDEX round_device_link ON round_device (region_id, link_mark);
CREATE INDEX round_device_claim ON round_device (region_id, claim_mark);
CREATE INDEX round_device_sender ON round_device (region_id, sender_mark);

-- regional
CREATE TABLE round_visit (
    region_id TEXT COLLATE "C" NOT NULL,
    device_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    round_id TEXT COLLATE "C" NOT NULL,
    door        BIGINT NOT NULL,
    result TEXT COLLATE "C" NOT NULL,
    kits        BIGINT NOT NULL,
    replaces TEXT COLLATE "C" NOT NULL,
    told_at     BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    slip        BOOLEAN NOT NULL,
    PRIMARY KEY (region_id, device_id, id),
    FOREIGN KEY (region_id, device_id) REFERENCES round_device (region_id, id),
    FOREIGN KEY (region_id, round_id) REFERENCES round (region_id, id)
);
CREATE INDEX round_visit_round ON round_visit (region_id, round_id, door);

-- regional
CREATE TABLE round_need (
    region_id TEXT COLLATE "C" NOT NULL,
    round_id TEXT COLLATE "C" NOT NULL,
    need TEXT COLLATE "C" NOT NULL,
    said      BIGINT NOT NULL,
    PRIMARY KEY (region_id, round_id, need),
    FOREIGN KEY (region_id, round_id) REFERENCES round (region_id, id)
);

-- regional
CREATE TABLE round_never (
    region_id TEXT COLLATE "C" NOT NULL,
    org_id TEXT COLLATE "C" NOT NULL,
    mark TEXT COLLATE "C" NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (region_id, org_id, mark)
);
