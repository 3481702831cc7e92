package web

import (
	"net/http"

	"passerelle/internal/fault"
	"passerelle/internal/web/ui"
)

// again is what a form shown again says of an error that its reader can mend:
// a sentence a field, or one for the whole form. ok is false for any other
// error, which has a page of its own.
func again(err error) (list []ui.Problem, status int, ok bool) {
	if list = problems(err); len(list) > 0 {
		return list, http.StatusUnprocessableEntity, true
	}
	key, args := fault.KeyOf(err)
	k := fault.KindOf(err)
	if key == "" || key == "error.form_stale" || (k != fault.Invalid && k != fault.TooMany) {
		return nil, 0, false
	}
	return []ui.Problem{{Key: key, Args: args}}, statuses[k], true
}
