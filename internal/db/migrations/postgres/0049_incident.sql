-- +goose Up
-- The register of confidentiality incidents of an organisation. What is written
-- is sealed with a key of the incident's own; each saying is a row, and none is
-- rewritten: a correction is another one, beside what it corrects.

-- regional
CREATE TABLE incident (
    region_id TEXT COLLATE "C" NOT NULL,
    id        TEXT COLLATE "C" NOT NULL,
    org_id    TEXT COLLATE "C" NOT NULL,
    opened_at BIGINT NOT NULL,
    closed_at BIGINT,
    PRIMARY KEY (region_id, id)
);
CREATE INDEX incident_org ON incident (region_id, org_id, opened_at);

-- regional
CREATE TABLE incident_entry (
    region_id   TEXT COLLATE "C" NOT NULL,
    id          TEXT COLLATE "C" NOT NULL,
    incident_id TEXT COLLATE "C" NOT NULL,
    worker_id   TEXT COLLATE "C" NOT NULL,
    sealed      BYTEA NOT NULL,
    at          BIGINT NOT NULL,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, incident_id) REFERENCES incident (region_id, id)
);
CREATE INDEX incident_entry_of ON incident_entry (region_id, incident_id, at);
