package seal

import "passerelle/internal/db"

// Store is where the halves are.
func (h *Halves) Store() *db.DB { return h.db }
