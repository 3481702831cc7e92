package consent

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
)

// keepText keeps what was read, the first time that an answer names it.
func keepText(ctx context.Context, tx *db.Tx, region access.Region, version, language, text string) error {
	if text == "" {
		return nil
	}
	_, err := tx.Exec(ctx, `
		INSERT INTO consent_wording (region_id, version, language, body)
		VALUES ($1, $2, $3, $4)
		ON CONFLICT (region_id, version, language) DO NOTHING`, region, version, language, text)
	return err
}

// textOf is what was read; empty when it was read elsewhere (a partner's system),
// or before texts were kept. It is nobody's: it has no Scope.
func textOf(ctx context.Context, tx *db.Tx, region access.Region, version, language string) (text string, err error) {
	err = tx.QueryRow(ctx, `
		SELECT w.body
		FROM   consent_wording AS w
		WHERE  w.region_id = $1 AND w.version = $2 AND w.language = $3`, region, version, language).Scan(&text)
	if fault.Is(err, fault.NotFound) {
		return "", nil
	}
	return text, err
}
