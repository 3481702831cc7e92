-- +goose Up
-- Campaigns as they came to be built: 0006 made their tables ahead of any use,
-- and nothing was ever written to them.

ALTER TABLE campaign DROP COLUMN name;
ALTER TABLE campaign ADD COLUMN months BIGINT NOT NULL DEFAULT 0;

-- Whoever received the link says that they are not this organisation.
ALTER TABLE campaign_org ADD COLUMN denied_at BIGINT;

-- A link is made of serial with the installation's key, so that a reminder
-- carries the same link as the message before it, and whoever reads this table
-- opens nothing. ended_act is the form that ended it, which may come twice.
ALTER TABLE campaign_link ADD COLUMN serial TEXT COLLATE "C" NOT NULL DEFAULT '';
ALTER TABLE campaign_link ADD COLUMN ended_act TEXT COLLATE "C" NOT NULL DEFAULT '';

ALTER TABLE outgoing DROP COLUMN dropped_at;
ALTER TABLE outgoing ADD COLUMN nth BIGINT NOT NULL DEFAULT 0;
CREATE INDEX outgoing_org ON outgoing (region_id, campaign_id, org_id);

-- What is asked about, and what was answered. cause is the revision, or the
-- suggestion, by which the answer can be taken back.

DROP TABLE campaign_answer;

-- regional
CREATE TABLE campaign_service (
    region_id   TEXT COLLATE "C" NOT NULL,
    campaign_id TEXT COLLATE "C" NOT NULL,
    org_id      TEXT COLLATE "C" NOT NULL,
    service_id  TEXT COLLATE "C" NOT NULL,
    answer      TEXT COLLATE "C" NOT NULL CHECK (answer IN ('', 'same', 'mended', 'gone')),
    cause       TEXT COLLATE "C" NOT NULL,
    answered_at BIGINT,
    PRIMARY KEY (region_id, campaign_id, service_id),
    FOREIGN KEY (region_id, campaign_id) REFERENCES campaign (region_id, id)
);
CREATE INDEX campaign_service_org ON campaign_service (region_id, campaign_id, org_id);
