package referral

import (
	"encoding/json"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

// Need is the part without which the receiver does not learn that the referral
// exists. The two fields are never merged and, once sent, never rewritten
// (001:1782-1787, 2190).
type Need struct {
	Words    string // dans ses mots
	Language string // of the words, so that they are shown as such
	Observed string // ce que j'ai observé
	Pivot    string // whom to call first, and at what number
}

// Contact is how to reach the person, safely. It is withheld until the
// hand-off is opened, when the sender asked to be called first.
type Contact struct {
	Called  string // what to call the person: an alias will do
	Reach   string // by what channel, at what number, at what hours
	Message string // may a message be left, with which words
	Avoid   string // what not to do
}

// Done is what was already tried, so that nobody tells it all again.
type Done struct {
	Tried       string
	Accompanied bool // somebody goes with the person
	Companion   string
}

// answerPart holds what the receiver wrote with the answer: it goes back to the
// sender and is read with the need.
const answerPart access.Part = "answer"

// answered is the content of answerPart.
type answered struct {
	Words  string // of a refusal
	Signed string // first name and role of who answered by a link
}

// UnmarshalJSON reads the form that was the words alone, too.
func (a *answered) UnmarshalJSON(b []byte) error {
	if json.Unmarshal(b, &a.Words) == nil {
		return nil
	}
	type fields answered
	return json.Unmarshal(b, (*fields)(a))
}

// textMax bounds each field that is typed.
const textMax = 2000

type field struct{ name, value string }

func (n Need) fields() []field {
	return []field{{"words", n.Words}, {"observed", n.Observed}, {"pivot", n.Pivot}, {"language", n.Language}}
}

func (c Contact) fields() []field {
	return []field{{"called", c.Called}, {"reach", c.Reach}, {"message", c.Message}, {"avoid", c.Avoid}}
}

func (d Done) fields() []field { return []field{{"tried", d.Tried}, {"companion", d.Companion}} }

func tooLong(fields ...field) (bad fault.Fields) {
	for _, f := range fields {
		if utf8.RuneCountInString(f.value) > textMax {
			bad = append(bad, fault.Field(f.name, "referral.text_too_long", "max", textMax))
		}
	}
	return bad
}

func sealPart(k *seal.Key, r access.Referral, part access.Part, content any) ([]byte, error) {
	plain, err := json.Marshal(content)
	if err != nil {
		return nil, err
	}
	return k.Seal(plain, string(r), string(part))
}

func openPart(k *seal.Key, r access.Referral, part access.Part, sealed []byte, into any) error {
	plain, err := k.Open(sealed, string(r), string(part))
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, into)
}
