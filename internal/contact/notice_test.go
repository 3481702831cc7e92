package contact_test

import (
	"testing"

	"passerelle/internal/contact"
)

func notice() contact.Notice {
	return contact.Notice{
		ID: "n", To: "nadia@exemple.ca", Subject: "Votre journée", Site: "https://passerelle.example", Stop: "https://passerelle.example/courriel/arret/x",
		Text: "À faire : 3\nhttps://passerelle.example/fr/app\n", Names: []string{"La Halte"},
	}
}

// TestANoticeSaysNothing: a screen may be read over a shoulder. Its words name
// nothing, and lead nowhere but here.
func TestANoticeSaysNothing(t *testing.T) {
	if c, v := contact.ClearNotice(notice()); v != contact.Pass || c.Empty() || c.Channel() != contact.ByMail || c.Subject() != "Votre journée" || c.Stop() == "" {
		t.Fatalf("%s %+v", v, c)
	}
	for name, spoil := range map[string]func(n *contact.Notice){
		"a word that tells":      func(n *contact.Notice) { n.Text = "Une référence vous attend" },
		"an organisation":        func(n *contact.Notice) { n.Text = "La Halte : 3" },
		"a subject that tells":   func(n *contact.Notice) { n.Subject = "Le refuge du quai" },
		"a page elsewhere":       func(n *contact.Notice) { n.Text = "https://ailleurs.example/x" },
		"a site that looks like": func(n *contact.Notice) { n.Text = "https://passerelle.example.evil.example/x" },
		"no words":               func(n *contact.Notice) { n.Text = "" },
		"no subject":             func(n *contact.Notice) { n.Subject = "" },
		"two lines of subject":   func(n *contact.Notice) { n.Subject = "Votre journée\r\nBcc: x@exemple.ca" },
		"no way to stop":         func(n *contact.Notice) { n.Stop = "" },
		"stopped elsewhere":      func(n *contact.Notice) { n.Stop = "https://ailleurs.example/arret" },
		"a header in the stop":   func(n *contact.Notice) { n.Stop += ">\r\nBcc: x@exemple.ca" },
		"no site":                func(n *contact.Notice) { n.Site = "" },
	} {
		n := notice()
		spoil(&n)
		if c, v := contact.ClearNotice(n); v != contact.BadWords || !c.Empty() {
			t.Errorf("%s: %s %+v", name, v, c)
		}
	}
}

// TestAnAddressIsOneAddress: nothing that a header or an envelope would read as
// more.
func TestAnAddressIsOneAddress(t *testing.T) {
	for _, good := range []string{"nadia@exemple.ca", "nadia.b+nuit@halte.exemple.ca", "n@x.co"} {
		if !contact.IsAddress(good) {
			t.Errorf("%q is refused", good)
		}
	}
	for _, bad := range []string{
		"", "nadia", "nadia@", "@exemple.ca", "nadia@exemple", "a@exemple.ca,b@exemple.ca", "a@exemple.ca b@exemple.ca", "Nadia <a@exemple.ca>",
		"a@exemple.ca\r\nBcc: b@exemple.ca", "a@exemple.ca\nRCPT TO:<b@exemple.ca>", "\"a\\\"b\"@exemple.ca", "a@exemple.ca\x00", "<a@exemple.ca>", "a;b@exemple.ca",
		"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa@exemple.ca",
	} {
		n := notice()
		n.To = bad
		if _, v := contact.ClearNotice(n); v != contact.NoAddress {
			t.Errorf("%q is taken", bad)
		}
	}
}
