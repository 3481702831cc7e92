package web

import (
	"passerelle/internal/directory"
	"passerelle/internal/i18n"
)

// whyHere says why a service is among the results: nobody pays to be there.
func whyHere(l *i18n.Local, list []directory.Reason) (out []i18n.Text) {
	for _, r := range list {
		key, detail := "find.why_"+string(r.Kind), any(r.Detail)
		switch r.Kind {
		case directory.WhyNeed:
			detail = i18n.Key(directory.NeedKey(r.Detail))
		case directory.WhyLanguage:
			detail = i18n.Tongue(r.Detail)
		case directory.WhyServes:
			if populationKeys[r.Detail] == "" {
				continue
			}
			detail = i18n.Key(populationKeys[r.Detail])
		case directory.WhyPaper:
			key, detail = paperReason(r.Accept), i18n.Key(paperNames[directory.Paper(r.Detail)])
		}
		out = append(out, l.Text(key, "detail", detail))
	}
	return out
}

func paperReason(a directory.Acceptance) string {
	switch a {
	case directory.AcceptConfirmed:
		return "find.why_paper_confirmed"
	case directory.AcceptAnnounced:
		return "find.why_paper_announced"
	}
	return "find.why_paper_unknown"
}
