package i18n

import (
	"os"
	"slices"
	"strings"
	"testing"
)

// publicTexts begin the keys that a visitor without account meets on the way from
// the first page to a service: search, needs, results, a service and its hours,
// a closed door, help, errors; and those that a text message is answered by.
var publicTexts = []string{"sms.stopped", "sms.started", "sms.forgotten", "sms.help", "sms.human", "sms.urgent", "sms.named", "sms.ask_", "sms.noted", "sms.nothing_yet", "sms.answer_waits", "sms.declined", "sms.signal_",
	"needs.reason_no_", "needs.reason_not_ours", "needs.reason_repeated", "home.", "find.", "now.", "door.", "hours.", "holiday.", "langues.", "aide.", "exit.", "urgence.", "time.", "ui.", "need.", "kept.", "service.", "organization.", "error.", "needs.say", "needs.said_title", "needs.follow", "needs.news", "needs.receipt", "needs.public_"}

// workTexts are among them and only for teams.
var workTexts = []string{"ui.nav", "ui.task_", "ui.on_behalf", "ui.change_hat", "needs.public_link", "error.sign_in", "error.conflict", "error.hidden_by_other"}

// forSpeakers wait for a speaker: words of emergency and violence are not left to
// a machine, whatever their class.
var forSpeakers = []string{"urgence.", "need.talk_crisis", "need.safety_violence", "need.safety_assault", "need.safety_elders", "need.safety_trafficking"}

func begins(key string, with []string) bool {
	return slices.ContainsFunc(with, func(p string) bool { return strings.HasPrefix(key, p) })
}

// TestArabicOfPublicPages: the pack of the demonstration has every text of the
// public pages, but for critical ones and those that wait for a speaker; none of
// its rows is refused, and no draft is critical.
func TestArabicOfPublicPages(t *testing.T) {
	t.Parallel()
	b, err := New()
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.Open("../app/demo/packs/ar.tsv")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rep, err := b.LoadPack(f)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range rep.Refused {
		t.Errorf("line %d, %s: %s", r.Line, r.Key, r.Reason)
	}
	ar := b.In("ar")
	if rep.Drafts == 0 || !ar.Drafts() || rep.Hidden != 0 {
		t.Errorf("%d drafts, %d hidden; the pages say so: %t", rep.Drafts, rep.Hidden, ar.Drafts())
	}
	for _, key := range b.Keys() {
		class, plural := b.keys[key].class, b.Plural(key)
		switch {
		case !begins(key, publicTexts) || begins(key, workTexts):
			continue
		case class == Critical || begins(key, forSpeakers):
			if ar.Speaks(key) {
				t.Errorf("%s is spoken, and nobody who speaks Arabic has read it", key)
			}
		case !ar.Speaks(key):
			t.Errorf("the pack lacks %s: %q", key, b.In("fr").T(key))
		case plural:
			for form := zero; form <= other; form++ {
				if ar.entries[key].msg.forms[form] == nil {
					t.Errorf("%s lacks one of the six forms of Arabic", key)
				}
			}
		}
	}
}

// TestDraftsAreSaid: a draft is shown where no critical text is, and the language
// knows that it holds some.
func TestDraftsAreSaid(t *testing.T) {
	t.Parallel()
	b, rep := load(t, strings.Replace(back, "importé", "brouillon", 1), "x.ask\tar\tهل {org}؟\ts\tMIT\tbrouillon\tA. Haddad; S. Nasser\t2026-01-01")
	if ar := b.In("ar"); !ar.Speaks("x.back") || ar.Speaks("x.ask") || !ar.Drafts() || rep.Drafts != 1 || rep.Hidden != 1 {
		t.Errorf("%+v, drafts %t", rep, ar.Drafts())
	}
	if b, _ := load(t, back); b.In("ar").Drafts() || b.In("fr").Drafts() {
		t.Error("what was imported is taken for a draft")
	}
}
