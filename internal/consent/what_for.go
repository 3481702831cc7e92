package consent

import (
	"bytes"
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

// What a consent is for is a sentence about the person ("soigner une dent"), whom
// they refuse by name is a fact about two, and where the text stands that they read
// elsewhere is whatever a system wrote: all are sealed with the person's own key.

// The uses of the seal: words of one are not read as words of the other.
const (
	whatFor = "consent"
	namedAs = "consent-name"
	textAt  = "consent-text"
)

// unread stands for words that the person said on their page while the strongbox
// of whoever accompanies them was shut. What they did counts; a name that cannot
// be kept is taken for anybody's (OnJoined).
var unread = []byte{0}

func (s *Service) sealWords(ctx context.Context, tx *db.Tx, by access.Actor, p access.Person, receipt, use, words string) ([]byte, error) {
	if words == "" {
		return nil, nil
	}
	key, err := s.sealing(ctx, tx, by, p)
	if fault.Is(err, fault.Shut) && by.Kind() == access.Holder {
		return unread, nil
	}
	if err != nil {
		return nil, err
	}
	return key.Seal([]byte(words), use, receipt)
}

// openWords completes rows that a Scope has let through. What is in a strongbox
// that is shut is an error to those whose it is; shutToo leaves it unread, for the
// person and for reactions, which never open one.
func (s *Service) openWords(ctx context.Context, tx *db.Tx, region access.Region, rows []Row, shutToo bool) error {
	keys := map[access.Person]*seal.Key{}
	for i, r := range rows {
		for _, w := range []struct {
			sealed []byte
			use    string
			into   *string
		}{{r.sealed, whatFor, &rows[i].WhatFor}, {r.sealedName, namedAs, &rows[i].Named}, {r.sealedText, textAt, &rows[i].Wording}} {
			if len(w.sealed) == 0 {
				continue
			}
			if bytes.Equal(w.sealed, unread) {
				rows[i].Unread = true
				continue
			}
			if keys[r.Person] == nil {
				key, err := s.reading(ctx, tx, region, r.Holder, r.Person)
				if shutToo && fault.Is(err, fault.Shut) {
					rows[i].Unread = true
					continue
				}
				if err != nil {
					return err
				}
				keys[r.Person] = key
			}
			plain, err := keys[r.Person].Open(w.sealed, w.use, r.Receipt)
			if err != nil {
				return err
			}
			*w.into = string(plain)
		}
	}
	return nil
}
