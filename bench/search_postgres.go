package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"passerelle/internal/directory"
	"passerelle/internal/text"
)

// fullText is PostgreSQL's own full text: a GIN index over the words, folded
// and cut as ours are, ts_rank, plain columns for the rest. A box instead of a
// circle.
type fullText struct {
	c    *pgx.Conn
	pid  int
	drop func()
}

const fullTextSchema = `
	CREATE TABLE service (id TEXT PRIMARY KEY, words TSVECTOR NOT NULL, needs TEXT[] NOT NULL, lat FLOAT8, lon FLOAT8, min FLOAT8 NOT NULL, max FLOAT8 NOT NULL)`

func newFullText(listings []*directory.Listing) (_ *fullText, err error) {
	cluster := os.Getenv("PASSERELLE_BENCH_POSTGRES")
	if cluster == "" {
		return nil, fmt.Errorf("PostgreSQL: %w (make bench starts one)", errNoPeer)
	}
	ctx := context.Background()
	address, drop, err := newDatabase(cluster, "text")
	if err != nil {
		return nil, err
	}
	p := &fullText{drop: drop}
	if p.c, err = pgx.Connect(ctx, address); err != nil {
		return nil, err
	}
	if _, err := p.c.Exec(ctx, fullTextSchema); err != nil {
		return nil, err
	}
	if _, err := p.c.Exec(ctx, `CREATE TEMPORARY TABLE coming (id TEXT, words TEXT, needs TEXT[], lat FLOAT8, lon FLOAT8, min FLOAT8, max FLOAT8)`); err != nil {
		return nil, err
	}
	var rows [][]any
	for _, l := range listings {
		if !l.Searchable() {
			continue
		}
		var lat, lon any
		if len(l.Places) > 0 && l.Places[0].HasPoint {
			lat, lon = l.Places[0].Lat, l.Places[0].Lon
		}
		rows = append(rows, []any{string(l.ID), strings.Join(wordsOf(l), " "), append([]string{}, l.Needs...), lat, lon, l.MinAge, oldest(l)})
	}
	if _, err := p.c.CopyFrom(ctx, pgx.Identifier{"coming"}, []string{"id", "words", "needs", "lat", "lon", "min", "max"}, pgx.CopyFromRows(rows)); err != nil {
		return nil, err
	}
	for _, q := range []string{
		`INSERT INTO service SELECT id, to_tsvector('simple', words), needs, lat, lon, min, max FROM coming`,
		`CREATE INDEX ON service USING GIN (words)`, `CREATE INDEX ON service USING GIN (needs)`, `CREATE INDEX ON service (lat, lon)`, `DROP TABLE coming`, `ANALYZE service`,
		`SET jit = off`, `SET max_parallel_workers_per_gather = 0`,
	} {
		if _, err := p.c.Exec(ctx, q); err != nil {
			return nil, fmt.Errorf("%s: %w", q, err)
		}
	}
	return p, p.c.QueryRow(ctx, `SELECT pg_backend_pid()`).Scan(&p.pid)
}

const (
	byWords = `SELECT id FROM service, to_tsquery('simple', $1) q WHERE words @@ q ORDER BY ts_rank(words, q) DESC, id LIMIT 20`
	near    = ` lat BETWEEN $2 AND $3 AND lon BETWEEN $4 AND $5 AND min <= $6 AND max >= $6 `
	byBoth  = `SELECT id FROM service, to_tsquery('simple', $1) q WHERE words @@ q AND` + near + `ORDER BY ts_rank(words, q) DESC, id LIMIT 20`
	byNeed  = `SELECT id FROM service WHERE needs @> ARRAY[$1] AND` + near + `ORDER BY (lat - ($2 + $3) / 2) ^ 2 + ((lon - ($4 + $5) / 2) * 0.7) ^ 2, id LIMIT 20`
)

func (p *fullText) search(q *directory.Query) (int, error) {
	sql, args := byWords, []any{strings.Join(text.Words(q.Text), " & ")}
	if q.Near != nil {
		up, aside := q.WithinMetres/111_195, q.WithinMetres/78_000
		sql, args = byBoth, append(args, q.Near.Lat-up, q.Near.Lat+up, q.Near.Lon-aside, q.Near.Lon+aside, q.Age)
	}
	if q.Need != "" {
		sql, args[0] = byNeed, q.Need
	}
	rows, err := p.c.Query(context.Background(), sql, args...)
	if err != nil {
		return 0, err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[string])
	return len(ids), err
}

// spent is the CPU of the process that answers us.
func (p *fullText) spent() time.Duration { return spentBy(p.pid) }

// spentBy is the CPU that a process has used, in ticks of ten milliseconds.
func spentBy(pid int) time.Duration {
	b, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(b), ") ")
	f := strings.Fields(after)
	if len(f) < 13 {
		return 0
	}
	user, err1 := strconv.Atoi(f[11])
	system, err2 := strconv.Atoi(f[12])
	if errors.Join(err1, err2) != nil {
		return 0
	}
	return time.Duration(user+system) * 10 * time.Millisecond
}

func (p *fullText) close() {
	_ = p.c.Close(context.Background())
	p.drop()
}
