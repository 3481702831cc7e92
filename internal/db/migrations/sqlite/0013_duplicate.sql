-- +goose Up
-- Pairs are found by looking at what the directory says now (package
-- directory, Duplicates), so that none is shown that was mended since. What is
-- kept is what people decided of them.

DROP TABLE duplicate_pair;

-- Two services that somebody said are not one; a_id is the smaller id. The pair
-- is not shown again.

-- reference
CREATE TABLE service_apart (
    a_id   TEXT    NOT NULL,
    b_id   TEXT    NOT NULL,
    org_id TEXT    NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (a_id, b_id)
) STRICT;
