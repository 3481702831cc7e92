package directory

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// LoadInBatches is LoadEach for a directory that counts as large.
var LoadInBatches = loadEach

// SayShown shows a service that its source hides, as who mends a remark does.
func SayShown(ctx context.Context, tx *db.Tx, by access.Actor, service access.Service) error {
	return correctField(ctx, tx, by, service, stateKey{"service", string(service), publishedField}, "1")
}
