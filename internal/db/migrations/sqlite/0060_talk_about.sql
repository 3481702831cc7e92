-- +goose Up
-- Which needs were said in a conversation by text messages, and which of their
-- answers were read there. The row of the conversation knows the last need alone,
-- so that an answer to the one before it was told to nobody. They are forgotten
-- with the conversation.

-- regional
CREATE TABLE talk_about (
    region_id TEXT NOT NULL,
    talk_id   TEXT NOT NULL,
    need_id   TEXT NOT NULL,
    read_at   INTEGER,
    PRIMARY KEY (region_id, talk_id, need_id)
) STRICT;
CREATE UNIQUE INDEX talk_about_need ON talk_about (region_id, need_id);
INSERT INTO talk_about (region_id, talk_id, need_id)
SELECT t.region_id, t.id, t.need_id FROM talk AS t WHERE t.need_id <> '';
DROP INDEX talk_need;
