-- +goose Up
-- Kept true by its own people: who changed what, who confirmed what, campaigns,
-- suggestions, duplicates, and what was asked for and not found.

-- One act of one author on one service, or one import. It names an
-- organisation, a link or a source; the worker is for those who may undo it.

-- reference
CREATE TABLE revision (
    id         TEXT    NOT NULL PRIMARY KEY,
    service_id TEXT    NOT NULL,
    kind       TEXT    NOT NULL CHECK (kind IN ('confirm', 'change', 'update', 'suggestion', 'merge', 'undo', 'import', 'import_undo')),
    actor_kind TEXT    NOT NULL,
    org_id     TEXT    NOT NULL,
    org_name   TEXT    NOT NULL,
    worker_id  TEXT    NOT NULL,
    source     TEXT    NOT NULL,
    cause      TEXT    NOT NULL,
    undoes     TEXT    NOT NULL,
    at         INTEGER NOT NULL
) STRICT;
CREATE INDEX revision_service ON revision (service_id, at);
CREATE INDEX revision_undoes ON revision (undoes) WHERE undoes <> '';

-- What it changed. The values are those a reader understands; the states are
-- what an undo puts back. of_id is what the record hangs on: the service, one
-- of its entry points or places, its organisation.

-- reference
CREATE TABLE revision_field (
    id            TEXT    NOT NULL PRIMARY KEY,
    revision_id   TEXT    NOT NULL REFERENCES revision (id),
    of_id         TEXT    NOT NULL,
    resource_type TEXT    NOT NULL,
    resource_id   TEXT    NOT NULL,
    field_name    TEXT    NOT NULL,
    old_value     TEXT    NOT NULL,
    new_value     TEXT    NOT NULL,
    old_state     TEXT    NOT NULL,
    new_state     TEXT    NOT NULL
) STRICT;
CREATE INDEX revision_field_revision ON revision_field (revision_id);
CREATE INDEX revision_field_of ON revision_field (of_id, id);
CREATE INDEX revision_field_resource ON revision_field (resource_id, id);

-- Who found one part of a service's page true, by itself. Facts of our own
-- vocabularies have fact_confirmation.

-- reference
CREATE TABLE aspect_confirmation (
    service_id TEXT    NOT NULL,
    aspect     TEXT    NOT NULL,
    org_id     TEXT    NOT NULL,
    org_name   TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    PRIMARY KEY (service_id, aspect)
) STRICT;

-- A service that became one with another. Its record stays as its source tells
-- it, and is shown to nobody; its addresses lead to the other.

-- reference
CREATE TABLE service_redirect (
    service_id TEXT    NOT NULL PRIMARY KEY,
    to_id      TEXT    NOT NULL,
    org_id     TEXT    NOT NULL,
    at         INTEGER NOT NULL
) STRICT;
CREATE INDEX service_redirect_to ON service_redirect (to_id);

-- Two services that may be one; a_id is the smaller id. What was decided of a
-- pair is not asked again.

-- reference
CREATE TABLE duplicate_pair (
    a_id       TEXT    NOT NULL,
    b_id       TEXT    NOT NULL,
    score      INTEGER NOT NULL,
    reasons    TEXT    NOT NULL,
    state      TEXT    NOT NULL CHECK (state IN ('open', 'apart', 'gone')),
    found_at   INTEGER NOT NULL,
    decided_by TEXT    NOT NULL,
    decided_at INTEGER,
    PRIMARY KEY (a_id, b_id)
) STRICT;
CREATE INDEX duplicate_pair_open ON duplicate_pair (state, score);
CREATE INDEX duplicate_pair_b ON duplicate_pair (b_id);

-- A call to organisations to look at what the directory says of them.

-- regional
CREATE TABLE campaign (
    region_id  TEXT    NOT NULL,
    id         TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    choice     TEXT    NOT NULL CHECK (choice IN ('all', 'stale', 'chosen')),
    org_id     TEXT    NOT NULL,
    worker_id  TEXT    NOT NULL,
    started_at INTEGER NOT NULL,
    ends_at    INTEGER NOT NULL,
    closed_at  INTEGER,
    PRIMARY KEY (region_id, id)
) STRICT;
CREATE INDEX campaign_started ON campaign (region_id, started_at);

