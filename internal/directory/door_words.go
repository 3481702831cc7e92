package directory

import (
	"context"
	"encoding/base64"
	"errors"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

// The words of a report are whatever somebody types at a closed door, a name
// sometimes. They are sealed with a key of the month in which they were typed,
// which the clock of what is kept destroys, and kept as text behind a mark. Those
// kept before it was so are read as they are: in clear, or sealed with a key of
// their service that had no end.
const (
	sealedMark      = "month:"
	olderSealedMark = "sealed:"

	doorKind      = "doors"
	olderDoorKind = "door"
)

var errNoVault = errors.New("directory: no vault for the words of a report")

func (s *Service) sealWords(ctx context.Context, tx *db.Tx, region access.Region, service access.Service, door, words string) (string, error) {
	if words == "" {
		return "", nil
	}
	if s.vault == nil {
		return "", errNoVault
	}
	key, err := s.vault.For(ctx, tx, region, seal.OfMonth(doorKind, tx.Now))
	if err != nil {
		return "", err
	}
	sealed, err := key.Seal([]byte(words), "closed_door", string(service), door)
	return sealedMark + base64.RawStdEncoding.EncodeToString(sealed), err
}

// openWords opens the words of a report that was kept at an instant.
func (s *Service) openWords(ctx context.Context, tx *db.Tx, region access.Region, service access.Service, door string, at time.Time, kept string) (string, error) {
	owner, where := seal.OfMonth(doorKind, at), []string{"closed_door", string(service), door}
	coded, sealed := strings.CutPrefix(kept, sealedMark)
	if !sealed {
		if coded, sealed = strings.CutPrefix(kept, olderSealedMark); !sealed {
			return kept, nil
		}
		owner, where = seal.Owner(olderDoorKind+":"+string(service)), []string{"closed_door", door}
	}
	if s.vault == nil {
		return "", errNoVault
	}
	closed, err := base64.RawStdEncoding.DecodeString(coded)
	if err != nil {
		return "", err
	}
	key, err := s.vault.Existing(ctx, tx, region, owner)
	if fault.Is(err, fault.NotFound) { // a backup put back: its words had ended
		return "", nil
	}
	if err != nil {
		return "", err
	}
	words, err := key.Open(closed, where...)
	return string(words), err
}
