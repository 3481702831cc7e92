package directory

import (
	"strings"

	"passerelle/internal/text"
)

// Kinds of numbers that who calls with their voice cannot use, as HSDS names them.
const (
	KindFax       = "fax"
	KindText      = "text"
	KindTextphone = "textphone"
)

// numberKinds are those words of sources that stand for one of them.
var numberKinds = map[string]string{
	"fax": KindFax, "fax number": KindFax, "facsimile": KindFax, "telecopie": KindFax, "telecopieur": KindFax, "numero de fax": KindFax,
	"text": KindText, "sms": KindText, "texto": KindText, "textos": KindText, "text message": KindText, "text only": KindText,
	"textphone": KindTextphone, "tty": KindTextphone, "tdd": KindTextphone, "tty/tdd": KindTextphone, "tdd/tty": KindTextphone, "ats": KindTextphone,
	"ligne ats": KindTextphone, "teleimprimeur": KindTextphone, "teletype": KindTextphone,
}

// NumberKind reads what a source says of the kind of a number, in its type or, where
// it has none, in words that say nothing else. What is not for a voice is known
// however it is written; the rest stays as it is.
func NumberKind(said, words string) string {
	for _, s := range []string{said, words} {
		if kind, ok := numberKinds[strings.Trim(text.Fold(s), " .:")]; ok {
			return kind
		}
		if said != "" {
			break
		}
	}
	return said
}

// Voice reports a number that one calls and speaks into.
func (p *Phone) Voice() bool {
	return p.Kind != KindFax && p.Kind != KindText && p.Kind != KindTextphone
}
