-- +goose Up
-- Imports asked for on the web, from the file to its end, and how the columns
-- of flat sources are read.

-- How the columns of a flat source are read: each version, kept with its
-- dataset.
-- reference
CREATE TABLE import_mapping (
    dataset_id TEXT    NOT NULL,
    version    INTEGER NOT NULL,
    rules      TEXT    NOT NULL,
    org_id     TEXT    NOT NULL,
    at         INTEGER NOT NULL,
    PRIMARY KEY (dataset_id, version)
) STRICT;

-- One import on its way. step counts what was asked of it: work for an earlier
-- step comes too late and changes nothing. work_done of work_all is how far the
-- reading is.
-- reference
CREATE TABLE import_task (
    id         TEXT    NOT NULL PRIMARY KEY,
    dataset    TEXT    NOT NULL,
    state      TEXT    NOT NULL CHECK (state IN ('receiving', 'reading', 'columns', 'ready', 'writing', 'done', 'refused', 'dropped')),
    step       INTEGER NOT NULL,
    file       TEXT    NOT NULL,
    address    TEXT    NOT NULL,
    language   TEXT    NOT NULL,
    size       INTEGER NOT NULL,
    rules      TEXT    NOT NULL,
    sample     TEXT    NOT NULL,
    report     TEXT    NOT NULL,
    run_id     TEXT    NOT NULL,
    why        TEXT    NOT NULL,
    org_id     TEXT    NOT NULL,
    worker_id  TEXT    NOT NULL,
    work_done  INTEGER NOT NULL,
    work_all   INTEGER NOT NULL,
    at         INTEGER NOT NULL,
    changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX import_task_at ON import_task (at);

-- The bytes of its file, in pieces; they go when it ends.
-- reference
CREATE TABLE import_part (
    task_id TEXT    NOT NULL,
    no      INTEGER NOT NULL,
    bytes   BLOB    NOT NULL,
    PRIMARY KEY (task_id, no)
) STRICT;

-- Which record and field an issue is about, so that it can be corrected there.
-- Empty: a file, a column, a cell that reached none.
ALTER TABLE import_issue ADD COLUMN resource_type TEXT NOT NULL DEFAULT '';
ALTER TABLE import_issue ADD COLUMN resource_id TEXT NOT NULL DEFAULT '';
ALTER TABLE import_issue ADD COLUMN field_name TEXT NOT NULL DEFAULT '';

-- What its dataset was called: undoing the first import of one takes it away.
ALTER TABLE import_run ADD COLUMN dataset_name TEXT NOT NULL DEFAULT '';
