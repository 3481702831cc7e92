package consent

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/seal"
)

// What a consent is for is a sentence about the person ("soigner une dent"), and
// whom they refuse by name is a fact about two: both are sealed with the key of
// the organisation that accompanies them.

// The uses of the seal: words of one are not read as words of the other.
const (
	whatFor = "consent"
	namedAs = "consent-name"
)

func (s *Service) sealWords(ctx context.Context, tx *db.Tx, region access.Region, holder access.Org, receipt, use, words string) ([]byte, error) {
	if words == "" {
		return nil, nil
	}
	key, err := s.vault.For(ctx, tx, region, seal.OfOrg(holder))
	if err != nil {
		return nil, err
	}
	return key.Seal([]byte(words), use, receipt)
}

// openWords completes rows that a Scope has let through.
func (s *Service) openWords(ctx context.Context, tx *db.Tx, region access.Region, rows []Row) error {
	keys := map[access.Org]*seal.Key{}
	for i, r := range rows {
		for _, w := range []struct {
			sealed []byte
			use    string
			into   *string
		}{{r.sealed, whatFor, &rows[i].WhatFor}, {r.sealedName, namedAs, &rows[i].Named}} {
			if len(w.sealed) == 0 {
				continue
			}
			if keys[r.Holder] == nil {
				key, err := s.vault.Existing(ctx, tx, region, seal.OfOrg(r.Holder))
				if err != nil {
					return err
				}
				keys[r.Holder] = key
			}
			plain, err := keys[r.Holder].Open(w.sealed, w.use, r.Receipt)
			if err != nil {
				return err
			}
			*w.into = string(plain)
		}
	}
	return nil
}
