-- +goose Up
-- Text messages that were taken in and whose conversation was then forgotten. A
-- gateway that tells one again tells nothing new. A mark is a keyed fingerprint of
-- the gateway's own id of the message: nothing here says who wrote, what, or which
-- go together.

-- regional
CREATE TABLE talk_spent (
    region_id TEXT    NOT NULL,
    mark      TEXT    NOT NULL,
    ends_at   INTEGER NOT NULL,
    PRIMARY KEY (region_id, mark)
) STRICT;
CREATE INDEX talk_spent_ends ON talk_spent (region_id, ends_at);
