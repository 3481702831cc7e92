package e2e

import (
	"strings"
	"testing"
	"time"

	"passerelle/test/browser"
	"passerelle/test/live"
)

// in shows another window of the same phone.
func (p *phone) in(tab *browser.Tab) *phone {
	q := *p
	q.tab = tab
	return &q
}

// tries types six wrong digits at the lock, and waits until they are counted.
func (p *phone) tries(left string) {
	p.t.Helper()
	p.shows("lock")
	browser.Eval[bool](p.tab, `(() => { document.getElementById('unlock').value = '000000'; document.querySelector('[data-form=unlock] [type=submit]').click(); return true })()`)
	p.wait("a wrong try, "+left+" left", `document.getElementById('told').textContent.endsWith(': `+left+`')`)
}

// TestARoundInTwoWindows: the last window opened goes on and the one before it says
// so, with nothing in hand. On a phone that cannot tell its windows apart, wrong
// digits are counted for both, and a round that waits is not thrown away by another.
func TestARoundInTwoWindows(t *testing.T) {
	t.Parallel()
	base := live.Demo(t).URL
	begin := func(t *testing.T, locks bool) (*phone, *network, coordinator, string) {
		net := newNetwork(t, base)
		if !locks {
			net.script = func(js string) string {
				if !strings.Contains(js, "!navigator.locks") {
					t.Error("the script asks for no lock: this control changes nothing")
				}
				return strings.Replace(js, "!navigator.locks", "true", 1)
			}
		}
		c, round := prepares(t, base, 10)
		p := newPhone(t, net)
		p.take(net.through(c.lend(round), base))
		p.ready()
		return p, net, c, round
	}
	t.Run("the last one goes on", func(t *testing.T) {
		p, net, c, round := begin(t, true)
		p.begin(1, "Rien de chaud depuis mardi")
		p.drafted()
		other := p.in(p.browser.Mine(t, browser.Phone))
		other.tab.Open(net.URL + "/fr/tournee/")
		p.shows("aside")
		p.says("ouverte dans une autre fenêtre")
		if text := browser.Eval[string](p.tab, `document.body.textContent + [...document.querySelectorAll('textarea, input')].map(e => e.value)`); strings.Contains(text, "mardi") {
			t.Error("the window put aside still holds what was said")
		}
		other.unlock()
		other.wait("the draft is there", `document.getElementById('words-said').value === 'Rien de chaud depuis mardi'`)
		other.tell(1, "talked", "")
		other.wait("it is sent", `document.getElementById('bar').textContent.includes('Tout est envoyé')`)
		p.press(`#s-aside [data-do=here]`)
		other.shows("aside")
		p.unlock()
		p.tell(2, "talked", "")
		p.wait("it is sent", `document.getElementById('bar').textContent.includes('Tout est envoyé')`)
		c.says(round, "2 portes vues sur 10", "2 visites reçues")
	})
	t.Run("another link in this very window", func(t *testing.T) {
		p, net, c, round := begin(t, true)
		browser.Eval[bool](p.tab, `(() => { location.hash = '#main'; return true })()`)
		p.shows("doors")
		link := net.through(c.lend(round), base)
		browser.Eval[bool](p.tab, `(() => { location.href = '`+link+`'; return true })()`)
		time.Sleep(2 * time.Second) // the page begins again: what is asked of it meanwhile is cut
		p.shows("take")
	})
	t.Run("without locks", func(t *testing.T) {
		p, net, c, round := begin(t, false)
		other := p.in(p.browser.Mine(t, browser.Phone))
		other.tab.Open(net.URL + "/fr/tournee/")
		third := p.in(p.browser.Mine(t, browser.Phone))
		third.tab.Open(net.URL + "/fr/tournee/")
		third.shows("lock")
		other.tries("9")
		other.tries("8")
		third.tries("7") // it was opened when there was none
		third = p.in(p.browser.Mine(t, browser.Phone))
		third.tab.Open(net.through(c.lend(round), base))
		third.shows("take")
		net.set(func() { net.down = true })
		p.tell(1, "talked", "")
		time.Sleep(200 * time.Millisecond)
		net.set(func() { net.down = false })
		browser.Eval[bool](third.tab, `(() => { for (const i of ['pin', 'pin2']) document.getElementById(i).value = '`+pin+`'; document.querySelector('[data-form=take] [type=submit]').click(); return true })()`)
		third.says("Une autre ronde attend ici")
		p.press(`#s-door [data-do=doors]`)
		p.shows("doors")
		p.press(`[data-do=box]`)
		p.send()
		c.says(round, "1 portes vues sur 10")
	})
}
