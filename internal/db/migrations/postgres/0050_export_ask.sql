-- +goose Up
-- An export of what an organisation keeps of its people is asked by one worker
-- and confirmed by another, in time; taken once. Ids and instants, nothing of
-- anybody. Time is in the predicate: what lapsed needs no job.

-- regional
CREATE TABLE export_ask (
    region_id    TEXT COLLATE "C" NOT NULL,
    id           TEXT COLLATE "C" NOT NULL,
    org_id       TEXT COLLATE "C" NOT NULL,
    asked_by     TEXT COLLATE "C" NOT NULL,
    asked_at     BIGINT NOT NULL,
    confirmed_by TEXT COLLATE "C" NOT NULL,
    confirmed_at BIGINT,
    taken_at     BIGINT,
    ended_by     TEXT COLLATE "C" NOT NULL,
    ended_at     BIGINT,
    PRIMARY KEY (region_id, id)
);
CREATE INDEX export_ask_org ON export_ask (region_id, org_id, asked_at);
