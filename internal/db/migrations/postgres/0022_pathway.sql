-- +goose Up
-- Pathways (decision aids as data), their versions, and the runs of a day. A
-- run says nothing of the person it is about: no column could, and what was
-- answered is sealed with a key of its own.

-- regional
CREATE TABLE pathway (
    region_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    org_id TEXT COLLATE "C" NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (region_id, id)
);
CREATE INDEX pathway_org ON pathway (region_id, org_id);

-- regional
CREATE TABLE pathway_version (
    region_id TEXT COLLATE "C" NOT NULL,
    pathway_id TEXT COLLATE "C" NOT NULL,
    number       BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    edition      BIGINT NOT NULL,
    body TEXT COLLATE "C" NOT NULL,
    saved_by TEXT COLLATE "C" NOT NULL,
    saved_at     BIGINT NOT NULL,
    proposed_by TEXT COLLATE "C" NOT NULL,
    proposed_at  BIGINT,
    published_by TEXT COLLATE "C" NOT NULL,
    published_at BIGINT,
    PRIMARY KEY (region_id, pathway_id, number),
    FOREIGN KEY (region_id, pathway_id) REFERENCES pathway (region_id, id)
);
CREATE INDEX pathway_version_state ON pathway_version (region_id, state, pathway_id);

-- regional
CREATE TABLE pathway_run (
    region_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    org_id TEXT COLLATE "C" NOT NULL,
    worker_id TEXT COLLATE "C" NOT NULL,
    pathway_id TEXT COLLATE "C" NOT NULL,
    number     BIGINT NOT NULL,
    trial      BOOLEAN NOT NULL,
    mark TEXT COLLATE "C" NOT NULL,
    sealed     BYTEA    NOT NULL,
    begun_at   BIGINT NOT NULL,
    ends_at    BIGINT NOT NULL,
    PRIMARY KEY (region_id, id)
);
CREATE UNIQUE INDEX pathway_run_mark ON pathway_run (region_id, mark);
CREATE INDEX pathway_run_worker ON pathway_run (region_id, worker_id, ends_at);
