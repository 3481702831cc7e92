-- +goose Up
-- Places that organisations count, and places held for a limited time. A hold
-- says nothing of the person it is for: no column could.

-- regional
CREATE TABLE place_offer (
    region_id    TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    org_id       TEXT    NOT NULL,
    service_id   TEXT    NOT NULL,
    unit         TEXT    NOT NULL,
    population   TEXT    NOT NULL,
    free         INTEGER NOT NULL,
    said_at      INTEGER NOT NULL,
    believed_to  INTEGER NOT NULL,
    ends_at      INTEGER,
    hold_minutes INTEGER NOT NULL,
    closed_at    INTEGER,
    PRIMARY KEY (region_id, id)
) STRICT;
CREATE INDEX place_offer_org ON place_offer (region_id, org_id, closed_at);
CREATE INDEX place_offer_open ON place_offer (region_id, closed_at, unit, population);

-- regional
CREATE TABLE place_hold (
    region_id     TEXT    NOT NULL,
    id            TEXT    NOT NULL,
    offer_id      TEXT    NOT NULL,
    org_id        TEXT    NOT NULL,
    holder_org_id TEXT    NOT NULL,
    code          TEXT    NOT NULL,
    held_at       INTEGER NOT NULL,
    held_to       INTEGER NOT NULL,
    extended      INTEGER NOT NULL CHECK (extended IN (0, 1)),
    ended_at      INTEGER,
    ending        TEXT    NOT NULL,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, offer_id) REFERENCES place_offer (region_id, id)
) STRICT;
CREATE INDEX place_hold_offer ON place_hold (region_id, offer_id, held_to);
CREATE INDEX place_hold_org ON place_hold (region_id, org_id, held_to);
CREATE INDEX place_hold_holder ON place_hold (region_id, holder_org_id, held_to);
CREATE UNIQUE INDEX place_hold_code ON place_hold (region_id, org_id, code);
