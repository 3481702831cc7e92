package e2e

import (
	"strings"
	"testing"

	"passerelle/test/browser"
	"passerelle/test/live"
)

// TestAPhoneGoesOn: a hand that trembles tells one door, a need that is corrected is
// said once, a visit that no server reads
// keeps no other round away, and a phone that is handed over learns it where there is
// nothing to send.
func TestAPhoneGoesOn(t *testing.T) {
	t.Parallel()
	base := live.Demo(t).URL
	net := newNetwork(t, base)
	c, round := prepares(t, base, 10)
	_, corrected := prepares(t, base, 10) // before its doors are asked too often
	_, handed := prepares(t, base, 10)
	t.Run("pressed twice", func(t *testing.T) {
		p := newPhone(t, net)
		p.take(net.through(c.lend(round), base))
		p.begin(1, "")
		browser.Eval[bool](p.tab, `new Promise(ok => { const b = document.querySelector('[data-result=talked]'); b.click(); setTimeout(() => { b.click(); setTimeout(ok, 300, true) }, 250) })`)
		p.says("Gardé : rue des Mouettes, 1")
		p.wait("it is sent", `document.getElementById('bar').textContent.includes('Tout est envoyé')`)
		c.says(round, "1 portes vues sur 10")
	})
	t.Run("a need corrected before it is sent", func(t *testing.T) {
		p := newPhone(t, net)
		p.take(net.through(c.lend(corrected), base))
		net.set(func() { net.down = true })
		p.tell(1, "absent", "Rien de chaud depuis mardi")
		p.press(`#s-door [data-do=fix]`)
		p.says("remplace ce que vous venez de noter")
		p.tell(1, "talked", "Rien de chaud depuis lundi")
		net.set(func() { net.down = false })
		p.press(`#s-door [data-do=doors]`)
		p.shows("doors")
		p.press(`[data-do=box]`)
		p.send()
		c.says(corrected, "1 portes vues sur 10", "Parlé 1 Absent 0", "Repas gratuit ou à petit prix 1 ")
		p.press(`#s-box [data-do=doors]`)
		p.tell(3, "talked", "Encore froid")
		p.wait("it is sent", `document.getElementById('bar').textContent.includes('Tout est envoyé')`)
		p.press(`#s-door [data-do=fix]`)
		p.says("Le besoin est déjà reçu")
	})
	changed := func(t *testing.T, pairs ...string) *network {
		net := newNetwork(t, base)
		net.script = func(js string) string {
			for i := 0; i < len(pairs); i += 2 {
				if strings.Count(js, pairs[i]) != 1 {
					t.Errorf("the script does not hold %q once: this changes nothing", pairs[i])
				}
				js = strings.Replace(js, pairs[i], pairs[i+1], 1)
			}
			return js
		}
		return net
	}
	t.Run("a visit that no server reads", func(t *testing.T) {
		net := changed(t, `visit = { v: FORM`, `visit = { v: 9`)
		p := newPhone(t, net)
		p.take(net.through(c.lend(round), base))
		p.tell(3, "talked", "")
		p.wait("it is not read", `document.querySelector('[data-box=wrong]').textContent === '1'`)
		p.take(net.through(c.lend(round), base))
		p.wait("it begins anew", `document.querySelector('[data-box=wrong]').textContent === '0'`)
	})
	t.Run("handed over with nothing to send", func(t *testing.T) {
		net := changed(t, `ASK = 600000`, `ASK = 500`, `}, 30000);`, `}, 300);`)
		p := newPhone(t, net)
		p.take(net.through(c.lend(handed), base))
		c.tab.Open(handed)
		c.tab.Tap(`main form[action$="/passer"] [type=submit]`)
		p.shows("over")
		p.says("Vous avez passé cette ronde")
		p.forgot()
	})
}
