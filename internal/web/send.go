package web

import (
	"passerelle/internal/i18n"
	"passerelle/internal/web/page"
)

// short is an address for paper and messages. In a language that workers read,
// it holds no language: the phone that opens it chooses. Any other was chosen
// for the person, whose phone may speak a third one, so it stands in it.
func (s *Site) short(v *Visit, path string) string {
	if complete(s.Bundle.Languages(), v.L.Lang()) {
		return s.base(v) + path
	}
	return s.base(v) + v.href(path)
}

func complete(all []i18n.Language, lang i18n.Lang) bool {
	for _, l := range all {
		if l.Lang == lang {
			return l.Label == i18n.Complete
		}
	}
	return false
}

// send is what the phone's own messages carry: an address, after words that
// say nothing of what it is about. Others may read the screen.
func send(l *i18n.Local, address string) page.Send {
	return page.Send{Subject: l.T("share.subject"), Words: l.T("share.message") + " " + address}
}
