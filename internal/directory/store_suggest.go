package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

func insertSuggestion(ctx context.Context, tx *db.Tx, region access.Region, s Suggestion, fingerprint string) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO suggestion (region_id, id, service_id, field, value, words, shown, fingerprint, org_id, state, reason, decided_org, decided_worker, at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, 'waiting', '', '', '', $10)`,
		string(region), s.ID, string(s.Service), s.Field, s.Value, s.Words, s.Shown, fingerprint, string(s.Org), db.At(tx.Now))
	return err
}

// suggestionRow scans a suggestion.
type suggestionRow struct {
	Suggestion
	at, decided db.Time
}

func (s *suggestionRow) fields() []any {
	return []any{&s.ID, &s.Service, &s.Field, &s.Value, &s.Words, &s.Shown, &s.Org, &s.State, &s.Reason, &s.DecidedBy, &s.decided, &s.at}
}

func (s suggestionRow) whole() Suggestion {
	s.Suggestion.At, s.Suggestion.Decided = s.at.Time, s.decided.Time
	return s.Suggestion
}

const selectSuggestions = `SELECT s.id, s.service_id, s.field, s.value, s.words, s.shown, s.org_id, s.state, s.reason, s.decided_org, s.decided_at, s.at
	FROM suggestion AS s WHERE s.region_id = $1`

func suggestions(ctx context.Context, tx *db.Tx, q string, args ...any) ([]Suggestion, error) {
	rows, err := db.Collect(ctx, tx, (*suggestionRow).fields, q, args...)
	out := make([]Suggestion, len(rows))
	for i, r := range rows {
		out[i] = r.whole()
	}
	return out, err
}

func findSuggestion(ctx context.Context, tx *db.Tx, region access.Region, id string) (Suggestion, error) {
	r, err := db.Find(ctx, tx, (*suggestionRow).fields, selectSuggestions+` AND s.id = $2`, string(region), id)
	return r.whole(), err
}

func suggestionByCode(ctx context.Context, tx *db.Tx, region access.Region, fingerprint string) (Suggestion, error) {
	r, err := db.Find(ctx, tx, (*suggestionRow).fields, selectSuggestions+` AND s.fingerprint = $2`, string(region), fingerprint)
	return r.whole(), err
}

func suggestionsIn(ctx context.Context, tx *db.Tx, region access.Region, state SuggestionState, limit int) ([]Suggestion, error) {
	return suggestions(ctx, tx, selectSuggestions+` AND s.state = $2 ORDER BY s.at, s.id LIMIT $3`, string(region), string(state), limit)
}

func waitingOn(ctx context.Context, tx *db.Tx, region access.Region, service access.Service) ([]Suggestion, error) {
	return suggestions(ctx, tx, selectSuggestions+` AND s.service_id = $2 AND s.state = 'waiting' ORDER BY s.at, s.id`, string(region), string(service))
}

func countWaiting(ctx context.Context, tx *db.Tx, region access.Region, service access.Service) (n int, err error) {
	err = tx.QueryRow(ctx, `SELECT count(*) FROM suggestion AS s WHERE s.region_id = $1 AND s.service_id = $2 AND s.state = 'waiting'`, string(region), string(service)).Scan(&n)
	return n, err
}

func settleSuggestion(ctx context.Context, tx *db.Tx, by access.Actor, id string, state SuggestionState, why DeclineReason) error {
	_, err := tx.Exec(ctx, `
		UPDATE suggestion
		SET    state = $1, reason = $2, decided_org = $3, decided_worker = $4, decided_at = $5
		WHERE  region_id = $6
		AND    id = $7`, string(state), string(why), string(by.Org()), string(by.Worker()), db.At(tx.Now), string(by.Region()), id)
	return err
}
