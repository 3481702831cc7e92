package app_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/app"
	"passerelle/internal/app/demo"
	"passerelle/internal/clock"
	"passerelle/internal/contact"
	"passerelle/internal/need"
)

// outside is the world that text messages go to.
type outside struct {
	mu   sync.Mutex
	sent []string
}

func (o *outside) Send(m contact.Cleared) (string, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.sent = append(o.sent, m.To()+" "+m.Text())
	return m.ID(), nil
}

// TestASignalByTextAndBack: from a telephone to those who answer and back, with
// the bytes that came, in the real program on both engines; a person's name is
// asked about, and the names of the directory are not.
func TestASignalByTextAndBack(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, set app.Settings) {
		set.Clock = clock.Fixed(time.Date(2026, 3, 4, 17, 0, 0, 0, time.UTC)) // a Wednesday at noon
		ctx := context.Background()
		a, err := app.OpenDemo(ctx, set)
		must(t, err)
		world := new(outside)
		a.Need.CarriedBy(world)
		hear := func(id, from, text string) (last string) {
			t.Helper()
			must(t, a.Need.Hear(ctx, a.Region, need.Incoming{Channel: "demo", ID: id, From: from, Text: text}))
			for n := 1; n > 0; {
				n, err = a.Queue.RunDue(ctx, a.Region)
				must(t, err)
			}
			world.mu.Lock()
			defer world.mu.Unlock()
			// What falls due together is sent in no order: the last to this telephone.
			for _, m := range slices.Backward(world.sent) {
				if strings.HasPrefix(m, from+" ") {
					return m
				}
			}
			return ""
		}
		want := func(got, has string) {
			t.Helper()
			if !strings.Contains(got, has) {
				t.Errorf("the telephone got %q, want %q", got, has)
			}
		}
		who := func(org string, role access.Role) access.Actor {
			return access.ForWorker(a.Region, "w", access.Org(demo.ID("organization", org)), "", role)
		}
		halte, ciusss := who("halte", access.Intervention), who("ciusss", access.Management)
		begun, err := a.Signal.List(ctx, halte)
		must(t, err)
		const phone = "+18735550199"
		want(hear("s1", phone, "Signal"), "Écrivez SIGNAL")
		want(hear("s2", phone, "SIGNAL Wassim Haddad dort dehors au Vieux-Quai"), "Wassim Haddad")
		want(hear("s3", phone, "oui"), "Écrivez SIGNAL") // yes, it is a name
		const words = "SIGNAL  l'eau est coup\u00e9e \r\nau Vieux-Quai, La Halte du Pont déborde \xf0\x9f\x9a\xb0 "
		want(hear("s4", phone, words), "mot pour mot")
		hear("s4", phone, words) // the gateway repeats itself
		want(hear("s5", "+18735550198", "signal les Kwizera ont froid"), "Kwizera")
		want(hear("s6", "+18735550198", "envoyer"), "mot pour mot")
		for i, times := range []int{300, 1000, 50_000} {
			want(hear(fmt.Sprint("s7", i), phone, "signal "+strings.Repeat("long ", times)), "trop long")
		}
		list, err := a.Signal.List(ctx, halte)
		must(t, err)
		if len(list) != len(begun)+2 || list[1].Words != words || list[1].Place != "vieux-quai" || list[0].Words != "signal les Kwizera ont froid" {
			t.Fatalf("%d signals; %+v", len(list)-len(begun), list[:2])
		}
		id := list[1].ID
		want(hear("s8", phone, "lire"), "Pas encore de réponse")
		must(t, a.Signal.Relay(ctx, halte, "r", id, ciusss.Org(), "Vous avez l'ingénieur.", 4*time.Hour, false))
		must(t, a.Signal.Answer(ctx, ciusss, "a", id, "Réparé ce soir.\nUne citerne est à la gare.", false, false))
		want(hear("s9", "+18735550197", "aide"), "+18735550197")
		world.mu.Lock()
		waits := slices.ContainsFunc(world.sent, func(s string) bool { return strings.HasPrefix(s, phone+" Un message vous attend") })
		for _, s := range world.sent {
			if strings.Contains(s, "citerne") {
				t.Errorf("said before it was asked for: %q", s)
			}
		}
		world.mu.Unlock()
		if !waits {
			t.Errorf("who spoke was not told: %q", world.sent)
		}
		want(hear("s10", phone, "LIRE"), phone+" Réparé ce soir.\nUne citerne est à la gare.")
		want(hear("s11", "+18735550198", "lire"), "Pas encore de réponse") // they spoke of something else
		want(hear("s12", phone, "oublie"), "effacé")
		want(hear("s13", phone, "lire"), "Pas encore de réponse")
		x, err := a.Signal.Show(ctx, halte, id)
		must(t, err)
		if x.Words != words {
			t.Errorf("%q", x.Words)
		}
		must(t, a.Stop())
	})
}
