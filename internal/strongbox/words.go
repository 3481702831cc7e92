package strongbox

import (
	"context"
	"errors"
	"strings"

	"golang.org/x/crypto/argon2"

	"passerelle/internal/fault"
	"passerelle/internal/id"
	"passerelle/internal/seal"
	"passerelle/internal/text"
)

// Drawn are the two secrets that open a strongbox. They are drawn, never chosen:
// whoever holds a copy of all that the host keeps can try words at leisure, and
// seven of 1024 are 2^70, each try made slow.
type Drawn struct {
	Words string // seven, apart by spaces
	Sheet string // of the printed sheet, in groups of four
}

const (
	wordsMany  = 7
	sheetBytes = 16
	sheetGroup = 4
	typedMost  = 200 // no honest hand types more
)

// Draw draws the secrets of a strongbox to be. Nothing is kept of them.
func (s *Service) Draw() Drawn {
	words := make([]string, wordsMany)
	for i := range words {
		words[i] = s.words[id.Below(len(s.words))]
	}
	var groups []string
	for code := id.Secret(sheetBytes); code != ""; code = code[min(sheetGroup, len(code)):] {
		groups = append(groups, code[:min(sheetGroup, len(code))])
	}
	return Drawn{strings.Join(words, " "), strings.Join(groups, " ")}
}

// check refuses what was not drawn here: a form that somebody else made.
func (s *Service) check(d Drawn) error {
	if _, known := s.normal(d.Words); !known || len(squeezed(d.Sheet)) < sheetBytes {
		return fault.New(fault.Invalid, "error.form_stale")
	}
	return nil
}

// Same reports whether what was typed back is what was drawn.
func (s *Service) Same(d Drawn, typed string) bool {
	want, _ := s.normal(d.Words)
	got, known := s.normal(typed)
	return known && got == want
}

// normal is the one form of what was typed: seven words of the list, in any case,
// with or without accents; words is false for anything else, which is then read
// as the code of a sheet.
func (s *Service) normal(typed string) (form string, words bool) {
	if len(typed) > typedMost {
		return "", false
	}
	list := text.Words(typed)
	words = len(list) == wordsMany
	for _, w := range list {
		words = words && s.known[w]
	}
	if words {
		return strings.Join(list, " "), true
	}
	return squeezed(typed), false
}

// squeezed is the code of a sheet without what was put between its groups.
func squeezed(typed string) string { return strings.Join(text.Words(typed), "") }

// The work of one try. It is more than that of a sign-in: there is one a session.
const (
	tryMemory = 46 * 1024 // KiB
	tryPasses = 4
	saltBytes = 16
)

// slow makes a secret slow to try. One is made at a time: each takes its memory.
func (s *Service) slow(ctx context.Context, form string, salt []byte) ([]byte, error) {
	select {
	case s.trying <- struct{}{}:
		defer func() { <-s.trying }()
	case <-ctx.Done():
		return nil, fault.New(fault.Unavailable, "error.unavailable").With(ctx.Err())
	}
	return argon2.IDKey([]byte(form), salt, tryPasses, tryMemory, 1, 32), nil
}

// Places of what is locked: one is not taken for the other.
const (
	byWords = "words"
	bySheet = "sheet"
)

// locked locks a strongbox by both of what was drawn.
func (s *Service) locked(ctx context.Context, b *seal.Strongbox, r row, d Drawn) (row, error) {
	r.salt = id.Bytes(saltBytes)
	for _, one := range []struct {
		place, typed string
		into         *[]byte
	}{{byWords, d.Words, &r.byWords}, {bySheet, d.Sheet, &r.bySheet}} {
		form, _ := s.normal(one.typed)
		secret, err := s.slow(ctx, form, r.salt)
		if err != nil {
			return r, err
		}
		if *one.into, err = s.vault.Locked(b, secret, one.place); err != nil {
			return r, err
		}
	}
	return r, nil
}

// unlocked opens what locked made, by either.
func (s *Service) unlocked(ctx context.Context, r row, typed string) (*seal.Strongbox, error) {
	form, words := s.normal(typed)
	place, kept := bySheet, r.bySheet
	if words {
		place, kept = byWords, r.byWords
	}
	secret, err := s.slow(ctx, form, r.salt)
	if err != nil {
		return nil, err
	}
	b, err := s.vault.Unlock(r.org, kept, secret, place)
	if errors.Is(err, seal.ErrLocked) {
		return nil, fault.Field(FieldWords, "strongbox.wrong")
	}
	return b, err
}
