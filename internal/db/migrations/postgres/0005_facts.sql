-- +goose Up
-- What the field needs and no standard has. The facts of a service stand in
-- one table, a row for each kind, code and origin: a table for each kind would
-- say one thing many times.

-- reference
CREATE TABLE service_fact (
    service_id   TEXT COLLATE "C"    NOT NULL,
    kind         TEXT COLLATE "C"    NOT NULL,
    code         TEXT COLLATE "C"    NOT NULL,
    origin       TEXT COLLATE "C"    NOT NULL CHECK (origin IN ('local', 'source', 'guess')),
    value        TEXT COLLATE "C"    NOT NULL,
    said_by      TEXT COLLATE "C"    NOT NULL,
    said_at      BIGINT,
    attribute_id TEXT COLLATE "C"    NOT NULL,
    PRIMARY KEY (service_id, kind, code, origin)
);
INSERT INTO service_fact (service_id, kind, code, origin, value, said_by, said_at, attribute_id)
SELECT service_id, 'papers-accepted', code, origin, value, said_by, said_at, attribute_id FROM service_paper
UNION ALL
SELECT service_id, 'asked-at-door', code, origin, value, said_by, said_at, attribute_id FROM service_ask
UNION ALL
SELECT service_id, 'needs', code, origin, value, said_by, said_at, attribute_id FROM service_need
UNION ALL
SELECT service_id, 'populations', code, origin, value, said_by, said_at, attribute_id FROM service_population
UNION ALL
SELECT service_id, 'service-marks', code, origin, value, said_by, said_at, attribute_id FROM service_mark
UNION ALL
SELECT service_id, 'capacity-state', code, origin, value, said_by, said_at, attribute_id FROM service_state;
DROP TABLE service_paper;
DROP TABLE service_ask;
DROP TABLE service_need;
DROP TABLE service_population;
DROP TABLE service_mark;
DROP TABLE service_state;

-- Who looked at a fact last and found it true. It speaks of one value: when a
-- source or a person changes the fact, the confirmation of the old value no
-- longer counts.

-- reference
CREATE TABLE fact_confirmation (
    service_id TEXT COLLATE "C"    NOT NULL,
    kind       TEXT COLLATE "C"    NOT NULL,
    code       TEXT COLLATE "C"    NOT NULL,
    origin     TEXT COLLATE "C"    NOT NULL CHECK (origin IN ('local', 'source')),
    value      TEXT COLLATE "C"    NOT NULL,
    org_id     TEXT COLLATE "C"    NOT NULL,
    org_name   TEXT    NOT NULL,
    at         BIGINT NOT NULL,
    PRIMARY KEY (service_id, kind, code, origin)
);

-- Of a place whose address is not public: nothing is shown, or its area only.
ALTER TABLE hidden_address ADD COLUMN shows TEXT NOT NULL DEFAULT 'nothing' CHECK (shows IN ('nothing', 'area'));

-- Organisations that keep the directory on behalf of all.

-- reference
CREATE TABLE steward (
    org_id TEXT COLLATE "C"    NOT NULL PRIMARY KEY,
    at     BIGINT NOT NULL
);

-- Direct lines ("voies directes"), for workers only. Nothing here is exported.

-- regional
CREATE TABLE direct_line (
    region_id    TEXT COLLATE "C"    NOT NULL,
    id           TEXT COLLATE "C"    NOT NULL,
    org_id       TEXT COLLATE "C"    NOT NULL,
    service_id   TEXT COLLATE "C"    NOT NULL,
    version      BIGINT NOT NULL,
    lang         TEXT COLLATE "C"    NOT NULL CHECK (lang IN ('fr', 'en')),
    purpose      TEXT    NOT NULL,
    who          TEXT    NOT NULL,
    role         TEXT    NOT NULL,
    number       TEXT    NOT NULL,
    extension    TEXT    NOT NULL,
    hours        TEXT    NOT NULL,
    best_time    TEXT    NOT NULL,
    limits       TEXT    NOT NULL,
    decides      TEXT    NOT NULL,
    created_at   BIGINT NOT NULL,
    updated_at   BIGINT NOT NULL,
    confirmed_at BIGINT NOT NULL,
    ended_at     BIGINT,
    PRIMARY KEY (region_id, id)
);
CREATE INDEX direct_line_org ON direct_line (region_id, org_id);

