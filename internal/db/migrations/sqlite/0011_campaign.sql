-- +goose Up
-- Campaigns, as they came to be built. 0006 made their tables ahead of any use:
-- no program ever wrote to them, so they are made again rather than mended.

DROP TABLE outgoing;
DROP TABLE campaign_link;
DROP TABLE campaign_answer;
DROP TABLE campaign_org;
DROP TABLE campaign;

-- A call to organisations to look at what the directory says of them.

-- regional
CREATE TABLE campaign (
    region_id  TEXT    NOT NULL,
    id         TEXT    NOT NULL,
    choice     TEXT    NOT NULL CHECK (choice IN ('all', 'stale', 'chosen')),
    months     INTEGER NOT NULL,
    org_id     TEXT    NOT NULL,
    worker_id  TEXT    NOT NULL,
    started_at INTEGER NOT NULL,
    ends_at    INTEGER NOT NULL,
    stopped_at INTEGER,
    PRIMARY KEY (region_id, id)
) STRICT;
CREATE INDEX campaign_started ON campaign (region_id, started_at);

-- denied_at: whoever received the link says that they are not this
-- organisation.

-- regional
CREATE TABLE campaign_org (
    region_id   TEXT    NOT NULL,
    campaign_id TEXT    NOT NULL,
    org_id      TEXT    NOT NULL,
    denied_at   INTEGER,
    PRIMARY KEY (region_id, campaign_id, org_id),
    FOREIGN KEY (region_id, campaign_id) REFERENCES campaign (region_id, id)
) STRICT;
CREATE INDEX campaign_org_org ON campaign_org (region_id, org_id);

-- What is asked about, and what was answered. cause is the revision, or the
-- suggestion, by which the answer can be taken back.

-- regional
CREATE TABLE campaign_service (
    region_id   TEXT    NOT NULL,
    campaign_id TEXT    NOT NULL,
    org_id      TEXT    NOT NULL,
    service_id  TEXT    NOT NULL,
    answer      TEXT    NOT NULL CHECK (answer IN ('', 'same', 'mended', 'gone')),
    cause       TEXT    NOT NULL,
    answered_at INTEGER,
    PRIMARY KEY (region_id, campaign_id, service_id),
    FOREIGN KEY (region_id, campaign_id) REFERENCES campaign (region_id, id)
) STRICT;
CREATE INDEX campaign_service_org ON campaign_service (region_id, campaign_id, org_id);

-- The link of one organisation: only its fingerprint is here. It is made of
-- serial with the installation's key, so that a reminder carries the same link
-- as the message before it and whoever reads this table opens nothing.

-- regional
CREATE TABLE campaign_link (
    region_id   TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL,
    campaign_id TEXT    NOT NULL,
    org_id      TEXT    NOT NULL,
    serial      TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    ended_at    INTEGER,
    ended_act   TEXT    NOT NULL,
    PRIMARY KEY (region_id, fingerprint),
    FOREIGN KEY (region_id, campaign_id) REFERENCES campaign (region_id, id)
) STRICT;
CREATE INDEX campaign_link_org ON campaign_link (region_id, campaign_id, org_id);

-- Messages that wait for somebody to send them. They hold no link and no text:
-- both are made when the message is taken.

-- regional
CREATE TABLE outgoing (
    region_id   TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    campaign_id TEXT    NOT NULL,
    org_id      TEXT    NOT NULL,
    kind        TEXT    NOT NULL CHECK (kind IN ('first', 'reminder', 'renewal')),
    nth         INTEGER NOT NULL,
    queued_at   INTEGER NOT NULL,
    taken_at    INTEGER,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, campaign_id) REFERENCES campaign (region_id, id)
) STRICT;
CREATE INDEX outgoing_org ON outgoing (region_id, campaign_id, org_id);
