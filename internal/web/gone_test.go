package web_test

import (
	"log/slog"
	"regexp"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/event"
	"passerelle/internal/job"
	"passerelle/internal/message"
	"passerelle/internal/need"
	"passerelle/internal/place"
)

// TestAConversationGivenBack: who was answering it when a colleague gave it back is
// told, keeps what they wrote, and sees those that wait.
func TestAConversationGivenBack(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := needing(t, u)
		d.site.Gateway = &message.Gateway{Region: dbtest.Region, Desk: d.site.Need}
		d.must(d.site.Need.Hear(u.Ctx, dbtest.Region, need.Incoming{Channel: "twilio", ID: "SM1", From: "+15145550177", Text: "humain"}))
		bob := d.browser()
		bob.signIn("bob")
		list := bob.get("/fr/app/textos")
		take := regexp.MustCompile(`/fr/app/texto/[0-9a-f-]+/prendre`).FindString(list.body)
		taken := bob.post(take, fields(list.body)...)
		d.want(taken, 303, "")
		self := taken.Header.Get("Location")
		before := bob.get(self)
		d.want(bob.post(self+"/rendre", "act", "given"), 303, "")
		late := "Je serai là à neuf heures"
		for _, a := range []string{"/repondre", "/rendre"} {
			said := bob.post(self+a, append(fields(before.body), "words", late)...)
			d.want(said, 404, late)
			d.want(said, 404, "ne la tient plus")
		}
		d.want(bob.get(self), 404, "ne la tient plus")
		d.want(bob.get("/fr/app/texto/rien"), 404, "ne la tient plus")
	})
}

// TestPlacesThatEndedAreNotHeld: who presses is told, and sees the others.
func TestPlacesThatEndedAreNotHeld(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		d := newDoor(t, u)
		queue := job.New(u.DB, u.Clock, slog.New(slog.DiscardHandler))
		d.site.Finder = directory.NewIndex([]*directory.Listing{{ID: "hall", Org: "another", Name: directory.Text{FR: "Gymnase"}}})
		d.site.Place = place.New(u.DB, event.NewLog(queue), queue, bedsOf{"another"})
		theirs := access.ForWorker(dbtest.Region, "their-worker", "another", "", access.Intervention)
		offer, err := d.site.Place.Open(u.Ctx, theirs, "act", place.Opening{Service: "hall", Unit: "bed", Free: 3, For: time.Hour})
		d.must(err)
		bob := d.browser()
		bob.signIn("bob")
		hold := "/fr/app/places/" + offer + "/retenir"
		d.want(bob.get("/fr/app/places"), 200, hold)
		u.Clock.Advance(2 * time.Hour)
		bob.signIn("bob") // the session ended meanwhile
		d.want(bob.post(hold, "act", "late"), 404, "ne sont plus offertes")
	})
}
