-- +goose Up
-- How a person may be reached safely, as they said it, and the messages that
-- were sent so. All of it is sealed with a key of that person's own, apart from
-- the organisation's: destroying it forgets this and nothing else.

-- regional
CREATE TABLE safe_contact (
    region_id TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL,
    org_id TEXT COLLATE "C" NOT NULL,
    sealed    BYTEA NOT NULL,
    worker_id TEXT COLLATE "C" NOT NULL,
    set_at    BIGINT NOT NULL,
    PRIMARY KEY (region_id, person_id),
    FOREIGN KEY (region_id, person_id) REFERENCES person (region_id, id)
);

-- regional
CREATE TABLE contact_message (
    region_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    person_id TEXT COLLATE "C" NOT NULL,
    org_id TEXT COLLATE "C" NOT NULL,
    worker_id TEXT COLLATE "C" NOT NULL,
    sealed    BYTEA NOT NULL,
    state TEXT COLLATE "C" NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'no_way', 'no_hours', 'bad_words', 'no_address')),
    at        BIGINT NOT NULL,
    until_at  BIGINT,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, person_id) REFERENCES person (region_id, id)
);
CREATE INDEX contact_message_person ON contact_message (region_id, person_id, at);
