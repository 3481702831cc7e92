package e2e

import (
	"strings"
	"testing"

	"passerelle/test/browser"
	"passerelle/test/live"
)

// TestWhatBecomesOfAPhone: taken back, handed over, tried by somebody else, kept
// too long, with a clock that is wrong by years. Each is told plainly; what can
// be read goes, what is sealed stays until it is sent, and nothing is lost.
func TestWhatBecomesOfAPhone(t *testing.T) {
	t.Parallel()
	base := live.Demo(t).URL
	net := newNetwork(t, base)
	c, round := prepares(t, base, 10)
	begin := func(t *testing.T, ready bool) *phone {
		p := newPhone(t, net)
		p.take(net.through(c.lend(round), base))
		if ready {
			p.ready()
		}
		return p
	}
	t.Run("revoked", func(t *testing.T) {
		p := begin(t, true)
		if why := p.tab.NotInstallable(); len(why) > 0 {
			t.Errorf("it cannot stand among the phone's applications: %v", why)
		}
		p.tell(1, "talked", "")
		p.wait("it is sent", `document.getElementById('bar').textContent.includes('Tout est envoyé')`)
		net.set(func() { net.down = true })
		p.tell(3, "talked", "")
		c.tab.Open(round)
		c.tab.Tap(`main form[action$="/retirer"] [type=submit]`)
		net.set(func() { net.down = false })
		p.press(`#s-door [data-do=doors]`)
		p.shows("doors")
		p.press(`[data-do=box]`)
		p.press(`#s-box [data-do=send]`)
		p.shows("over")
		p.says("Ce téléphone a été retiré de la ronde", "pas encore envoyées : 1", "Dites leur nombre à la coordination")
		p.forgot()
		c.says(round, "1 portes vues sur 10", "Retiré")
		another := net.through(c.lend(round), base) // what is stuck is no reason to lend it nothing more
		p.tab.Open(another)
		p.shows("take")
		p.says("pas encore envoyées : 1", "Dites leur nombre à la coordination")
		p.take(another)
		p.tell(3, "talked", "")
		p.wait("it is sent", `document.getElementById('bar').textContent.includes('Tout est envoyé')`)
		c.says(round, "2 portes vues sur 10")
		p.tab.Open(net.URL + "/fr/urgence")
		if len(p.tab.NotInstallable()) == 0 {
			t.Error("any page could stand among the phone's applications: what was asked above proves nothing")
		}
	})
	t.Run("link used twice", func(t *testing.T) {
		link := net.through(c.lend(round), base)
		first, second := newPhone(t, net), newPhone(t, net)
		first.take(link)
		second.tab.Open(link)
		second.shows("take")
		browser.Eval[bool](second.tab, `(() => { for (const i of ['pin', 'pin2']) document.getElementById(i).value = '`+pin+`'; document.querySelector('[data-form=take] [type=submit]').click(); return true })()`)
		second.shows("empty")
		second.says("déjà été ouvert sur un autre téléphone")
	})
	t.Run("handed over", func(t *testing.T) {
		p := begin(t, false)
		net.set(func() { net.down = true })
		p.tell(2, "absent", "")
		net.set(func() { net.down = false })
		p.press(`#s-door [data-do=doors]`)
		p.shows("doors")
		p.press(`[data-do=box]`)
		p.press(`#s-box [data-do=hand]`) // the second tap
		p.shows("over")
		p.says("Vous avez passé cette ronde")
		p.forgot()
		c.says(round, "3 portes vues sur 10", "Ronde passée")
	})
	t.Run("handed over while it sends", func(t *testing.T) {
		p := begin(t, true)
		sends := make(chan struct{})
		net.set(func() { net.holds = sends })
		p.tell(2, "absent", "") // it begins to send by itself
		p.press(`#s-door [data-do=doors]`)
		p.shows("doors")
		p.press(`[data-do=box]`)
		p.wait("it sends", `document.getElementById('bar').textContent.includes('Envoi')`)
		p.press(`#s-box [data-do=hand]`)
		net.set(func() { net.holds = nil })
		close(sends)
		p.shows("over")
		p.says("Vous avez passé cette ronde")
	})
	t.Run("ten wrong tries", func(t *testing.T) {
		p := begin(t, true)
		net.set(func() { net.down = true })
		p.tell(4, "absent", "")
		p.tab.Open(net.URL + "/fr/tournee/")
		p.shows("lock")
		for n := 9; n >= 0; n-- {
			browser.Eval[bool](p.tab, `(() => { document.getElementById('unlock').value = '000000'; document.querySelector('[data-form=unlock] [type=submit]').click(); return true })()`)
			if n > 0 {
				p.wait("a wrong try", `document.getElementById('told').textContent.endsWith(': `+string(rune('0'+n))+`')`)
			}
		}
		p.shows("over")
		p.forgot()
		net.set(func() { net.down = false })
		p.press(`#s-over [data-do=send]`)
		p.wait("what was ready is sent", `document.getElementById('bar').textContent.includes('Tout est envoyé')`)
		c.says(round, "4 portes vues sur 10")
	})
	t.Run("thirteen hours later", func(t *testing.T) {
		p := begin(t, true)
		net.set(func() { net.down = true })
		p.tell(5, "absent", "")
		p.tab.Clock("-56 * 365 * 864e5") // the battery was empty: it is 1970
		p.tab.Open(net.URL + "/fr/tournee/")
		p.unlock()
		p.shows("doors")
		p.tell(6, "absent", "")
		p.tab.Clock("(56 * 365 * 864e5) + 13 * 36e5") // over the other shift: thirteen hours from now
		p.tab.Open(net.URL + "/fr/tournee/")
		p.shows("over")
		p.says("Douze heures ont passé", "pas encore envoyées : 2")
		p.forgot()
		net.set(func() { net.down = false })
		browser.Eval[bool](p.tab, `dispatchEvent(new Event('online'))`) // the network comes back, and nobody looks
		p.wait("what was ready is sent", `document.getElementById('bar').textContent.includes('Tout est envoyé')`)
		c.says(round, "6 portes vues sur 10")
	})
	t.Run("a slip", func(t *testing.T) {
		p := begin(t, false)
		p.begin(8, "Rien de chaud depuis mardi")
		p.press(`#s-door [data-do=doors]`) // somebody else opens: the draft waits
		p.shows("doors")
		p.begin(8, "")
		p.wait("the draft is there", `document.getElementById('words-said').value === 'Rien de chaud depuis mardi'`)
		p.press(`#s-door [data-do=slip]`)
		code := browser.Eval[string](p.tab, `document.getElementById('slip').value`)
		p.press(`[data-result=talked]`)
		p.wait("it is sent", `document.getElementById('bar').textContent.includes('Tout est envoyé')`)
		person := browser.Shared(t).Tab(t, browser.PhoneNoScripts)
		person.Open(base + "/fr/suivi")
		person.Fill("code", code)
		person.Tap(`main form [type=submit]`)
		if text := person.Text(); !strings.Contains(text, "Repas gratuit ou à petit prix") || strings.Contains(text, "mardi") {
			t.Errorf("with the code of a slip, a person reads:\n%s", text)
		}
	})
	t.Run("a clock of another year", func(t *testing.T) {
		p := newPhone(t, net)
		p.tab.Clock("-56 * 365 * 864e5")
		p.take(net.through(c.lend(round), base))
		p.says("L'heure de ce téléphone est fausse")
		p.tell(7, "talked", "")
		p.wait("it is sent", `document.getElementById('bar').textContent.includes('Tout est envoyé')`)
		c.says(round, "8 portes vues sur 10", "Son heure est fausse")
	})
}

