-- +goose Up
-- A reference to a row is checked when the transaction ends, not when it is
-- written. Ids follow time, so who has just written a row and one that refers to
-- it reads, for the check, the last page of the index, where all others write
-- theirs: at SERIALIZABLE each of them was a rival of each other, and two out of
-- three had to repeat their work. What is read last is read by one that is done.
-- A table that comes later says so itself.

-- +goose StatementBegin
DO $$
DECLARE
    fk RECORD;
BEGIN
    FOR fk IN
        SELECT c.conrelid, c.conname
        FROM   pg_constraint AS c
        JOIN   pg_namespace AS n ON n.oid = c.connamespace
        WHERE  c.contype = 'f' AND n.nspname = current_schema()
    LOOP
        EXECUTE format('ALTER TABLE %s ALTER CONSTRAINT %I DEFERRABLE INITIALLY DEFERRED', fk.conrelid::regclass, fk.conname);
    END LOOP;
END
$$;
-- +goose StatementEnd
