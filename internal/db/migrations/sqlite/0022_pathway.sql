-- +goose Up
-- Pathways (decision aids as data), their versions, and the runs of a day. A
-- run says nothing of the person it is about: no column could, and what was
-- answered is sealed with a key of its own.

-- regional
CREATE TABLE pathway (
    region_id  TEXT    NOT NULL,
    id         TEXT    NOT NULL,
    org_id     TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (region_id, id)
) STRICT;
CREATE INDEX pathway_org ON pathway (region_id, org_id);

-- regional
CREATE TABLE pathway_version (
    region_id    TEXT    NOT NULL,
    pathway_id   TEXT    NOT NULL,
    number       INTEGER NOT NULL,
    state        TEXT    NOT NULL,
    edition      INTEGER NOT NULL,
    body         TEXT    NOT NULL,
    saved_by     TEXT    NOT NULL,
    saved_at     INTEGER NOT NULL,
    proposed_by  TEXT    NOT NULL,
    proposed_at  INTEGER,
    published_by TEXT    NOT NULL,
    published_at INTEGER,
    PRIMARY KEY (region_id, pathway_id, number),
    FOREIGN KEY (region_id, pathway_id) REFERENCES pathway (region_id, id)
) STRICT;
CREATE INDEX pathway_version_state ON pathway_version (region_id, state, pathway_id);

-- regional
CREATE TABLE pathway_run (
    region_id  TEXT    NOT NULL,
    id         TEXT    NOT NULL,
    org_id     TEXT    NOT NULL,
    worker_id  TEXT    NOT NULL,
    pathway_id TEXT    NOT NULL,
    number     INTEGER NOT NULL,
    trial      INTEGER NOT NULL CHECK (trial IN (0, 1)),
    mark       TEXT    NOT NULL,
    sealed     BLOB    NOT NULL,
    begun_at   INTEGER NOT NULL,
    ends_at    INTEGER NOT NULL,
    PRIMARY KEY (region_id, id)
) STRICT;
CREATE UNIQUE INDEX pathway_run_mark ON pathway_run (region_id, mark);
CREATE INDEX pathway_run_worker ON pathway_run (region_id, worker_id, ends_at);
