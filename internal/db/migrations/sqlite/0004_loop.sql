-- +goose Up
-- A person is known to one organisation alone; between organisations travels a
-- sealed package. No table here lets one organisation find another's people:
-- the code or alias is sealed, and code_mark is keyed with the organisation, so
-- the same code in two organisations leaves two marks that cannot be compared.

-- regional
CREATE TABLE person (
    region_id  TEXT    NOT NULL,
    id         TEXT    NOT NULL,
    org_id     TEXT    NOT NULL,
    code_mark  TEXT    NOT NULL,
    sealed     BLOB    NOT NULL,
    language   TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    ended_at   INTEGER,
    PRIMARY KEY (region_id, id)
) STRICT;
CREATE UNIQUE INDEX person_code ON person (region_id, org_id, code_mark);

-- regional
CREATE TABLE thread (
    region_id   TEXT    NOT NULL,
    id          TEXT    NOT NULL,
    org_id      TEXT    NOT NULL,
    person_id   TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    ended_at    INTEGER,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, person_id) REFERENCES person (region_id, id)
) STRICT;
CREATE UNIQUE INDEX thread_fingerprint ON thread (region_id, fingerprint);
CREATE INDEX thread_person ON thread (region_id, person_id);

-- regional
CREATE TABLE consent (
    region_id           TEXT    NOT NULL,
    id                  TEXT    NOT NULL,
    receipt_id          TEXT    NOT NULL,
    org_id              TEXT    NOT NULL,
    person_id           TEXT    NOT NULL,
    recipient_org_id    TEXT    NOT NULL,
    recipient_worker_id TEXT    NOT NULL,
    purpose             TEXT    NOT NULL CHECK (purpose IN ('referral')),
    part                TEXT    NOT NULL CHECK (part IN ('need', 'contact', 'done')),
    answer              TEXT    NOT NULL CHECK (answer IN ('granted', 'refused', 'later')),
    from_at             INTEGER NOT NULL,
    to_at               INTEGER NOT NULL,
    ask_again_at        INTEGER,
    withdrawn_at        INTEGER,
    withdrawn_by        TEXT    NOT NULL,
    what_for            BLOB,
    wording             TEXT    NOT NULL,
    language            TEXT    NOT NULL,
    how                 TEXT    NOT NULL CHECK (how IN ('screen', 'paper', 'spoken')),
    worker_id           TEXT    NOT NULL,
    team_id             TEXT    NOT NULL,
    created_at          INTEGER NOT NULL,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, person_id) REFERENCES person (region_id, id)
) STRICT;
CREATE INDEX consent_receipt ON consent (region_id, receipt_id);
CREATE INDEX consent_lookup ON consent (region_id, person_id, recipient_org_id, part);

-- regional
CREATE TABLE referral (
    region_id          TEXT    NOT NULL,
    id                 TEXT    NOT NULL,
    person_id          TEXT    NOT NULL,
    sender_org_id      TEXT    NOT NULL,
    sender_team_id     TEXT    NOT NULL,
    sender_worker_id   TEXT    NOT NULL,
    receiver_org_id    TEXT    NOT NULL,
    receiver_worker_id TEXT    NOT NULL,
    service_id         TEXT    NOT NULL,
    previous_id        TEXT    NOT NULL,
    state              TEXT    NOT NULL CHECK (state IN ('proposed', 'sent', 'received', 'accepted', 'in_handoff', 'need_met', 'declined', 'expired', 'withdrawn')),
    call_first         INTEGER NOT NULL CHECK (call_first IN (0, 1)),
    opened_at          INTEGER,
    opened_how         TEXT    NOT NULL CHECK (opened_how IN ('', 'call', 'waiver')),
    opened_reason      TEXT    NOT NULL,
    delay_hours        INTEGER NOT NULL,
    created_at         INTEGER NOT NULL,
    sent_at            INTEGER,
    received_at        INTEGER,
    answered_at        INTEGER,
    ended_at           INTEGER,
    expires_at         INTEGER,
    decline_by         TEXT    NOT NULL CHECK (decline_by IN ('', 'service', 'person', 'silence')),
    decline_reason     TEXT    NOT NULL,
    unwanted_source_at INTEGER,
    unwanted_target_at INTEGER,
    version            INTEGER NOT NULL,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, person_id) REFERENCES person (region_id, id)
) STRICT;
CREATE INDEX referral_sender ON referral (region_id, sender_org_id, state, created_at);
CREATE INDEX referral_receiver ON referral (region_id, receiver_org_id, state, sent_at);
CREATE INDEX referral_person ON referral (region_id, person_id);

-- regional
CREATE TABLE referral_package (
    region_id   TEXT    NOT NULL,
    referral_id TEXT    NOT NULL,
    part        TEXT    NOT NULL CHECK (part IN ('need', 'contact', 'done', 'answer')),
    sealed      BLOB    NOT NULL,
    updated_at  INTEGER NOT NULL,
    PRIMARY KEY (region_id, referral_id, part),
    FOREIGN KEY (region_id, referral_id) REFERENCES referral (region_id, id)
) STRICT;

-- regional
CREATE TABLE referral_link (
    region_id   TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL,
    referral_id TEXT    NOT NULL,
    org_id      TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    used_at     INTEGER,
    used_act    TEXT    NOT NULL,
    PRIMARY KEY (region_id, fingerprint),
    FOREIGN KEY (region_id, referral_id) REFERENCES referral (region_id, id)
) STRICT;
CREATE INDEX referral_link_referral ON referral_link (region_id, referral_id);

-- regional
CREATE TABLE outcome (
    region_id   TEXT    NOT NULL,
    referral_id TEXT    NOT NULL,
    fact        TEXT    NOT NULL CHECK (fact IN ('contact_made', 'need_met', 'bond_holds')),
    voice       TEXT    NOT NULL CHECK (voice IN ('person', 'source', 'target')),
    said        TEXT    NOT NULL CHECK (said IN ('yes', 'no', 'partly')),
    at          INTEGER NOT NULL,
    worker_id   TEXT    NOT NULL,
    relayed_org TEXT    NOT NULL,
    PRIMARY KEY (region_id, referral_id, fact, voice),
    FOREIGN KEY (region_id, referral_id) REFERENCES referral (region_id, id)
) STRICT;

-- regional
CREATE TABLE feedback (
    region_id  TEXT    NOT NULL,
    id         TEXT    NOT NULL,
    service_id TEXT    NOT NULL,
    helped     TEXT    NOT NULL CHECK (helped IN ('yes', 'no', 'partly')),
    words      BLOB,
    language   TEXT    NOT NULL,
    month      TEXT    NOT NULL,
    PRIMARY KEY (region_id, id)
) STRICT;
CREATE INDEX feedback_service ON feedback (region_id, service_id, month);

-- Spent tokens are deleted: nothing is left that dates an answer.
-- regional
CREATE TABLE feedback_token (
    region_id   TEXT    NOT NULL,
    fingerprint TEXT    NOT NULL,
    service_id  TEXT    NOT NULL,
    expires_at  INTEGER NOT NULL,
    PRIMARY KEY (region_id, fingerprint)
) STRICT;
