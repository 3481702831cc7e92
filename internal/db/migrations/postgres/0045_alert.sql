-- +goose Up
-- Alerts that authorities publish (CAP 1.2), as they came. Time ends them; a
-- later one of the same sender replaces or takes back what it refers to, in
-- whatever order the two arrive. Nothing in them is about a person.

-- regional
CREATE TABLE alert (
    region_id  TEXT COLLATE "C" NOT NULL,
    id         TEXT COLLATE "C" NOT NULL,
    sender     TEXT COLLATE "C" NOT NULL,
    identifier TEXT COLLATE "C" NOT NULL,
    sent_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    org_id     TEXT COLLATE "C" NOT NULL,
    body       BYTEA    NOT NULL,
    taken_at   BIGINT NOT NULL,
    PRIMARY KEY (region_id, id)
);
CREATE UNIQUE INDEX alert_key ON alert (region_id, sender, identifier, sent_at);
CREATE INDEX alert_expires ON alert (region_id, expires_at);

-- regional
CREATE TABLE alert_replaced (
    region_id  TEXT COLLATE "C" NOT NULL,
    sender     TEXT COLLATE "C" NOT NULL,
    identifier TEXT COLLATE "C" NOT NULL,
    sent_at    BIGINT NOT NULL,
    PRIMARY KEY (region_id, sender, identifier, sent_at)
);