// TestPhonesWithAFaultAreFound is the control of the two tests of the rounds: a
// phone that puts a draft away in clear is found on its disk, and one that lets
// go of a visit before it is acknowledged loses it on a network that loses.
func TestPhonesWithAFaultAreFound(t *testing.T) {
	t.Parallel()
	base := live.Demo(t).URL
	fault := func(t *testing.T, right, wrong string) (*network, coordinator, string, *phone) {
		net := newNetwork(t, base)
		net.script = func(js string) string {
			if strings.Count(js, right) != 1 {
				t.Errorf("the script does not hold %q once: this control changes nothing", right)
			}
			return strings.Replace(js, right, wrong, 1)
		}
		c, round := prepares(t, base, 10)
		p := newPhone(t, net)
		p.take(net.through(c.lend(round), base))
		p.ready()
		return net, c, round, p
	}
	t.Run("a draft in clear", func(t *testing.T) {
		_, _, _, p := fault(t, `at("locked").put(locked, key)`, `at("locked").put(x, key)`)
		p.begin(1, canary(1))
		p.drafted()
		p.browser.Kill(t)
		if found, _ := p.onDisk(); len(found) == 0 {
			t.Error("a draft in clear is not found on the disk")
		}
	})
	t.Run("let go too early", func(t *testing.T) {
		net, c, round, p := fault(t, `const r = await post(body.dataset.send,`, `await work("readwrite", (at) => { for (const { id } of rows) at("outbox").delete(id); }); const r = await post(body.dataset.send,`)
		net.set(func() { net.down = true })
		p.tell(1, "talked", "")
		p.press(`#s-door [data-do=doors]`)
		p.shows("doors")
		p.press(`[data-do=box]`)
		p.send()
		net.set(func() { net.down = false })
		p.send()
		c.says(round, "0 portes vues sur 10")
	})
}

// says reads the phone.
func (p *phone) says(want ...string) {
	p.t.Helper()
	for _, w := range want {
		p.wait(w, `document.body.innerText.replace(/\s+/g, ' ').includes(`+"`"+strings.ReplaceAll(w, "'", `\'`)+"`"+`)`)
	}
}

// forgot looks at the disk as the page has it: nothing that can be opened with
// the digits is left.
func (p *phone) forgot() {
	p.t.Helper()
	left := browser.Eval[[]int](p.tab, `new Promise((ok, no) => { const o = indexedDB.open('tournee'); o.onerror = no; o.onsuccess = () => {
		const tx = o.result.transaction(['locked', 'done', 'meta']), a = tx.objectStore('locked').count(), b = tx.objectStore('done').count(), m = tx.objectStore('meta').get('round');
		tx.oncomplete = () => { ok([a.result, b.result, m.result.salt ? 1 : 0]); o.result.close() } } })`)
	for i, n := range left {
		if n != 0 {
			p.t.Errorf("%s: %d left", []string{"locked", "done", "what opens"}[i], n)
		}
	}
}
