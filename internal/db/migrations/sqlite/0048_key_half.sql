-- +goose Up
-- Half of what opens an owner's key may be kept apart, in a key store that is a
-- database of its own, so that a copy of this one opens nothing that was
-- destroyed since. half_id says under which id; empty where there is no key
-- store, and once the half of a destroyed key was deleted.
ALTER TABLE seal_key ADD COLUMN half_id TEXT NOT NULL DEFAULT '';
CREATE INDEX seal_key_half ON seal_key (region_id, half_id);

-- The table of the key store. The key store makes it in its own database; here
-- it stays empty, and says its shape.
-- regional
CREATE TABLE key_half (
    region_id TEXT NOT NULL,
    id        TEXT NOT NULL,
    half      TEXT NOT NULL,
    PRIMARY KEY (region_id, id)
) STRICT;
