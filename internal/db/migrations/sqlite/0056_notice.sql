-- +goose Up
-- What a worker wants to be told by e-mail of their own work, and when they were
-- told. Nothing of anybody whom they accompany: what is told is counted when it
-- leaves, and kept nowhere. The address is sealed.

-- regional
CREATE TABLE notice_wish (
    region_id    TEXT NOT NULL,
    worker_id    TEXT NOT NULL,
    rhythm       TEXT NOT NULL,
    hour         INTEGER NOT NULL,
    quiet_too    INTEGER NOT NULL CHECK (quiet_too IN (0, 1)),
    on_unblock   INTEGER NOT NULL CHECK (on_unblock IN (0, 1)),
    on_signal    INTEGER NOT NULL CHECK (on_signal IN (0, 1)),
    on_late      INTEGER NOT NULL CHECK (on_late IN (0, 1)),
    calm_from    INTEGER NOT NULL,
    calm_to      INTEGER NOT NULL,
    language     TEXT NOT NULL,
    sealed       BLOB NOT NULL,
    stop_mark    TEXT NOT NULL,
    proof_mark   TEXT NOT NULL,
    proof_until  INTEGER,
    confirmed_at INTEGER,
    told_day     TEXT NOT NULL,
    pressing_at  INTEGER,
    pressed_at   INTEGER,
    PRIMARY KEY (region_id, worker_id)
) STRICT;
CREATE INDEX notice_wish_stop ON notice_wish (region_id, stop_mark);
CREATE INDEX notice_wish_proof ON notice_wish (region_id, proof_mark);

-- regional
CREATE TABLE notice_sent (
    region_id TEXT NOT NULL,
    id        TEXT NOT NULL,
    worker_id TEXT NOT NULL,
    kind      TEXT NOT NULL,
    sent_at   INTEGER NOT NULL,
    PRIMARY KEY (region_id, id)
) STRICT;
CREATE INDEX notice_sent_worker ON notice_sent (region_id, worker_id, sent_at);
