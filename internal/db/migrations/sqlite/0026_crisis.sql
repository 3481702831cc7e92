-- +goose Up
-- The mode crise: what a cell of several organisations decides while it lasts.
-- Words are sealed with a key of the cell's own.

-- regional
CREATE TABLE crisis (
    region_id TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    org_id    TEXT    NOT NULL,
    sealed    BLOB    NOT NULL,
    opened_at INTEGER NOT NULL,
    ends_at   INTEGER NOT NULL,
    review_at INTEGER NOT NULL,
    closed_at INTEGER,
    PRIMARY KEY (region_id, id)
) STRICT;
CREATE INDEX crisis_end ON crisis (region_id, ends_at);

-- regional
CREATE TABLE crisis_member (
    region_id TEXT    NOT NULL,
    crisis_id TEXT    NOT NULL,
    org_id    TEXT    NOT NULL,
    sealed    BLOB    NOT NULL,
    joined_at INTEGER NOT NULL,
    left_at   INTEGER,
    PRIMARY KEY (region_id, crisis_id, org_id),
    FOREIGN KEY (region_id, crisis_id) REFERENCES crisis (region_id, id)
) STRICT;
CREATE INDEX crisis_member_org ON crisis_member (region_id, org_id);

-- regional
CREATE TABLE crisis_rule (
    region_id TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    crisis_id TEXT    NOT NULL,
    org_id    TEXT    NOT NULL,
    sealed    BLOB    NOT NULL,
    from_at   INTEGER NOT NULL,
    until_at  INTEGER NOT NULL,
    lifted_at INTEGER,
    renewed   INTEGER NOT NULL,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, crisis_id) REFERENCES crisis (region_id, id)
) STRICT;
CREATE INDEX crisis_rule_crisis ON crisis_rule (region_id, crisis_id, until_at);

-- regional
CREATE TABLE crisis_task (
    region_id TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    crisis_id TEXT    NOT NULL,
    org_id    TEXT    NOT NULL,
    sealed    BLOB    NOT NULL,
    given_at  INTEGER NOT NULL,
    due_at    INTEGER NOT NULL,
    done_at   INTEGER,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, crisis_id) REFERENCES crisis (region_id, id)
) STRICT;
CREATE INDEX crisis_task_crisis ON crisis_task (region_id, crisis_id, due_at);

-- regional
CREATE TABLE crisis_entry (
    region_id TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    crisis_id TEXT    NOT NULL,
    org_id    TEXT    NOT NULL,
    kind      TEXT    NOT NULL,
    about     TEXT    NOT NULL,
    sealed    BLOB    NOT NULL,
    at        INTEGER NOT NULL,
    until_at  INTEGER,
    PRIMARY KEY (region_id, id),
    FOREIGN KEY (region_id, crisis_id) REFERENCES crisis (region_id, id)
) STRICT;
CREATE INDEX crisis_entry_crisis ON crisis_entry (region_id, crisis_id, at, id);

-- What is heard in a region in the last hours is read by its time.
CREATE INDEX closed_door_at ON closed_door (region_id, at);
