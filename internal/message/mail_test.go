package message_test

import (
	"net"
	"strings"
	"testing"
	"time"

	"passerelle/internal/contact"
	"passerelle/internal/fault"
	"passerelle/internal/message"
	"passerelle/test/mailbox"
)

const site = "https://passerelle.example"

func cleared(t *testing.T, to string) contact.Cleared {
	t.Helper()
	c, v := contact.ClearNotice(contact.Notice{
		ID: "n1", To: to, Subject: "Votre journée", Site: site, Stop: site + "/courriel/arret/abc",
		Text: "À faire : 3\nEn attente d'un autre : 1\n\n" + site + "/fr/app\n",
	})
	if v != contact.Pass {
		t.Fatalf("not cleared: %s", v)
	}
	return c
}

func carrier(s *mailbox.Server) *message.Mail {
	return &message.Mail{Host: s.Host, Port: s.Port, From: "Passerelle <nouvelles@passerelle.example>", Roots: s.Roots, Within: time.Minute}
}

// TestALetterLeavesWhole: encrypted, with its words, one press to stop them all,
// and nothing of the machine that wrote it.
func TestALetterLeavesWhole(t *testing.T) {
	for name, k := range map[string]mailbox.Kind{"starttls": mailbox.StartTLS, "implicit": mailbox.Implicit} {
		t.Run(name, func(t *testing.T) {
			s := mailbox.New(t, k)
			m := carrier(s)
			m.Implicit, m.User, m.Password = k == mailbox.Implicit, "user", "word"
			if _, err := m.Send(cleared(t, "nadia@exemple.ca")); err != nil {
				t.Fatal(err)
			}
			got := s.Letters()
			if len(got) != 1 {
				t.Fatalf("%d letters", len(got))
			}
			l := got[0]
			if !l.Secure || !l.Signed || l.To != "nadia@exemple.ca" || l.From != "nouvelles@passerelle.example" || l.Subject != "Votre journée" || !strings.Contains(l.Text, "À faire : 3\n") || !strings.Contains(l.Text, site+"/fr/app") {
				t.Errorf("%+v", l)
			}
			for header, want := range map[string]string{
				"List-Unsubscribe": "<" + site + "/courriel/arret/abc>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
				"Auto-Submitted": "auto-generated", "Message-Id": "<n1@passerelle.example>", "User-Agent": "", "X-Mailer": "",
			} {
				if l.Header.Get(header) != want {
					t.Errorf("%s: %q, want %q", header, l.Header.Get(header), want)
				}
			}
		})
	}
}

// TestNothingLeavesInClear: a server that knows no encryption gets nothing, unless
// it is said to be on this machine; nor does one for which nobody vouches.
func TestNothingLeavesInClear(t *testing.T) {
	s := mailbox.New(t, mailbox.Bare)
	m := carrier(s)
	if _, err := m.Send(cleared(t, "nadia@exemple.ca")); !fault.Is(err, fault.Unavailable) || len(s.Letters()) != 0 {
		t.Errorf("without encryption: %v, %d letters", err, len(s.Letters()))
	}
	m.Bare = true
	if _, err := m.Send(cleared(t, "nadia@exemple.ca")); err != nil || len(s.Letters()) != 1 {
		t.Errorf("on this machine: %v, %d letters", err, len(s.Letters()))
	}
	s = mailbox.New(t, mailbox.StartTLS)
	m = carrier(s)
	m.Roots = nil
	if _, err := m.Send(cleared(t, "nadia@exemple.ca")); !fault.Is(err, fault.Unavailable) || len(s.Letters()) != 0 {
		t.Errorf("nobody vouches: %v, %d letters", err, len(s.Letters()))
	}
}

// TestWhatWasTakenIsKnown: Unavailable, which is told again, only when the server
// did not take the letter; and no cause that quotes an address.
func TestWhatWasTakenIsKnown(t *testing.T) {
	for _, c := range []struct {
		command, answer string
		want            fault.Kind
	}{
		{"MAIL", "451 later", fault.Unavailable},
		{"RCPT", "450 <nadia@exemple.ca> is busy", fault.Unavailable},
		{"RCPT", "550 <nadia@exemple.ca> is unknown", fault.Invalid},
		{"DATA", "", fault.Unavailable},
		{".", "452 full", fault.Unavailable},
		{".", "554 <nadia@exemple.ca> refused", fault.Invalid},
		{".", "", fault.Internal}, // taken, perhaps
	} {
		s := mailbox.New(t, mailbox.StartTLS)
		s.Says(c.command, c.answer)
		_, err := carrier(s).Send(cleared(t, "nadia@exemple.ca"))
		if fault.KindOf(err) != c.want || err == nil || strings.Contains(err.Error(), "nadia") {
			t.Errorf("%s %q: %v, want %v", c.command, c.answer, err, c.want)
		}
	}
	s := mailbox.New(t, mailbox.StartTLS)
	s.Says("RSET", "")
	if _, err := carrier(s).Send(cleared(t, "nadia@exemple.ca")); err != nil {
		t.Errorf("cut after it was taken: %v", err)
	}
}

// TestASilentServerIsLeft: it holds whoever sends for a bounded time.
func TestASilentServerIsLeft(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	m := &message.Mail{Host: "127.0.0.1", Port: l.Addr().(*net.TCPAddr).Port, From: "x@passerelle.example", Within: 50 * time.Millisecond}
	if _, err := m.Send(cleared(t, "nadia@exemple.ca")); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a server that says nothing: %v", err)
	}
}

// TestOnlyClearedNoticesLeave: what was cleared for another way does not leave by
// this one, and nothing does where no server is set.
func TestOnlyClearedNoticesLeave(t *testing.T) {
	s := mailbox.New(t, mailbox.StartTLS)
	text, v, _ := contact.Clear(contact.Profile{Ways: []contact.Way{contact.Mail}, Days: [7]bool{true, true, true, true, true, true, true}},
		contact.Message{ID: "m", Channel: "twilio", To: "a@exemple.ca", Text: "Bonjour", Way: contact.Mail}, time.Now())
	if v != contact.Pass {
		t.Fatal(v)
	}
	for name, c := range map[string]contact.Cleared{"nothing": {}, "a text": text} {
		if _, err := carrier(s).Send(c); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	var off *message.Mail
	if _, err := off.Send(cleared(t, "a@exemple.ca")); !fault.Is(err, fault.Invalid) || s.Calls() > 0 {
		t.Errorf("no server: %v, %d calls", err, s.Calls())
	}
}
