-- +goose Up
-- The field signal: what happens somewhere, in the words and the voice in which
-- it was said, kept as they came; who says the same; who was asked to answer,
-- by when; the silence and the answer. Each signal seals with a key of its own.
-- No row is about a person, and none is rewritten: a leg is settled once.

-- regional
CREATE TABLE signal (
    region_id TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    talk_id   TEXT    NOT NULL,
    org_id    TEXT    NOT NULL,
    via       TEXT    NOT NULL,
    need      TEXT    NOT NULL,
    place     TEXT    NOT NULL,
    since     TEXT    NOT NULL,
    language  TEXT    NOT NULL,
    sealed    BLOB    NOT NULL,
    spot      BLOB    NOT NULL,
    for_all   INTEGER NOT NULL CHECK (for_all IN (0, 1)),
    said_at   INTEGER NOT NULL,
    PRIMARY KEY (region_id, id)
) STRICT;
CREATE INDEX signal_said ON signal (region_id, said_at);
CREATE INDEX signal_talk ON signal (region_id, talk_id, said_at);

-- Who sees a signal: an organisation, or all of the region where org_id is empty.
-- regional
CREATE TABLE signal_seat (
    region_id TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    signal_id TEXT    NOT NULL,
    org_id    TEXT    NOT NULL,
    at        INTEGER NOT NULL,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, signal_id) REFERENCES signal (region_id, id)
) STRICT;
CREATE UNIQUE INDEX signal_seat_org ON signal_seat (region_id, signal_id, org_id);

-- regional
CREATE TABLE signal_join (
    region_id TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    signal_id TEXT    NOT NULL,
    org_id    TEXT    NOT NULL,
    sealed    BLOB    NOT NULL,
    at        INTEGER NOT NULL,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, signal_id) REFERENCES signal (region_id, id)
) STRICT;
CREATE INDEX signal_join_signal ON signal_join (region_id, signal_id, at);

-- regional
CREATE TABLE signal_leg (
    region_id   TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    signal_id   TEXT    NOT NULL,
    from_org_id TEXT    NOT NULL,
    to_org_id   TEXT    NOT NULL,
    why         BLOB    NOT NULL,
    asked_at    INTEGER NOT NULL,
    due_at      INTEGER NOT NULL,
    read_at     INTEGER,
    state       TEXT    NOT NULL,
    settled_at  INTEGER,
    answer      BLOB,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, signal_id) REFERENCES signal (region_id, id)
) STRICT;
CREATE INDEX signal_leg_signal ON signal_leg (region_id, signal_id, asked_at);
CREATE INDEX signal_leg_to ON signal_leg (region_id, to_org_id, state);

-- regional
CREATE TABLE signal_voice (
    region_id TEXT NOT NULL,
    signal_id TEXT NOT NULL,
    kind      TEXT NOT NULL,
    sealed    BLOB NOT NULL,
    PRIMARY KEY (region_id, signal_id),
    FOREIGN KEY (region_id, signal_id) REFERENCES signal (region_id, id)
) STRICT;
