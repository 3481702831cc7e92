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
    region_id  TEXT COLLATE "C" NOT NULL,
    id         TEXT COLLATE "C" NOT NULL,
    choice     TEXT    NOT NULL CHECK (choice IN ('all', 'stale', 'chosen')),
    months     BIGINT NOT NULL,
    org_id     TEXT COLLATE "C" NOT NULL,
    worker_id  TEXT COLLATE "C" NOT NULL,
    started_at BIGINT NOT NULL,
    ends_at    BIGINT NOT NULL,
    stopped_at BIGINT,
    PRIMARY KEY (region_id, id)
);
CREATE INDEX campaign_started ON campaign (region_id, started_at);

-- denied_at: whoever received the link says that they are not this
-- organisation.

-- regional
CREATE TABLE campaign_org (
    region_id   TEXT COLLATE "C" NOT NULL,
    campaign_id TEXT COLLATE "C" NOT NULL,
    org_id      TEXT COLLATE "C" NOT NULL,
    denied_at   BIGINT,
    PRIMARY KEY (region_id, campaign_id, org_id),
    FOREIGN KEY (region_id, campaign_id) REFERENCES campaign (region_id, id)
);
CREATE INDEX campaign_org_org ON campaign_org (region_id, org_id);

-- What is asked about, and what was answered. cause is the revision, or the
-- suggestion, by which the answer can be taken back.

-- regional
CREATE TABLE campaign_service (
    region_id   TEXT COLLATE "C" NOT NULL,
    campaign_id TEXT COLLATE "C" NOT NULL,
    org_id      TEXT COLLATE "C" NOT NULL,
    service_id  TEXT COLLATE "C" NOT NULL,
    answer      TEXT    NOT NULL CHECK (answer IN ('', 'same', 'mended', 'gone')),
    cause       TEXT COLLATE "C" NOT NULL,
    answered_at BIGINT,
    PRIMARY KEY (region_id, campaign_id, service_id),
    FOREIGN KEY (region_id, campaign_id) REFERENCES campaign (region_id, id)
);
CREATE INDEX campaign_service_org ON campaign_service (region_id, campaign_id, org_id);

-- The link of one organisation: only its fingerprint is here. It is made of
-- serial with the installation's key, so that a reminder carries the same link
-- as the message before it and whoever reads this table opens nothing.

-- regional
CREATE TABLE campaign_link (
    region_id   TEXT COLLATE "C" NOT NULL,
    fingerprint TEXT COLLATE "C" NOT NULL,
    campaign_id TEXT COLLATE "C" NOT NULL,
    org_id      TEXT COLLATE "C" NOT NULL,
    serial      TEXT COLLATE "C" NOT NULL,
    created_at  BIGINT NOT NULL,
    expires_at  BIGINT NOT NULL,
    ended_at    BIGINT,
    ended_act   TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (region_id, fingerprint),
    FOREIGN KEY (region_id, campaign_id) REFERENCES campaign (region_id, id)
);
CREATE INDEX campaign_link_org ON campaign_link (region_id, campaign_id, org_id);

-- Messages that wait for somebody to send them. They hold no link and no text:
-- both are made when the message is taken.

-- regional
CREATE TABLE outgoing (
    region_id   TEXT COLLATE "C" NOT NULL,
    id          TEXT COLLATE "C" NOT NULL,
    campaign_id TEXT COLLATE "C" NOT NULL,
    org_id      TEXT COLLATE "C" NOT NULL,
    kind        TEXT    NOT NULL CHECK (kind IN ('first', 'reminder', 'renewal')),
    nth         BIGINT NOT NULL,
    queued_at   BIGINT NOT NULL,
    taken_at    BIGINT,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, campaign_id) REFERENCES campaign (region_id, id)
);
CREATE INDEX outgoing_org ON outgoing (region_id, campaign_id, org_id);
