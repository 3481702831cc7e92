-- +goose Up
-- A need that is counted and shown in no list: it was noted where nothing but
-- counts may leave.
ALTER TABLE need ADD COLUMN apart INTEGER NOT NULL DEFAULT 0 CHECK (apart IN (0, 1));
