-- +goose Up
-- Text messages that were taken in and whose conversation was then forgotten. A
-- gateway that tells one again tells nothing new. A mark is a keyed fingerprint of
-- the gateway's own id of the message: nothing here says who wrote, what, or which
-- go together.

-- regional
CREATE TABLE talk_spent (
    region_id TEXT COLLATE "C" NOT NULL,
    mark      TEXT COLLATE "C" NOT NULL,
    ends_at   BIGINT NOT NULL,
    PRIMARY KEY (region_id, mark)
);
CREATE INDEX talk_spent_ends ON talk_spent (region_id, ends_at);
