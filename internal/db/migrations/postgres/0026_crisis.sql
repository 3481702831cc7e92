-- +goose Up
-- The mode crise: what a cell of several organisations decides while it lasts.
-- Words are sealed with a key of the cell's own.

-- regional
CREATE TABLE crisis (
    region_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    org_id TEXT COLLATE "C" NOT NULL,
    sealed    BYTEA   NOT NULL,
    opened_at BIGINT NOT NULL,
    ends_at   BIGINT NOT NULL,
    review_at BIGINT NOT NULL,
    closed_at BIGINT,
    PRIMARY KEY (region_id, id)
);
CREATE INDEX crisis_end ON crisis (region_id, ends_at);

-- regional
CREATE TABLE crisis_member (
    region_id TEXT COLLATE "C" NOT NULL,
    crisis_id TEXT COLLATE "C" NOT NULL,
    org_id TEXT COLLATE "C" NOT NULL,
    sealed    BYTEA   NOT NULL,
    joined_at BIGINT NOT NULL,
    left_at   BIGINT,
    PRIMARY KEY (region_id, crisis_id, org_id),
    FOREIGN KEY (region_id, crisis_id) REFERENCES crisis (region_id, id)
);
CREATE INDEX crisis_member_org ON crisis_member (region_id, org_id);

-- regional
CREATE TABLE crisis_rule (
    region_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    crisis_id TEXT COLLATE "C" NOT NULL,
    org_id TEXT COLLATE "C" NOT NULL,
    sealed    BYTEA   NOT NULL,
    from_at   BIGINT NOT NULL,
    until_at  BIGINT NOT NULL,
    lifted_at BIGINT,
    renewed   BIGINT NOT NULL,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, crisis_id) REFERENCES crisis (region_id, id)
);
CREATE INDEX crisis_rule_crisis ON crisis_rule (region_id, crisis_id, until_at);

-- regional
CREATE TABLE crisis_task (
    region_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    crisis_id TEXT COLLATE "C" NOT NULL,
    org_id TEXT COLLATE "C" NOT NULL,
    sealed    BYTEA   NOT NULL,
    given_at  BIGINT NOT NULL,
    due_at    BIGINT NOT NULL,
    done_at   BIGINT,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, crisis_id) REFERENCES crisis (region_id, id)
);
CREATE INDEX crisis_task_crisis ON crisis_task (region_id, crisis_id, due_at);

-- regional
CREATE TABLE crisis_entry (
    region_id TEXT COLLATE "C" NOT NULL,
    id TEXT COLLATE "C" NOT NULL,
    crisis_id TEXT COLLATE "C" NOT NULL,
    org_id TEXT COLLATE "C" NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    about TEXT COLLATE "C" NOT NULL,
    sealed    BYTEA   NOT NULL,
    at        BIGINT NOT NULL,
    until_at  BIGINT,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, crisis_id) REFERENCES crisis (region_id, id)
);
CREATE INDEX crisis_entry_crisis ON crisis_entry (region_id, crisis_id, at, id);

-- What is heard in a region in the last hours is read by its time.
CREATE INDEX closed_door_at ON closed_door (region_id, at);
