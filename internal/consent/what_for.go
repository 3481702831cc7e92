package consent

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/seal"
)

// What a consent is for is a sentence about the person ("soigner une dent"):
// it is sealed with the key of the organisation that asked.

func (s *Service) sealWhatFor(ctx context.Context, tx *db.Tx, by access.Actor, receipt, whatFor string) ([]byte, error) {
	if whatFor == "" {
		return nil, nil
	}
	key, err := s.vault.For(ctx, tx, by.Region(), seal.OfOrg(by.Org()))
	if err != nil {
		return nil, err
	}
	return key.Seal([]byte(whatFor), "consent", receipt)
}

// openWhatFor completes rows that a Scope has let through.
func (s *Service) openWhatFor(ctx context.Context, tx *db.Tx, region access.Region, rows []Row) error {
	keys := map[access.Org]*seal.Key{}
	for i, r := range rows {
		if len(r.sealed) == 0 {
			continue
		}
		if keys[r.Holder] == nil {
			key, err := s.vault.Existing(ctx, tx, region, seal.OfOrg(r.Holder))
			if err != nil {
				return err
			}
			keys[r.Holder] = key
		}
		plain, err := keys[r.Holder].Open(r.sealed, "consent", r.Receipt)
		if err != nil {
			return err
		}
		rows[i].WhatFor = string(plain)
	}
	return nil
}
