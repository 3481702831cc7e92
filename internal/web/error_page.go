package web

import (
	"net/http"

	"github.com/a-h/templ"

	"passerelle/internal/access"
	"passerelle/internal/web/page"
)

// errorPage is the page of an error: calm, in the reader's language, with what
// to do. It has the quick exit, since nobody knows which page it stands for.
func (s *Site) errorPage(v *Visit, status int, key string, args []any) templ.Component {
	p := page.Error{Frame: s.frame(v, ""), Key: key, Args: args, Kind: errorKinds[status]}
	p.Exit = v.Worker == nil
	if v.By.Kind() == access.Holder {
		p.Mine = v.href("/lien/page")
	}
	if p.Kind == page.ErrorGone && v.Worker != nil {
		p.Today = v.href("/app")
	}
	switch key {
	case "error.sign_in":
		p.Kind, p.Retry = page.ErrorSignIn, v.href("/connexion")
		if v.R.Method == http.MethodGet {
			p.Retry = v.href("/connexion", "suite", v.path()) // and back here
		}
	case "security.prove_first":
		p.Kind, p.Retry = page.ErrorProve, v.href("/app/moi/confirmer")
	case "error.thread":
		p.Kind = page.ErrorThread
	}
	if p.Kind == page.ErrorDown && v.R.Method == http.MethodGet {
		p.Retry = v.href(v.path())
	}
	return page.ErrorShow(p)
}

// errorKinds chooses the words by status; any other is a page that does not
// open.
var errorKinds = map[int]page.ErrorKind{
	http.StatusConflict:            page.ErrorConflict,
	http.StatusUnprocessableEntity: page.ErrorForm,
	http.StatusForbidden:           page.ErrorForm,
	http.StatusServiceUnavailable:  page.ErrorDown,
	http.StatusInternalServerError: page.ErrorDown,
	http.StatusTooManyRequests:     page.ErrorMany,
}
