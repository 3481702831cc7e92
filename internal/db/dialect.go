package db

// Claim ends a subquery that takes rows for this worker alone: PostgreSQL
// skips rows that another worker holds; SQLite has one writer, so nobody does.
func Claim(e Engine) string {
	if e == Postgres {
		return " FOR UPDATE SKIP LOCKED"
	}
	return ""
}
