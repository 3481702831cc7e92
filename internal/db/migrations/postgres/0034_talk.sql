-- +goose Up
-- Text messages. A number is kept sealed, for as long as its conversation
-- lives, and as a keyed mark that finds it again: nothing else of the person.
-- A stop outlives the conversation, as a mark alone.

-- regional
CREATE TABLE talk (
    region_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    mark TEXT COLLATE "C" NOT NULL,
    channel TEXT COLLATE "C" NOT NULL,
    sealed    BYTEA    NOT NULL,
    week TEXT COLLATE "C" NOT NULL,
    language TEXT COLLATE "C" NOT NULL,
    step TEXT COLLATE "C" NOT NULL,
    need_id TEXT COLLATE "C" NOT NULL,
    wants     BOOLEAN NOT NULL,
    org_id TEXT COLLATE "C" NOT NULL,
    said_at   BIGINT NOT NULL,
    PRIMARY KEY (region_id, id)
);
CREATE UNIQUE INDEX talk_mark ON talk (region_id, mark);
CREATE INDEX talk_need ON talk (region_id, need_id);
CREATE INDEX talk_org ON talk (region_id, org_id, wants);

-- regional
CREATE TABLE talk_message (
    region_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    talk_id TEXT COLLATE "C" NOT NULL,
    way TEXT COLLATE "C" NOT NULL,
    gateway_id TEXT COLLATE "C" NOT NULL,
    sealed     BYTEA    NOT NULL,
    week TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    asked      BOOLEAN NOT NULL,
    at         BIGINT NOT NULL,
    PRIMARY KEY (region_id, id)
);
CREATE UNIQUE INDEX talk_message_gateway ON talk_message (region_id, way, gateway_id);
CREATE INDEX talk_message_talk ON talk_message (region_id, talk_id, at);
CREATE INDEX talk_message_week ON talk_message (region_id, week);

-- regional
CREATE TABLE talk_stop (
    region_id TEXT COLLATE "C" NOT NULL,
    mark TEXT COLLATE "C" NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (region_id, mark)
);
