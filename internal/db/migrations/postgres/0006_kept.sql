-- +goose Up
-- Kept true by its own people: who changed what, who confirmed what, campaigns,
-- suggestions, duplicates, and what was asked for and not found.

-- One act of one author on one service, or one import. It names an
-- organisation, a link or a source; the worker is for those who may undo it.

-- reference
CREATE TABLE revision (
    id         TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    service_id TEXT COLLATE "C" NOT NULL,
    kind       TEXT COLLATE "C" NOT NULL CHECK (kind IN ('confirm', 'change', 'update', 'suggestion', 'merge', 'undo', 'import', 'import_undo')),
    actor_kind TEXT COLLATE "C" NOT NULL,
    org_id     TEXT COLLATE "C" NOT NULL,
    org_name   TEXT             NOT NULL,
    worker_id  TEXT COLLATE "C" NOT NULL,
    source     TEXT             NOT NULL,
    cause      TEXT COLLATE "C" NOT NULL,
    undoes     TEXT COLLATE "C" NOT NULL,
    at         BIGINT           NOT NULL
);
CREATE INDEX revision_service ON revision (service_id, at);
CREATE INDEX revision_undoes ON revision (undoes) WHERE undoes <> '';

-- What it changed. The values are those a reader understands; the states are
-- what an undo puts back. of_id is what the record hangs on: the service, one
-- of its entry points or places, its organisation.

-- reference
CREATE TABLE revision_field (
    id            TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    revision_id   TEXT COLLATE "C" NOT NULL REFERENCES revision (id),
    of_id         TEXT COLLATE "C" NOT NULL,
    resource_type TEXT COLLATE "C" NOT NULL,
    resource_id   TEXT COLLATE "C" NOT NULL,
    field_name    TEXT COLLATE "C" NOT NULL,
    old_value     TEXT             NOT NULL,
    new_value     TEXT             NOT NULL,
    old_state     TEXT             NOT NULL,
    new_state     TEXT             NOT NULL
);
CREATE INDEX revision_field_revision ON revision_field (revision_id);
CREATE INDEX revision_field_of ON revision_field (of_id, id);
CREATE INDEX revision_field_resource ON revision_field (resource_id, id);

-- Who found one part of a service's page true, by itself. Facts of our own
-- vocabularies have fact_confirmation.

-- reference
CREATE TABLE aspect_confirmation (
    service_id TEXT COLLATE "C" NOT NULL,
    aspect     TEXT COLLATE "C" NOT NULL,
    org_id     TEXT COLLATE "C" NOT NULL,
    org_name   TEXT             NOT NULL,
    at         BIGINT           NOT NULL,
    PRIMARY KEY (service_id, aspect)
);

-- A service that became one with another. Its record stays as its source tells
-- it, and is shown to nobody; its addresses lead to the other.

-- reference
CREATE TABLE service_redirect (
    service_id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    to_id      TEXT COLLATE "C" NOT NULL,
    org_id     TEXT COLLATE "C" NOT NULL,
    at         BIGINT           NOT NULL
);
CREATE INDEX service_redirect_to ON service_redirect (to_id);

-- Two services that may be one; a_id is the smaller id. What was decided of a
-- pair is not asked again.

-- reference
CREATE TABLE duplicate_pair (
    a_id       TEXT COLLATE "C" NOT NULL,
    b_id       TEXT COLLATE "C" NOT NULL,
    score      BIGINT           NOT NULL,
    reasons    TEXT             NOT NULL,
    state      TEXT COLLATE "C" NOT NULL CHECK (state IN ('open', 'apart', 'gone')),
    found_at   BIGINT           NOT NULL,
    decided_by TEXT COLLATE "C" NOT NULL,
    decided_at BIGINT,
    PRIMARY KEY (a_id, b_id)
);
CREATE INDEX duplicate_pair_open ON duplicate_pair (state, score);
CREATE INDEX duplicate_pair_b ON duplicate_pair (b_id);

-- A call to organisations to look at what the directory says of them.

-- regional
CREATE TABLE campaign (
    region_id  TEXT COLLATE "C" NOT NULL,
    id         TEXT COLLATE "C" NOT NULL,
    name       TEXT             NOT NULL,
    choice     TEXT COLLATE "C" NOT NULL CHECK (choice IN ('all', 'stale', 'chosen')),
    org_id     TEXT COLLATE "C" NOT NULL,
    worker_id  TEXT COLLATE "C" NOT NULL,
    started_at BIGINT           NOT NULL,
    ends_at    BIGINT           NOT NULL,
    closed_at  BIGINT,
    PRIMARY KEY (region_id, id)
);
CREATE INDEX campaign_started ON campaign (region_id, started_at);

