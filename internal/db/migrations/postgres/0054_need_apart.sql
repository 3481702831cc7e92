-- +goose Up
-- A need that is counted and shown in no list: it was noted where nothing but
-- counts may leave.
ALTER TABLE need ADD COLUMN apart BOOLEAN NOT NULL DEFAULT FALSE;
