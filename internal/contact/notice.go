package contact

import (
	"net/mail"
	"strings"

	"passerelle/internal/text"
)

// ByMail names the carrier of what a worker asked to be told.
const ByMail = "mail"

// Notice is what a worker asked to be told, at an address that they confirmed, or
// the message that asks them to confirm it. A screen may be read over a shoulder:
// its words are held to the rule of a message that nobody asked for, except that
// they may lead to pages of this very site.
type Notice struct {
	ID      string
	To      string // an address, and nothing else
	Subject string
	Text    string
	Site    string   // the address of this site: what every link of Text begins with
	Stop    string   // a link of this site that ends all of it in one press
	Names   []string // of organisations: never said
}

// ClearNotice judges a notice. It is the only other maker of a Cleared that says
// something. When a worker wants to be told is asked by package notice, before.
func ClearNotice(n Notice) (c Cleared, v Verdict) {
	switch {
	case n.ID == "" || !IsAddress(n.To):
		return c, NoAddress
	case n.Text == "" || n.Subject == "" || !text.IsLine(n.Subject) || n.Site == "" || !strings.HasPrefix(n.Stop, n.Site+"/") || strings.ContainsAny(n.Stop, " <>,\r\n"):
		return c, BadWords
	}
	var rest []string
	for _, word := range strings.Fields(n.Subject + "\n" + n.Text) {
		if !strings.HasPrefix(word, n.Site+"/") {
			rest = append(rest, word)
		}
	}
	if len(Unsafe(strings.Join(rest, " "), n.Names...)) > 0 {
		return c, BadWords
	}
	return Cleared{id: n.ID, channel: ByMail, to: n.To, text: n.Text, subject: n.Subject, stop: n.Stop}, Pass
}

// addressMost is the length of the longest address of e-mail.
const addressMost = 254

// IsAddress reports that words are one address of e-mail, bare: no name beside
// it, no second one, no line of a header after it.
func IsAddress(s string) bool {
	if len(s) > addressMost || !text.IsLine(s) || strings.ContainsAny(s, " ,;<>\"()\\") {
		return false
	}
	a, err := mail.ParseAddress(s)
	if err != nil || a.Name != "" || a.Address != s {
		return false
	}
	_, host, _ := strings.Cut(s, "@")
	return strings.Contains(host, ".")
}
