-- +goose Up
-- An export of what an organisation keeps of its people is asked by one worker
-- and confirmed by another, in time; taken once. Ids and instants, nothing of
-- anybody. Time is in the predicate: what lapsed needs no job.

-- regional
CREATE TABLE export_ask (
    region_id    TEXT NOT NULL,
    id           TEXT NOT NULL,
    org_id       TEXT NOT NULL,
    asked_by     TEXT NOT NULL,
    asked_at     INTEGER NOT NULL,
    confirmed_by TEXT NOT NULL,
    confirmed_at INTEGER,
    taken_at     INTEGER,
    ended_by     TEXT NOT NULL,
    ended_at     INTEGER,
    PRIMARY KEY (region_id, id)
) STRICT;
CREATE INDEX export_ask_org ON export_ask (region_id, org_id, asked_at);
