package reach

import (
	"encoding/json"
	"strings"
	"time"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/contact"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
	"passerelle/internal/text"
)

// OfPerson is the owner of the key that seals how one person may be reached.
func OfPerson(p access.Person) seal.Owner { return seal.Owner("reach:" + string(p)) }

// Known is what a person said, and when.
type Known struct {
	contact.Profile
	Set    time.Time
	Worker access.Worker // who noted it; empty when the person did, on their page
}

// Bounds of what is typed, in characters.
const (
	IntroduceMost = 60
	CodeMost      = 30
	NumberMost    = 30
	AddressMost   = 120
)

// check tidies a profile and says what is wrong with it. names are those of the
// organisation, which must not stand where words are said aloud.
func check(p contact.Profile, names []string) (contact.Profile, error) {
	p.Introduce, p.Code = strings.Join(strings.Fields(p.Introduce), " "), strings.Join(strings.Fields(p.Code), " ")
	p.Number, p.Address = strings.TrimSpace(p.Number), strings.TrimSpace(p.Address)
	var bad fault.Fields
	long := func(field, value string, most int) {
		if utf8.RuneCountInString(value) > most || !text.IsLine(value) {
			bad = append(bad, fault.Field(field, "reach.too_long", "max", most))
		}
	}
	long("introduce", p.Introduce, IntroduceMost)
	long("code", p.Code, CodeMost)
	long("number", p.Number, NumberMost)
	long("address", p.Address, AddressMost)
	for _, w := range p.Ways {
		if w != contact.Call && w != contact.Text && w != contact.Mail {
			bad = append(bad, fault.Field("ways", "error.invalid"))
		}
	}
	if p.From < 0 || p.From >= contact.Day || p.To < 0 || p.To >= contact.Day {
		bad = append(bad, fault.Field("from", "error.invalid"))
	}
	if p.Never() {
		return contact.Profile{Language: p.Language}, bad.Err() // of who wants none, nothing more is kept
	}
	if p.Days == [7]bool{} {
		bad = append(bad, fault.Field("days", "reach.days_missing"))
	}
	if p.PickUp != contact.Self && p.PickUp != contact.Anyone && p.Allows(contact.Call) {
		bad = append(bad, fault.Field("pick_up", "reach.pick_up_missing"))
	}
	if (p.Allows(contact.Text) || p.Number != "") && e164(p.Number) == "" {
		bad = append(bad, fault.Field("number", "reach.number_missing"))
	}
	if tells := contact.Unsafe(p.Introduce, names...); len(tells) > 0 {
		bad = append(bad, fault.Field("introduce", "reach.introduce_tells", "words", strings.Join(tells, ", ")))
	}
	return p, bad.Err()
}

// e164 is a number as gateways take it; empty when it is none.
func e164(typed string) string {
	plus := strings.HasPrefix(strings.TrimSpace(typed), "+")
	digits := strings.Map(func(r rune) rune {
		switch {
		case '0' <= r && r <= '9':
			return r
		case strings.ContainsRune(" .-()+\u00a0", r):
			return -1
		}
		return 'x'
	}, typed)
	switch {
	case strings.Contains(digits, "x") || len(digits) < 10 || len(digits) > 15:
		return ""
	case plus:
		return "+" + digits
	case len(digits) == 10:
		return "+1" + digits
	}
	return "+" + digits
}

func sealed(k *seal.Key, row string, content any) ([]byte, error) {
	b, err := json.Marshal(content)
	if err != nil {
		return nil, err
	}
	return k.Seal(b, "reach", row)
}

func open(k *seal.Key, row string, b []byte, into any) error {
	plain, err := k.Open(b, "reach", row)
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, into)
}