-- A call on a direct line, noted by who called: their organisation, never the
-- worker, and nothing of the person it was for.

-- regional
CREATE TABLE direct_line_use (
    region_id TEXT COLLATE "C"    NOT NULL,
    id        TEXT COLLATE "C"    NOT NULL,
    line_id   TEXT COLLATE "C"    NOT NULL,
    org_id    TEXT COLLATE "C"    NOT NULL,
    outcome   TEXT COLLATE "C"    NOT NULL CHECK (outcome IN ('reached', 'no_answer', 'out_of_scope', 'no_room', 'other')),
    words     TEXT    NOT NULL,
    at        BIGINT NOT NULL,
    PRIMARY KEY (region_id, id)
);
CREATE INDEX direct_line_use_line ON direct_line_use (region_id, line_id, at);

-- What a service answers to a report of a closed door. The last answer counts;
-- those before it stay.

-- regional
CREATE TABLE closed_door_reply (
    region_id  TEXT COLLATE "C"    NOT NULL,
    id         TEXT COLLATE "C"    NOT NULL,
    door_id    TEXT COLLATE "C"    NOT NULL,
    service_id TEXT COLLATE "C"    NOT NULL,
    org_id     TEXT COLLATE "C"    NOT NULL,
    kind       TEXT COLLATE "C"    NOT NULL CHECK (kind IN ('changed', 'explained', 'not_ours')),
    words      TEXT    NOT NULL,
    lang       TEXT COLLATE "C"    NOT NULL CHECK (lang IN ('fr', 'en')),
    at         BIGINT NOT NULL,
    PRIMARY KEY (region_id, id)
);
CREATE INDEX closed_door_reply_door ON closed_door_reply (region_id, door_id, at);
CREATE INDEX closed_door_reply_service ON closed_door_reply (region_id, service_id, at);

-- "Comprendre en 1 minute": what an organisation says of itself to those who
-- work with it, in each language it chose to write.

-- reference
CREATE TABLE org_card (
    org_id   TEXT COLLATE "C"    NOT NULL,
    lang     TEXT COLLATE "C"    NOT NULL CHECK (lang IN ('fr', 'en')),
    version  BIGINT NOT NULL,
    who      TEXT    NOT NULL,
    does     TEXT    NOT NULL,
    does_not TEXT    NOT NULL,
    knock    TEXT    NOT NULL,
    limits   TEXT    NOT NULL,
    decides  TEXT    NOT NULL,
    approach TEXT    NOT NULL,
    at       BIGINT NOT NULL,
    PRIMARY KEY (org_id, lang)
);

-- Its approach in three answers: are notes kept, can one stay anonymous, does
-- somebody go along.

-- reference
CREATE TABLE org_approach (
    org_id TEXT COLLATE "C"    NOT NULL,
    code   TEXT COLLATE "C"    NOT NULL CHECK (code IN ('notes', 'anonymity', 'accompaniment')),
    answer TEXT COLLATE "C"    NOT NULL CHECK (answer IN ('yes', 'no', 'depends')),
    at     BIGINT NOT NULL,
    PRIMARY KEY (org_id, code)
);

-- A practice that an organisation originated: the credit stays with it.

-- reference
CREATE TABLE org_practice (
    id       TEXT COLLATE "C"    NOT NULL PRIMARY KEY,
    org_id   TEXT COLLATE "C"    NOT NULL,
    lang     TEXT COLLATE "C"    NOT NULL CHECK (lang IN ('fr', 'en')),
    name     TEXT    NOT NULL,
    since    BIGINT,
    words    TEXT    NOT NULL,
    at       BIGINT NOT NULL,
    ended_at BIGINT 
);
CREATE INDEX org_practice_org ON org_practice (org_id);

-- How long an organisation took to answer what was sent to it; no minutes: it
-- never did. No referral and no person is named, so nothing leads back to one.

-- regional
CREATE TABLE answer_pace (
    region_id TEXT COLLATE "C" NOT NULL,
    id        TEXT COLLATE "C" NOT NULL,
    org_id    TEXT COLLATE "C" NOT NULL,
    minutes   BIGINT,
    at        BIGINT NOT NULL,
    PRIMARY KEY (region_id, id)
);
CREATE INDEX answer_pace_org ON answer_pace (region_id, org_id, at);
