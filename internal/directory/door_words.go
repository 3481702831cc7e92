package directory

import (
	"context"
	"encoding/base64"
	"errors"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/seal"
)

// The words of a report are whatever somebody types at a closed door, a name
// sometimes. They are sealed with a key of the service, and kept as text behind
// this mark; those kept before it was so are read as they are.
const sealedMark = "sealed:"

// OfDoors names the key that seals what is said at the door of a service.
func OfDoors(s access.Service) seal.Owner { return seal.Owner("door:" + string(s)) }

var errNoVault = errors.New("directory: no vault for the words of a report")

func (s *Service) sealWords(ctx context.Context, tx *db.Tx, region access.Region, service access.Service, door, words string) (string, error) {
	if words == "" {
		return "", nil
	}
	if s.vault == nil {
		return "", errNoVault
	}
	key, err := s.vault.For(ctx, tx, region, OfDoors(service))
	if err != nil {
		return "", err
	}
	sealed, err := key.Seal([]byte(words), "closed_door", door)
	return sealedMark + base64.RawStdEncoding.EncodeToString(sealed), err
}

func (s *Service) openWords(ctx context.Context, tx *db.Tx, region access.Region, service access.Service, door, kept string) (string, error) {
	coded, sealed := strings.CutPrefix(kept, sealedMark)
	if !sealed {
		return kept, nil
	}
	if s.vault == nil {
		return "", errNoVault
	}
	closed, err := base64.RawStdEncoding.DecodeString(coded)
	if err != nil {
		return "", err
	}
	key, err := s.vault.Existing(ctx, tx, region, OfDoors(service))
	if err != nil {
		return "", err
	}
	words, err := key.Open(closed, "closed_door", door)
	return string(words), err
}
