-- +goose Up
-- Text messages. A number is kept sealed, for as long as its conversation
-- lives, and as a keyed mark that finds it again: nothing else of the person.
-- A stop outlives the conversation, as a mark alone.

-- regional
CREATE TABLE talk (
    region_id TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    mark      TEXT    NOT NULL,
    channel   TEXT    NOT NULL,
    sealed    BLOB    NOT NULL,
    week      TEXT    NOT NULL,
    language  TEXT    NOT NULL,
    step      TEXT    NOT NULL,
    need_id   TEXT    NOT NULL,
    wants     INTEGER NOT NULL CHECK (wants IN (0, 1)),
    org_id    TEXT    NOT NULL,
    said_at   INTEGER NOT NULL,
    PRIMARY KEY (region_id, id)
) STRICT;
CREATE UNIQUE INDEX talk_mark ON talk (region_id, mark);
CREATE INDEX talk_need ON talk (region_id, need_id);
CREATE INDEX talk_org ON talk (region_id, org_id, wants);

-- regional
CREATE TABLE talk_message (
    region_id  TEXT    NOT NULL,
    id         TEXT    NOT NULL,
    talk_id    TEXT    NOT NULL,
    way        TEXT    NOT NULL,
    gateway_id TEXT    NOT NULL,
    sealed     BLOB    NOT NULL,
    week       TEXT    NOT NULL,
    state      TEXT    NOT NULL,
    asked      INTEGER NOT NULL CHECK (asked IN (0, 1)),
    at         INTEGER NOT NULL,
    PRIMARY KEY (region_id, id)
) STRICT;
CREATE UNIQUE INDEX talk_message_gateway ON talk_message (region_id, way, gateway_id);
CREATE INDEX talk_message_talk ON talk_message (region_id, talk_id, at);
CREATE INDEX talk_message_week ON talk_message (region_id, week);

-- regional
CREATE TABLE talk_stop (
    region_id TEXT    NOT NULL,
    mark      TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    PRIMARY KEY (region_id, mark)
) STRICT;