-- regional
CREATE TABLE campaign_org (
    region_id   TEXT    NOT NULL,
    campaign_id TEXT    NOT NULL,
    org_id      TEXT    NOT NULL,
    PRIMARY KEY (region_id, campaign_id, org_id),
    FOREIGN KEY (region_id, campaign_id) REFERENCES campaign (region_id, id)
) STRICT;
CREATE INDEX campaign_org_org ON campaign_org (region_id, org_id);

-- regional
CREATE TABLE campaign_answer (
    region_id   TEXT    NOT NULL,
    campaign_id TEXT    NOT NULL,
    org_id      TEXT    NOT NULL,
    service_id  TEXT    NOT NULL,
    answer      TEXT    NOT NULL CHECK (answer IN ('same', 'mended')),
    at          INTEGER NOT NULL,
    PRIMARY KEY (region_id, campaign_id, org_id, service_id),
    FOREIGN KEY (region_id, campaign_id) REFERENCES campaign (region_id, id)
) STRICT;

-- The link of one organisation: only its fingerprint is here.

-- regional
CREATE TABLE campaign_link (
    region_id   TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL,
    campaign_id TEXT    NOT NULL,
    org_id      TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    ended_at    INTEGER,
    PRIMARY KEY (region_id, fingerprint),
    FOREIGN KEY (region_id, campaign_id) REFERENCES campaign (region_id, id)
) STRICT;
CREATE INDEX campaign_link_org ON campaign_link (region_id, campaign_id, org_id);

-- Messages that wait to be sent. They hold no link and no text: both are made
-- when somebody takes the message, so that nothing that opens a page lies here.

-- regional
CREATE TABLE outgoing (
    region_id   TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    campaign_id TEXT    NOT NULL,
    org_id      TEXT    NOT NULL,
    kind        TEXT    NOT NULL CHECK (kind IN ('first', 'reminder', 'renewal')),
    queued_at   INTEGER NOT NULL,
    taken_at    INTEGER,
    dropped_at  INTEGER,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, campaign_id) REFERENCES campaign (region_id, id)
) STRICT;
CREATE INDEX outgoing_waiting ON outgoing (region_id, campaign_id, taken_at);

-- An organisation that wants no more messages of campaigns.

-- regional
CREATE TABLE contact_stop (
    region_id TEXT    NOT NULL,
    org_id    TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    PRIMARY KEY (region_id, org_id)
) STRICT;

-- A correction that somebody proposes. It asks nothing of who proposes; the
-- code by which they come back is kept as a fingerprint. Several may
-- contradict one another: all are kept.

-- regional
CREATE TABLE suggestion (
    region_id      TEXT    NOT NULL,
    id             TEXT    NOT NULL,
    service_id     TEXT    NOT NULL,
    field          TEXT    NOT NULL,
    value          TEXT    NOT NULL,
    words          TEXT    NOT NULL,
    shown          TEXT    NOT NULL,
    fingerprint    TEXT    NOT NULL,
    org_id         TEXT    NOT NULL,
    state          TEXT    NOT NULL CHECK (state IN ('waiting', 'accepted', 'declined')),
    reason         TEXT    NOT NULL,
    decided_org    TEXT    NOT NULL,
    decided_worker TEXT    NOT NULL,
    decided_at     INTEGER,
    at             INTEGER NOT NULL,
    PRIMARY KEY (region_id, id)
) STRICT;
CREATE UNIQUE INDEX suggestion_code ON suggestion (region_id, fingerprint);
CREATE INDEX suggestion_service ON suggestion (region_id, service_id, state);
CREATE INDEX suggestion_state ON suggestion (region_id, state, at);

-- What was asked for and not found, by week. The words are kept once enough
-- asked the same; before that there is a keyed mark and a number. Nothing here
-- says who asked, from where or when.

-- regional
CREATE TABLE unfound (
    region_id TEXT    NOT NULL,
    week_at   INTEGER NOT NULL,
    mark      TEXT    NOT NULL,
    words     TEXT    NOT NULL,
    asked     INTEGER NOT NULL,
    PRIMARY KEY (region_id, week_at, mark)
) STRICT;
CREATE INDEX unfound_mark ON unfound (region_id, mark);
