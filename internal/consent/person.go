package consent

import (
	"context"
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
	"passerelle/internal/text"
)

// Label is how an organisation's workers tell its people apart: a code or an
// alias, and nothing else. It never leaves the organisation.
type Label struct {
	ID       access.Person
	Code     string
	Language string // of choice, for consent read aloud; may be empty
	Since    time.Time
}

// Person is an organisation's own record, opened.
type Person struct {
	Label
	Facts
}

// Facts are optional: a record may be a code and no more (001:1957-1958).
type Facts struct {
	Note  string // what helps to recognise the alias
	Reach string // how, when and with what words the person may be reached
}

// NewPerson is what is typed to begin a record. Without Code, one is drawn.
type NewPerson struct {
	Code     string
	Language string
	Facts
}

// Bounds of what may be typed.
const (
	codeMax  = 60
	factsMax = 2000
)

func (n *NewPerson) check() error {
	n.Code = strings.Join(strings.Fields(n.Code), " ")
	var bad fault.Fields
	if utf8.RuneCountInString(n.Code) > codeMax {
		bad = append(bad, fault.Field("code", "consent.code_too_long", "max", codeMax))
	}
	return append(bad, n.Facts.check()...).Err()
}

func (f Facts) check() (bad fault.Fields) {
	if utf8.RuneCountInString(f.Note) > factsMax {
		bad = append(bad, fault.Field("note", "consent.text_too_long", "max", factsMax))
	}
	if utf8.RuneCountInString(f.Reach) > factsMax {
		bad = append(bad, fault.Field("reach", "consent.text_too_long", "max", factsMax))
	}
	return bad
}

// sealedPerson is what the organisation's key closes: the code too, because a
// worker may well type a name there.
type sealedPerson struct {
	Code  string `json:"code"`
	Note  string `json:"note,omitempty"`
	Reach string `json:"reach,omitempty"`
}

func sealPerson(k *seal.Key, id access.Person, code string, f Facts) ([]byte, error) {
	plain, err := json.Marshal(sealedPerson{code, f.Note, f.Reach})
	if err != nil {
		return nil, err
	}
	return k.Seal(plain, "person", string(id))
}

func openPerson(k *seal.Key, id access.Person, sealed []byte) (p sealedPerson, err error) {
	plain, err := k.Open(sealed, "person", string(id))
	if err != nil {
		return p, err
	}
	return p, json.Unmarshal(plain, &p)
}

// mark makes a code unique within its organisation. It is keyed, and holds the
// organisation: equal codes of two organisations leave unequal marks.
func (s *Service) mark(org access.Org, code string) string {
	return s.keys.Fingerprint(markUse, markOf(org, code))
}

const markUse = "person-code"

func markOf(org access.Org, code string) string { return string(org) + "\x00" + text.Fold(code) }

// marking is the mark of a code in the actor's organisation. Where it keeps its
// own key the mark is made with that: codes are short, and whoever has the
// installation's could try them all.
func (s *Service) marking(ctx context.Context, tx *db.Tx, by access.Actor, code string) (string, error) {
	box, err := s.vault.Opened(ctx, tx, by.Region(), by.Org())
	if err != nil || box == nil {
		return s.mark(by.Org(), code), err
	}
	return box.Fingerprint(markUse, markOf(by.Org(), code)), nil
}
