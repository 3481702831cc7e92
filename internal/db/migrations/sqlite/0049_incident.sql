-- +goose Up
-- The register of confidentiality incidents of an organisation. What is written
-- is sealed with a key of the incident's own; each saying is a row, and none is
-- rewritten: a correction is another one, beside what it corrects.

-- regional
CREATE TABLE incident (
    region_id TEXT NOT NULL,
    id        TEXT NOT NULL,
    org_id    TEXT NOT NULL,
    opened_at INTEGER NOT NULL,
    closed_at INTEGER,
    PRIMARY KEY (region_id, id)
) STRICT;
CREATE INDEX incident_org ON incident (region_id, org_id, opened_at);

-- regional
CREATE TABLE incident_entry (
    region_id   TEXT NOT NULL,
    id          TEXT NOT NULL,
    incident_id TEXT NOT NULL,
    worker_id   TEXT NOT NULL,
    sealed      BLOB NOT NULL,
    at          INTEGER NOT NULL,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, incident_id) REFERENCES incident (region_id, id)
) STRICT;
CREATE INDEX incident_entry_of ON incident_entry (region_id, incident_id, at);
