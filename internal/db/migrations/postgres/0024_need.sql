-- +goose Up
-- Needs as they appear. A need is codes: what, where, since when, who answers.
-- Nothing says who asked: no column could. Words are sealed, apart, with a key
-- of their week, and go with it.

-- regional
CREATE TABLE need (
    region_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    said_at      BIGINT NOT NULL,
    via TEXT COLLATE "C" NOT NULL,
    need TEXT COLLATE "C" NOT NULL,
    place TEXT COLLATE "C" NOT NULL,
    wanted TEXT COLLATE "C" NOT NULL,
    with_whom TEXT COLLATE "C" NOT NULL,
    org_id TEXT COLLATE "C" NOT NULL,
    receipt_mark TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    taken_org_id TEXT COLLATE "C" NOT NULL,
    taken_at     BIGINT,
    due_at       BIGINT,
    settled_at   BIGINT,
    reason TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (region_id, id)
);
CREATE INDEX need_said ON need (region_id, said_at);
CREATE INDEX need_state ON need (region_id, state, said_at);
CREATE UNIQUE INDEX need_receipt ON need (region_id, receipt_mark);

-- regional
CREATE TABLE need_word (
    region_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    need_id TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    sealed    BYTEA    NOT NULL,
    language TEXT COLLATE "C" NOT NULL,
    week TEXT COLLATE "C" NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, need_id) REFERENCES need (region_id, id)
);
CREATE UNIQUE INDEX need_word_need ON need_word (region_id, need_id, kind);
CREATE INDEX need_word_week ON need_word (region_id, week);
