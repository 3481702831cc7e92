package e2e

import (
	"net/http"
	"testing"
)

// TestARefusalBeatsEveryOui: the person says no to one worker, then to the whole
// organisation, on their own page; each counts at the very next request, for
// those it is about and for nobody else.
func TestARefusalBeatsEveryOui(t *testing.T) {
	t.Parallel()
	eachEngine(t, func(t *testing.T, town *town) {
		awa := town.admin(halte)
		bo, ida := town.hire(awa, "bo", "intervention"), town.hire(awa, "ida", "intervention")
		cleo := town.admin(tamarac)
		dan, eve := town.hire(cleo, "dan", "intervention"), town.hire(cleo, "eve", "intervention")
		h := draft(bo, "logement", "T1")
		h.agree()
		h.send()
		h.give()
		for _, v := range []*visitor{dan, eve} {
			v.open(h.path)
			v.shows(saidWords)
		}
		person := town.visitor()
		h.enter(person)

		person.refuse(tamarac, "Dan")
		gone(dan, h.path)
		dan.open("/fr/app/references")
		dan.hides(append(secrets, h.id)...)
		eve.open(h.path)
		eve.shows(saidWords)

		person.refuse(tamarac, "Eve")
		gone(eve, h.path)

		// Who joins under a refused name is refused too.
		other := town.hire(cleo, "dan-2", "intervention")
		gone(other, h.path)
		fay := town.hire(cleo, "flo", "intervention")
		fay.open(h.path)
		fay.shows(saidWords)

		// Somebody of the organisation that accompanies them, told to a colleague.
		accord := "/fr/app/accords/" + h.person
		ida.open(accord)
		bo.open(accord)
		bo.open(bo.links(accord + "/non/")[len(bo.links(accord+"/non/"))-1])
		bo.shows("Dire non à une personne de " + halte)
		bo.send(bo.at, "who", "one", "name", "ida")
		gone(ida, accord)
		gone(ida, h.path)
		ida.open("/fr/app/references")
		ida.hides(append(secrets, h.id)...)
		bo.open(h.path)
		bo.shows(saidWords)

		person.refuse(tamarac, "")
		gone(fay, h.path)
		bo.open(h.path)
		bo.shows("Retirée")
		// Nobody asks again without the person lifting it.
		person.open("/fr/lien/page")
		person.shows("Vous avez dit non.")
	})
}

// refuse says no to an organisation, or to somebody there, on the person's page.
func (v *visitor) refuse(org, name string) {
	v.t.Helper()
	v.open("/fr/lien/non")
	to, form := v.form("/lien/non")
	fill(form, "q", org)
	v.ask(to, form)
	found := v.links("/lien/non/")
	if len(found) == 0 {
		v.t.Fatalf("%s is not found: %s", org, v.text())
	}
	v.open(found[0])
	to, form = v.form(found[0])
	fill(form, "who", "all", "name", "")
	if name != "" {
		fill(form, "who", "one", "name", name)
	}
	if a := v.ask(to, form); a.status != http.StatusOK {
		v.t.Fatalf("%s answers %d: %s", to, a.status, a.text())
	}
	v.shows("C'est noté. Ce non compte dès maintenant.")
}