-- regional
CREATE TABLE campaign_org (
    region_id   TEXT COLLATE "C" NOT NULL,
    campaign_id TEXT COLLATE "C" NOT NULL,
    org_id      TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (region_id, campaign_id, org_id),
    FOREIGN KEY (region_id, campaign_id) REFERENCES campaign (region_id, id)
);
CREATE INDEX campaign_org_org ON campaign_org (region_id, org_id);

-- regional
CREATE TABLE campaign_answer (
    region_id   TEXT COLLATE "C" NOT NULL,
    campaign_id TEXT COLLATE "C" NOT NULL,
    org_id      TEXT COLLATE "C" NOT NULL,
    service_id  TEXT COLLATE "C" NOT NULL,
    answer      TEXT COLLATE "C" NOT NULL CHECK (answer IN ('same', 'mended')),
    at          BIGINT           NOT NULL,
    PRIMARY KEY (region_id, campaign_id, org_id, service_id),
    FOREIGN KEY (region_id, campaign_id) REFERENCES campaign (region_id, id)
);

-- The link of one organisation: only its fingerprint is here.

-- regional
CREATE TABLE campaign_link (
    region_id   TEXT COLLATE "C" NOT NULL,
    fingerprint TEXT COLLATE "C" NOT NULL,
    campaign_id TEXT COLLATE "C" NOT NULL,
    org_id      TEXT COLLATE "C" NOT NULL,
    created_at  BIGINT           NOT NULL,
    expires_at  BIGINT           NOT NULL,
    ended_at    BIGINT,
    PRIMARY KEY (region_id, fingerprint),
    FOREIGN KEY (region_id, campaign_id) REFERENCES campaign (region_id, id)
);
CREATE INDEX campaign_link_org ON campaign_link (region_id, campaign_id, org_id);

-- Messages that wait to be sent. They hold no link and no text: both are made
-- when somebody takes the message, so that nothing that opens a page lies here.

-- regional
CREATE TABLE outgoing (
    region_id   TEXT COLLATE "C" NOT NULL,
    id          TEXT COLLATE "C" NOT NULL,
    campaign_id TEXT COLLATE "C" NOT NULL,
    org_id      TEXT COLLATE "C" NOT NULL,
    kind        TEXT COLLATE "C" NOT NULL CHECK (kind IN ('first', 'reminder', 'renewal')),
    queued_at   BIGINT           NOT NULL,
    taken_at    BIGINT,
    dropped_at  BIGINT,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, campaign_id) REFERENCES campaign (region_id, id)
);
CREATE INDEX outgoing_waiting ON outgoing (region_id, campaign_id, taken_at);

-- An organisation that wants no more messages of campaigns.

-- regional
CREATE TABLE contact_stop (
    region_id TEXT COLLATE "C" NOT NULL,
    org_id    TEXT COLLATE "C" NOT NULL,
    at        BIGINT           NOT NULL,
    PRIMARY KEY (region_id, org_id)
);

-- A correction that somebody proposes. It asks nothing of who proposes; the
-- code by which they come back is kept as a fingerprint. Several may
-- contradict one another: all are kept.

-- regional
CREATE TABLE suggestion (
    region_id      TEXT COLLATE "C" NOT NULL,
    id             TEXT COLLATE "C" NOT NULL,
    service_id     TEXT COLLATE "C" NOT NULL,
    field          TEXT COLLATE "C" NOT NULL,
    value          TEXT             NOT NULL,
    words          TEXT             NOT NULL,
    shown          TEXT             NOT NULL,
    fingerprint    TEXT COLLATE "C" NOT NULL,
    org_id         TEXT COLLATE "C" NOT NULL,
    state          TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'accepted', 'declined')),
    reason         TEXT             NOT NULL,
    decided_org    TEXT COLLATE "C" NOT NULL,
    decided_worker TEXT COLLATE "C" NOT NULL,
    decided_at     BIGINT,
    at             BIGINT           NOT NULL,
    PRIMARY KEY (region_id, id)
);
CREATE UNIQUE INDEX suggestion_code ON suggestion (region_id, fingerprint);
CREATE INDEX suggestion_service ON suggestion (region_id, service_id, state);
CREATE INDEX suggestion_state ON suggestion (region_id, state, at);

-- What was asked for and not found, by week. The words are kept once enough
-- asked the same; before that there is a keyed mark and a number. Nothing here
-- says who asked, from where or when.

-- regional
CREATE TABLE unfound (
    region_id TEXT COLLATE "C" NOT NULL,
    week_at   BIGINT           NOT NULL,
    mark      TEXT COLLATE "C" NOT NULL,
    words     TEXT             NOT NULL,
    asked     BIGINT           NOT NULL,
    PRIMARY KEY (region_id, week_at, mark)
);
CREATE INDEX unfound_mark ON unfound (region_id, mark);
