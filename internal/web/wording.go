package web

import (
	"strings"

	"passerelle/internal/consent"
	"passerelle/internal/i18n"
)

// consentKeys are the sentences that a person reads, or hears, before they answer
// about an organisation: those of the question, of its details and of the check.
// wording_test.go reads them off the pages, so none is forgotten here.
var consentKeys = []string{
	"page_consent.ask", "page_consent.for", "page_consent.what", "page_consent.part_need", "page_consent.part_contact", "page_consent.part_done",
	"page_consent.never", "page_consent.asked_before", "page_consent.lift", "page_consent.yes", "page_consent.no", "page_consent.later",
	"page_consent.change", "page_consent.no_cost",
	"page_consent.detail_heading", "page_consent.may_contact", "page_consent.may_done", "page_consent.until", "page_consent.until_7d",
	"page_consent.until_3m", "page_consent.until_say", "page_consent.until_say_hint", "accord.until_day", "accord.day", "accord.day_hint",
	"accord.only", "accord.only_hint", "page_consent.how", "page_consent.how_screen", "page_consent.how_spoken", "page_consent.how_paper",
	"page_consent.check_heading", "page_consent.check_to", "accord.one_worker", "page_consent.check_what", "page_consent.check_time",
	"page_consent.until_date", "page_consent.check_how", "page_consent.confirm", "sign.finish",
}

// refusalKeys are those of a refusal, of an organisation or of somebody there.
var refusalKeys = []string{
	"refuse.heading", "refuse.own_heading", "refuse.lead", "refuse.lead_relay", "refuse.all_heading", "refuse.all_effect", "refuse.all_stops",
	"refuse.all_do", "refuse.one_heading", "refuse.one_own", "refuse.one_effect", "refuse.one_name", "refuse.one_hint", "refuse.one_do",
	"page_consent.no_cost",
}

// wordingOf is a text as it stands in a language, one sentence a line, with its
// blanks in braces: whom it is about stands in the receipt, not in the version.
func wordingOf(l *i18n.Local, keys []string) string {
	var b strings.Builder
	for _, key := range keys {
		var blanks []any
		for _, name := range l.Placeholders(key) {
			blanks = append(blanks, name, "{"+name+"}")
		}
		b.WriteString(l.T(key, blanks...) + "\n")
	}
	return b.String()
}

// consentText is what is read of a consent; signs are its last words.
func consentText(l *i18n.Local) string {
	keys := append([]string(nil), consentKeys...)
	for _, sign := range consent.Signs {
		keys = append(keys, "sign."+string(sign))
	}
	return wordingOf(l, keys)
}

// refusalText is what is read of a refusal.
func refusalText(l *i18n.Local) string { return wordingOf(l, refusalKeys) }

// ConsentText is what is read to a person in a language before they answer, for
// whoever records an answer without these pages: the story of the demonstration.
// spoken is the language it is really in.
func (s *Site) ConsentText(lang string) (text, spoken string) {
	l := s.Bundle.In(lang)
	return consentText(l), string(l.Lang())
}
