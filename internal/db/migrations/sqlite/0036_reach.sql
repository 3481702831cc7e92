-- +goose Up
-- How a person may be reached safely, as they said it, and the messages that
-- were sent so. All of it is sealed with a key of that person's own, apart from
-- the organisation's: destroying it forgets this and nothing else.

-- regional
CREATE TABLE safe_contact (
    region_id TEXT    NOT NULL,
    person_id TEXT    NOT NULL,
    org_id    TEXT    NOT NULL,
    sealed    BLOB    NOT NULL,
    worker_id TEXT    NOT NULL,
    set_at    INTEGER NOT NULL,
    PRIMARY KEY (region_id, person_id),
    FOREIGN KEY (region_id, person_id) REFERENCES person (region_id, id)
) STRICT;

-- regional
CREATE TABLE contact_message (
    region_id TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    person_id TEXT    NOT NULL,
    org_id    TEXT    NOT NULL,
    worker_id TEXT    NOT NULL,
    sealed    BLOB    NOT NULL,
    state     TEXT    NOT NULL CHECK (state IN ('waiting', 'sent', 'failed', 'no_way', 'no_hours', 'bad_words', 'no_address')),
    at        INTEGER NOT NULL,
    until_at  INTEGER,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, person_id) REFERENCES person (region_id, id)
) STRICT;
CREATE INDEX contact_message_person ON contact_message (region_id, person_id, at);
