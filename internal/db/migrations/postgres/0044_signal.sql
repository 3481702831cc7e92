-- +goose Up
-- The field signal: what happens somewhere, in the words and the voice in which
-- it was said, kept as they came; who says the same; who was asked to answer,
-- by when; the silence and the answer. Each signal seals with a key of its own.
-- No row is about a person, and none is rewritten: a leg is settled once.

-- regional
CREATE TABLE signal (
    region_id TEXT COLLATE "C" NOT NULL,
    id        TEXT COLLATE "C" NOT NULL,
    talk_id   TEXT COLLATE "C" NOT NULL,
    org_id    TEXT COLLATE "C" NOT NULL,
    via       TEXT COLLATE "C" NOT NULL,
    need      TEXT COLLATE "C" NOT NULL,
    place     TEXT COLLATE "C" NOT NULL,
    since     TEXT COLLATE "C" NOT NULL,
    language  TEXT COLLATE "C" NOT NULL,
    sealed    BYTEA    NOT NULL,
    spot      BYTEA   NOT NULL,
    for_all   BOOLEAN NOT NULL,
    said_at   BIGINT NOT NULL,
    PRIMARY KEY (region_id, id)
);
CREATE INDEX signal_said ON signal (region_id, said_at);
CREATE INDEX signal_talk ON signal (region_id, talk_id, said_at);

-- Who sees a signal: an organisation, or all of the region where org_id is empty.
-- regional
CREATE TABLE signal_seat (
    region_id TEXT COLLATE "C" NOT NULL,
    id        TEXT COLLATE "C" NOT NULL,
    signal_id TEXT COLLATE "C" NOT NULL,
    org_id    TEXT COLLATE "C" NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, signal_id) REFERENCES signal (region_id, id)
);
CREATE UNIQUE INDEX signal_seat_org ON signal_seat (region_id, signal_id, org_id);

-- regional
CREATE TABLE signal_join (
    region_id TEXT COLLATE "C" NOT NULL,
    id        TEXT COLLATE "C" NOT NULL,
    signal_id TEXT COLLATE "C" NOT NULL,
    org_id    TEXT COLLATE "C" NOT NULL,
    sealed    BYTEA    NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, signal_id) REFERENCES signal (region_id, id)
);
CREATE INDEX signal_join_signal ON signal_join (region_id, signal_id, at);

-- regional
CREATE TABLE signal_leg (
    region_id   TEXT COLLATE "C" NOT NULL,
    id          TEXT COLLATE "C" NOT NULL,
    signal_id   TEXT COLLATE "C" NOT NULL,
    from_org_id TEXT COLLATE "C" NOT NULL,
    to_org_id   TEXT COLLATE "C" NOT NULL,
    why         BYTEA    NOT NULL,
    asked_at    BIGINT NOT NULL,
    due_at      BIGINT NOT NULL,
    read_at     BIGINT,
    state       TEXT COLLATE "C" NOT NULL,
    settled_at  BIGINT,
    answer      BYTEA,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, signal_id) REFERENCES signal (region_id, id)
);
CREATE INDEX signal_leg_signal ON signal_leg (region_id, signal_id, asked_at);
CREATE INDEX signal_leg_to ON signal_leg (region_id, to_org_id, state);

-- regional
CREATE TABLE signal_voice (
    region_id TEXT COLLATE "C" NOT NULL,
    signal_id TEXT COLLATE "C" NOT NULL,
    kind      TEXT COLLATE "C" NOT NULL,
    sealed    BYTEA NOT NULL,
    PRIMARY KEY (region_id, signal_id),
    FOREIGN KEY (region_id, signal_id) REFERENCES signal (region_id, id)
);
