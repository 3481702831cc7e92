package dbtest

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"passerelle/internal/clock"
	"passerelle/internal/id"
)

// A clone writes every page of some hundred tables and costs the server more
// than most tests do. So a test gives its database back, emptied, and the next
// one takes it, whatever package it belongs to: the cluster's own database
// lists the templates and what lies idle.

func createLists(ctx context.Context, c *pgx.Conn) error {
	_, err := c.Exec(ctx, `
		CREATE TABLE IF NOT EXISTS template_database (name TEXT PRIMARY KEY, form TEXT NOT NULL);
		CREATE TABLE IF NOT EXISTS idle_database (name TEXT PRIMARY KEY, template TEXT NOT NULL)`)
	return err
}

// takeOrClone returns the name of a database like the template that nobody
// else uses.
func takeOrClone(ctx context.Context, cluster string, template migrated) (string, error) {
	c, err := pgx.Connect(ctx, cluster)
	if err != nil {
		return "", err
	}
	defer c.Close(ctx)
	var mine string
	err = c.QueryRow(ctx, `
		DELETE FROM idle_database WHERE name = (
			SELECT name FROM idle_database WHERE template = $1 LIMIT 1 FOR UPDATE SKIP LOCKED
		) RETURNING name`, template.name).Scan(&mine)
	if err != pgx.ErrNoRows {
		return mine, err
	}
	mine = "t_" + id.CodeOf(20, id.New(clock.System().Now()))
	_, err = c.Exec(ctx, `CREATE DATABASE `+mine+` TEMPLATE `+template.name)
	return mine, err
}

// giveBack empties a database and lists it as idle. One whose tables are no
// longer the template's, because a test broke them to see what happens, is
// dropped.
func giveBack(ctx context.Context, cluster string, template migrated, mine string) error {
	c, err := pgx.Connect(ctx, cluster)
	if err != nil {
		return err
	}
	defer c.Close(ctx)
	// A server that was killed may not have noticed yet.
	if _, err := c.Exec(ctx, `
		SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
		WHERE datname = $1 AND backend_type = 'client backend'`, mine); err != nil {
		return err
	}
	if err := empty(ctx, inDatabase(cluster, mine)); err != nil {
		return err
	}
	have, err := formOf(ctx, inDatabase(cluster, mine))
	if err != nil {
		return err
	}
	if have != template.form {
		_, err = c.Exec(ctx, `DROP DATABASE `+mine+` WITH (FORCE)`)
		return err
	}
	_, err = c.Exec(ctx, `INSERT INTO idle_database (name, template) VALUES ($1, $2)`, mine, template.name)
	return err
}

// empty removes every row but those of the schema's own history. The role of a
// replica silences triggers and foreign keys: what nobody may delete in the
// product goes, too. A table that grew is cut, so that the next test does not
// walk over its dead rows.
func empty(ctx context.Context, address string) (err error) {
	c, err := pgx.Connect(ctx, address)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, c.Close(ctx)) }()
	_, err = c.Exec(ctx, `
		DO $$
		DECLARE t regclass;
		BEGIN
			SET LOCAL session_replication_role = replica;
			FOR t IN SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace AND relname <> 'goose_db_version'
			LOOP
				IF pg_relation_size(t) > 262144 THEN
					EXECUTE 'TRUNCATE ' || t || ' CASCADE';
				ELSE
					EXECUTE 'DELETE FROM ' || t;
				END IF;
			END LOOP;
		END $$`)
	return err
}

// formOf sums up the tables, columns, constraints, triggers and functions of a
// database, by name and by number, and the history of its schema: a clone has those
// of its template.
func formOf(ctx context.Context, address string) (form string, err error) {
	c, err := pgx.Connect(ctx, address)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, c.Close(ctx)) }()
	err = c.QueryRow(ctx, `
		SELECT md5(string_agg(part, E'\n' ORDER BY part COLLATE "C")) FROM (
			SELECT concat_ws(' ', 'table', oid, relname, relkind) FROM pg_class WHERE relnamespace = 'public'::regnamespace
			UNION ALL
			SELECT concat_ws(' ', 'column', attrelid, attname, atttypid, attnotnull, atthasdef)
			FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid
			WHERE relnamespace = 'public'::regnamespace AND attnum > 0
			UNION ALL
			SELECT concat_ws(' ', 'constraint', oid, conname, convalidated) FROM pg_constraint WHERE connamespace = 'public'::regnamespace
			UNION ALL
			SELECT concat_ws(' ', 'trigger', oid, tgname, tgenabled) FROM pg_trigger
			UNION ALL
			SELECT concat_ws(' ', 'function', oid, proname) FROM pg_proc WHERE pronamespace = 'public'::regnamespace
			UNION ALL
			SELECT concat_ws(' ', 'version', version_id, is_applied) FROM goose_db_version
		) AS has (part)`).Scan(&form)
	return form, err
}
