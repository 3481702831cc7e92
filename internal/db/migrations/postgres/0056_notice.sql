-- +goose Up
-- What a worker wants to be told by e-mail of their own work, and when they were
-- told. Nothing of anybody whom they accompany: what is told is counted when it
-- leaves, and kept nowhere. The address is sealed.

-- regional
CREATE TABLE notice_wish (
    region_id    TEXT COLLATE "C" NOT NULL,
    worker_id    TEXT COLLATE "C" NOT NULL,
    rhythm       TEXT COLLATE "C" NOT NULL,
    hour         BIGINT NOT NULL,
    quiet_too    BOOLEAN NOT NULL,
    on_unblock   BOOLEAN NOT NULL,
    on_signal    BOOLEAN NOT NULL,
    on_late      BOOLEAN NOT NULL,
    calm_from    BIGINT NOT NULL,
    calm_to      BIGINT NOT NULL,
    language     TEXT COLLATE "C" NOT NULL,
    sealed       BYTEA NOT NULL,
    stop_mark    TEXT COLLATE "C" NOT NULL,
    proof_mark   TEXT COLLATE "C" NOT NULL,
    proof_until  BIGINT,
    confirmed_at BIGINT,
    told_day     TEXT COLLATE "C" NOT NULL,
    pressing_at  BIGINT,
    pressed_at   BIGINT,
    PRIMARY KEY (region_id, worker_id)
);
CREATE INDEX notice_wish_stop ON notice_wish (region_id, stop_mark);
CREATE INDEX notice_wish_proof ON notice_wish (region_id, proof_mark);

-- regional
CREATE TABLE notice_sent (
    region_id TEXT COLLATE "C" NOT NULL,
    id        TEXT COLLATE "C" NOT NULL,
    worker_id TEXT COLLATE "C" NOT NULL,
    kind      TEXT COLLATE "C" NOT NULL,
    sent_at   BIGINT NOT NULL,
    PRIMARY KEY (region_id, id)
);
CREATE INDEX notice_sent_worker ON notice_sent (region_id, worker_id, sent_at);
