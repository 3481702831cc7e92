-- +goose Up
-- Needs as they appear. A need is codes: what, where, since when, who answers.
-- Nothing says who asked: no column could. Words are sealed, apart, with a key
-- of their week, and go with it.

-- regional
CREATE TABLE need (
    region_id    TEXT    NOT NULL,
    id           TEXT    NOT NULL,
    said_at      INTEGER NOT NULL,
    via          TEXT    NOT NULL,
    need         TEXT    NOT NULL,
    place        TEXT    NOT NULL,
    wanted       TEXT    NOT NULL,
    with_whom    TEXT    NOT NULL,
    org_id       TEXT    NOT NULL,
    receipt_mark TEXT    NOT NULL,
    state        TEXT    NOT NULL,
    taken_org_id TEXT    NOT NULL,
    taken_at     INTEGER,
    due_at       INTEGER,
    settled_at   INTEGER,
    reason       TEXT    NOT NULL,
    PRIMARY KEY (region_id, id)
) STRICT;
CREATE INDEX need_said ON need (region_id, said_at);
CREATE INDEX need_state ON need (region_id, state, said_at);
CREATE UNIQUE INDEX need_receipt ON need (region_id, receipt_mark);

-- regional
CREATE TABLE need_word (
    region_id TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    need_id   TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    sealed    BLOB    NOT NULL,
    language  TEXT    NOT NULL,
    week      TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, need_id) REFERENCES need (region_id, id)
) STRICT;
CREATE UNIQUE INDEX need_word_need ON need_word (region_id, need_id, kind);
CREATE INDEX need_word_week ON need_word (region_id, week);
