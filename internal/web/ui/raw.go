package ui

import (
	"net/url"
	"strings"

	"github.com/a-h/templ"

	"passerelle/internal/i18n"
)

// SMS is the address that opens the phone's own text message with words in it.
// templ lets only the usual schemes through; this one is written here, with
// its words escaped. "?&": both kinds of phones read it.
func SMS(words string) templ.SafeURL { return templ.SafeURL("sms:?&body=" + escaped(words)) }

// SMSTo is the address by which a phone writes to a number: of this its digits alone
// are left.
func SMSTo(number string) templ.SafeURL {
	return templ.SafeURL("sms:" + strings.TrimPrefix(i18n.Tel(number, ""), "tel:"))
}

// Mail is the address that opens the phone's own e-mail.
func Mail(subject, words string) templ.SafeURL {
	return templ.SafeURL("mailto:?subject=" + escaped(subject) + "&body=" + escaped(words))
}

// MailTo is Mail to an address that is known.
func MailTo(to, subject, words string) templ.SafeURL {
	return templ.SafeURL("mailto:" + strings.ReplaceAll(escaped(to), "%40", "@") + "?subject=" + escaped(subject) + "&body=" + escaped(words))
}

// LinkedData holds data for search engines. It is no script: browsers do not
// run what is of this type. data is JSON in which <, > and & are escaped, as
// encoding/json writes it.
func LinkedData(data string) templ.Component {
	if data == "" {
		return templ.NopComponent
	}
	return templ.Raw(`<script type="application/ld+json">` + data + `</script>`)
}

// escaped is a query value for sms: and mailto:, where + is a plus.
func escaped(s string) string { return strings.ReplaceAll(url.QueryEscape(s), "+", "%20") }
