-- +goose Up
-- What was read to a person before they answered, word for word, once for each
-- version and language: a receipt names the version, which is made from the
-- text, so a text that changes never passes for the one before.

-- regional
CREATE TABLE consent_wording (
    region_id TEXT NOT NULL,
    version   TEXT NOT NULL,
    language  TEXT NOT NULL,
    body      TEXT NOT NULL,
    PRIMARY KEY (region_id, version, language)
) STRICT;
