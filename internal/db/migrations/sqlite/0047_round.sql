-- +goose Up
-- Rounds from door to door. A door is a place; a visit is codes. No column
-- could hold who lives there, nor what they need: that is told without a door.

-- regional
CREATE TABLE round (
    region_id   TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    org_id      TEXT    NOT NULL,
    worker_id   TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    place       TEXT    NOT NULL,
    kit         TEXT    NOT NULL,
    langs       TEXT    NOT NULL,
    prepared_at INTEGER NOT NULL,
    ends_at     INTEGER NOT NULL,
    closed_at   INTEGER,
    public_key  BLOB    NOT NULL,
    sealed_key  BLOB    NOT NULL,
    figures     TEXT    NOT NULL,
    PRIMARY KEY (region_id, id)
) STRICT;
CREATE INDEX round_org ON round (region_id, org_id, ends_at);

-- regional
CREATE TABLE round_door (
    region_id TEXT    NOT NULL,
    round_id  TEXT    NOT NULL,
    n         INTEGER NOT NULL,
    street    TEXT    NOT NULL,
    side      TEXT    NOT NULL,
    number    TEXT    NOT NULL,
    mark      TEXT    NOT NULL,
    PRIMARY KEY (region_id, round_id, n),
    FOREIGN KEY (region_id, round_id) REFERENCES round (region_id, id)
) STRICT;
CREATE INDEX round_door_mark ON round_door (region_id, mark);

-- regional
CREATE TABLE round_device (
    region_id   TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    round_id    TEXT    NOT NULL,
    worker_id   TEXT    NOT NULL,
    label       TEXT    NOT NULL,
    paper       INTEGER NOT NULL CHECK (paper IN (0, 1)),
    link_mark   TEXT    NOT NULL,
    claim_mark  TEXT    NOT NULL,
    sender_mark TEXT    NOT NULL,
    lent_at     INTEGER NOT NULL,
    claimed_at  INTEGER,
    seen_at     INTEGER,
    skew        INTEGER NOT NULL,
    waiting     INTEGER NOT NULL,
    handed_at   INTEGER,
    revoked_at  INTEGER,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, round_id) REFERENCES round (region_id, id)
) STRICT;
CREATE INDEX round_device_round ON round_device (region_id, round_id, lent_at);
CREATE UNIQUE INDEX round_device_link ON round_device (region_id, link_mark);
CREATE INDEX round_device_claim ON round_device (region_id, claim_mark);
CREATE INDEX round_device_sender ON round_device (region_id, sender_mark);

-- regional
CREATE TABLE round_visit (
    region_id   TEXT    NOT NULL,
    device_id   TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    round_id    TEXT    NOT NULL,
    door        INTEGER NOT NULL,
    result      TEXT    NOT NULL,
    kits        INTEGER NOT NULL,
    replaces    TEXT    NOT NULL,
    told_at     INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    slip        INTEGER NOT NULL CHECK (slip IN (0, 1)),
    PRIMARY KEY (region_id, device_id, id),
    FOREIGN KEY (region_id, device_id) REFERENCES round_device (region_id, id),
    FOREIGN KEY (region_id, round_id) REFERENCES round (region_id, id)
) STRICT;
CREATE INDEX round_visit_round ON round_visit (region_id, round_id, door);

-- regional
CREATE TABLE round_need (
    region_id TEXT    NOT NULL,
    round_id  TEXT    NOT NULL,
    need      TEXT    NOT NULL,
    said      INTEGER NOT NULL,
    PRIMARY KEY (region_id, round_id, need),
    FOREIGN KEY (region_id, round_id) REFERENCES round (region_id, id)
) STRICT;

-- regional
CREATE TABLE round_never (
    region_id TEXT    NOT NULL,
    org_id    TEXT    NOT NULL,
    mark      TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    PRIMARY KEY (region_id, org_id, mark)
) STRICT;
