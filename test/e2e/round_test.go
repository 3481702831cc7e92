package e2e

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"passerelle/test/browser"
	"passerelle/test/live"
)

const pin = "135790"

// phone is somebody's telephone: a browser with a profile of its own, that can
// be switched off in the middle of anything.
type phone struct {
	t       *testing.T
	net     *network
	profile string
	browser *browser.Browser
	tab     *browser.Tab
}

func newPhone(t *testing.T, net *network) *phone {
	t.Helper()
	p := &phone{t: t, net: net, profile: filepath.Join(t.TempDir(), "profile")}
	p.on()
	return p
}

func (p *phone) on() {
	p.t.Helper()
	p.browser = browser.StartPhone(p.t, p.profile)
	p.tab = p.browser.Mine(p.t, browser.Phone)
}

// killed ends the browser with nothing put away, and starts it again.
func (p *phone) killed() {
	p.t.Helper()
	p.browser.Kill(p.t)
	p.on()
	p.tab.Open(p.net.URL + "/fr/tournee/")
	p.unlock()
}

// wait waits until the page says so: the machine may be busy.
func (p *phone) wait(what, js string) {
	p.t.Helper()
	for range 4 {
		if browser.Eval[bool](p.tab, `new Promise(done => { const end = performance.now() + 20000; const look = async () => { let ok = false; try { ok = !!(await (`+js+`)) } catch {} if (ok) done(true); else if (performance.now() > end) done(false); else setTimeout(look, 25) }; look() })`) {
			return
		}
	}
	p.t.Fatalf("%s: not seen\n%s\n%v", what, p.tab.Text(), p.tab.Problems())
}

func (p *phone) shows(screen string) {
	p.t.Helper()
	p.wait("the screen "+screen, `!document.getElementById('s-`+screen+`').hidden`)
}

func (p *phone) press(selector string) {
	p.t.Helper()
	browser.Eval[bool](p.tab, `(() => { document.querySelector(`+strconv.Quote(selector)+`).click(); return true })()`)
}

func (p *phone) unlock() {
	p.t.Helper()
	p.shows("lock")
	browser.Eval[bool](p.tab, `(() => { document.getElementById('unlock').value = '`+pin+`'; document.querySelector('[data-form=unlock] [type=submit]').click(); return true })()`)
	p.wait("the round opens", `document.getElementById('s-lock').hidden`)
}

// take opens a link and chooses six digits.
func (p *phone) take(link string) {
	p.t.Helper()
	p.tab.Open(link)
	p.shows("take")
	browser.Eval[bool](p.tab, `(() => { for (const i of ['pin', 'pin2']) document.getElementById(i).value = '`+pin+`'; document.querySelector('[data-form=take] [type=submit]').click(); return true })()`)
	p.shows("doors")
}

// ready waits until the phone says that it may leave.
func (p *phone) ready() {
	p.t.Helper()
	p.wait("ready offline", `document.querySelector('[data-ready]').textContent.startsWith('Prête')`)
}

// left is how many are kept on the phone and not sent, as its bar says once it
// says what is on the disk: it is written after the screen has moved on.
func (p *phone) left() int {
	p.t.Helper()
	const bar = `(() => { const said = document.getElementById('bar').textContent; return said.includes('Tout est envoyé') ? 0 : +/: (\d+)/.exec(said)[1] })()`
	p.wait("the bar says what is on the disk", `new Promise((ok, no) => { const o = indexedDB.open('tournee'); o.onerror = no; o.onsuccess = () => {
		const all = o.result.transaction('outbox').objectStore('outbox').count();
		all.onerror = no; all.onsuccess = () => { o.result.close(); ok(all.result === `+bar+`) } } })`)
	return browser.Eval[int](p.tab, bar)
}

// handBack is how long after a press the next one is another, and not the same hand
// that trembles.
const handBack = 600 * time.Millisecond

// tell tells one door, with the gestures of a hand, and waits until it is said
// to be kept.
func (p *phone) tell(door int, result, words string) {
	p.t.Helper()
	p.begin(door, words)
	before := p.seen()
	if !p.net.quick {
		time.Sleep(handBack)
	}
	p.press(`[data-result=` + result + `]`)
	p.wait(fmt.Sprint("door ", door, " is kept"), `document.getElementById('s-door').hidden || document.querySelector('[data-door]').textContent !== `+strconv.Quote(before))
}

func (p *phone) seen() string {
	p.t.Helper()
	return browser.Eval[string](p.tab, `document.querySelector('[data-door]').textContent`)
}

// begin opens a door and types.
func (p *phone) begin(door int, words string) {
	p.t.Helper()
	js := `if (document.getElementById('s-door').hidden || !document.querySelector('[data-door]').textContent.endsWith(', ` + strconv.Itoa(door) + `')) {
		if (document.getElementById('s-doors').hidden) { document.querySelector('#s-door [data-do=doors]').click(); }
	}`
	browser.Eval[bool](p.tab, `(() => { `+js+` return true })()`)
	p.wait(fmt.Sprint("door ", door), `(() => { const at = document.querySelector('[data-door]').textContent; if (!document.getElementById('s-door').hidden && at.endsWith(', `+strconv.Itoa(door)+`')) return true;
		const b = !document.getElementById('s-doors').hidden && [...document.querySelectorAll('[data-go]')].find(e => e.querySelector('bdi').textContent === '`+strconv.Itoa(door)+`'); if (b) b.click(); return false })()`)
	if words != "" {
		browser.Eval[bool](p.tab, `(() => { document.getElementById('need').value = 'eat.meal'; const w = document.getElementById('words-said'); w.value = `+strconv.Quote(words)+`; w.dispatchEvent(new Event('input', {bubbles: true})); document.querySelector('#s-door [data-do=more]').click(); return true })()`)
	}
}

// drafted waits until what was begun at a door, the only one, is on the disk.
func (p *phone) drafted() {
	p.t.Helper()
	p.wait("the draft is on the disk", `new Promise((ok, no) => { const o = indexedDB.open('tournee'); o.onerror = no; o.onsuccess = () => {
		const tx = o.result.transaction('locked'), all = tx.objectStore('locked').getAllKeys();
		tx.oncomplete = () => { ok(all.result.some(k => k.startsWith('draft '))); o.result.close() } } })`)
}

// coordinator prepares and follows, on a desk of their own.
type coordinator struct {
	t    *testing.T
	base string
	tab  *browser.Tab
}

// prepares is a round along one street, and its page.
func prepares(t *testing.T, base string, doors int) (coordinator, string) {
	t.Helper()
	c := coordinator{t, base, browser.Shared(t).Tab(t, browser.Desk)}
	enter(t, c.tab, base, "fr", "idriss")
	c.tab.Open(base + "/fr/app/rondes/nouvelle")
	browser.Eval[bool](c.tab, `(() => { const f = document.querySelector('main form'); f.name.value; f.elements.name.value = 'Rue des Mouettes'; f.elements.place.value = 'Vieux-Quai'; f.elements.streets.value = 'rue des Mouettes : 1-`+strconv.Itoa(doors)+`'; f.elements.kit.value = 'trousse'; return true })()`)
	c.tab.Tap(`main form [type=submit]`)
	if c.tab.Status() != 200 || !strings.Contains(c.tab.URL(), "/app/ronde/") {
		t.Fatalf("not prepared: %s\n%s", c.tab.URL(), c.tab.Text())
	}
	return c, c.tab.URL()
}

// lend is a link for a phone, as who walks takes it.
func (c coordinator) lend(round string) string {
	c.t.Helper()
	c.tab.Open(round)
	c.tab.Tap(`main form[action$="/preter"] [type=submit]`)
	link := browser.Eval[string](c.tab, `document.querySelector('main a[href*="/tournee/#"]').href`)
	return link
}

// says reads what the page of the round says.
func (c coordinator) says(round string, want ...string) {
	c.t.Helper()
	c.tab.Open(round)
	text := strings.Join(strings.Fields(c.tab.Text()), " ")
	for _, w := range want {
		if !strings.Contains(text, w) {
			c.t.Errorf("the page of the round does not say %q:\n%s", w, text)
		}
	}
}

// through is a link as a phone behind the network opens it.
func (n *network) through(link, base string) string { return strings.Replace(link, base, n.URL, 1) }

const (
	walked   = 300
	canaries = 200
)

// roomAge is how long Chromium believes what it knew of the room on the disk.
const roomAge = 32 * time.Second

// canary is a word that stands nowhere else, without a digit: a number in words
// is asked about.
func canary(n int) string {
	return "canari-" + strings.Map(func(r rune) rune { return r - '0' + 'k' }, fmt.Sprintf("%04d", n*37)) + "-zwq"
}

// TestARoundOfThreeHundredDoors is prepared, taken offline, walked with kills,
// reloads, an update and a full disk, and sent over a network that loses and
// doubles, then over a slow one: nothing lost, nothing doubled, and what was
// ready is not on the phone's disk.
func TestARoundOfThreeHundredDoors(t *testing.T) {
	t.Parallel()
	base := live.Demo(t).URL
	net := newNetwork(t, base)
	net.quick = true
	c, round := prepares(t, base, walked)
	p := newPhone(t, net)
	p.take(net.through(c.lend(round), base))
	p.ready()
	if size := net.came(); size > 1_500_000 {
		t.Errorf("%d bytes came down, at most 1.5 MB", size)
	} else {
		t.Logf("taken along: %d bytes over the network", size)
	}
	browser.Eval[bool](p.tab, `(() => { localStorage.setItem('temoin', 'temoin-en-clair-zwq'); return true })()`)

	net.set(func() { net.down = true })
	p.press(`[data-do=show]`)
	p.wait("sentences and what is near, in their language", `document.querySelectorAll('[data-phrases] > p').length >= 5 && document.querySelectorAll('[data-phrases] li.card h2[lang]').length > 0`)
	p.press(`#s-show [data-do=doors]`)
	order := walkOrder(walked)
	for i, door := range order {
		words := ""
		if i < canaries {
			words = canary(i)
		}
		switch i {
		case 20, 90, 170, 260: // the battery, just after "kept"
			p.killed()
		case 40: // the battery, in the middle of a door: the draft is there again
			p.begin(door, words)
			p.drafted()
			p.killed()
			p.wait("the draft is back", `document.getElementById('words-said').value === `+strconv.Quote(words))
		case 60, 130: // the page, again
			p.tab.Open(net.URL + "/fr/tournee/")
			p.unlock()
		case 100: // the disk is full
			p.begin(door, words)
			p.tab.Room(net.URL, 1)
			time.Sleep(roomAge)
			before := p.left()
			p.press(`[data-result=talked]`)
			p.wait("said to be full", `!document.getElementById('told').hidden && document.getElementById('told').textContent.includes('plein')`)
			if p.left() != before || !strings.HasSuffix(p.seen(), fmt.Sprint(", ", door)) {
				t.Errorf("kept %d, then %d, at %s: a full phone says that it keeps", before, p.left(), p.seen())
			}
			p.tab.Room(net.URL, -1)
			time.Sleep(roomAge)
		case 150: // a newer build comes by, where nothing else gets through
			net.set(func() { net.down, net.newer, net.mute = false, true, true })
			p.tab.Open(net.URL + "/fr/tournee/")
			p.unlock()
			p.wait("the newer build", `caches.keys().then(all => all.some(k => k.includes('next-')))`)
			net.set(func() { net.down = true })
		}
		p.tell(door, []string{"talked", "absent", "again"}[i%3], words)
	}
	p.press(`[data-do=box]`)
	held := p.left()
	t.Logf("kept on the phone at the end of the walk: %d of %d", held, walked)
	if held != walked {
		t.Errorf("%d of %d doors are kept on the phone", held, walked)
	}
	p.image("ready, not sent")

	net.set(func() { net.down, net.mute, net.lossy = false, false, true })
	for range 20 { // the browser itself sends again what was cut
		p.send()
		if net.count() == lossyMost {
			break
		}
	}
	net.set(func() { net.lossy, net.slow = false, true })
	left, at := p.left(), time.Now()
	for p.left() > 0 && time.Since(at) < time.Minute {
		p.send()
	}
	took := time.Since(at)
	t.Logf("%d answers lost and %d sendings doubled; then %d visits sent on 400 kbit/s and 400 ms in %v", net.lost, net.doubled, left, took.Round(100*time.Millisecond))
	if p.left() != 0 || took > 30*time.Second || left < walked/2 {
		t.Errorf("of %d, %d left after %v, want all within 30 s", left, p.left(), took)
	}
	if net.lost == 0 || net.doubled == 0 {
		t.Errorf("%d answers lost, %d sendings doubled: this test proves nothing", net.lost, net.doubled)
	}
	// Two of the doors were begun twice, and their kits counted again by hand.
	c.says(round, "300 portes vues sur 300", "300 visites reçues", "Parlé 100", "Absent 100", "Repasser 100", "Donnés 202", "Repas gratuit ou à petit prix 200")
	p.image("sent")
}

// send presses the button of the outbox, and waits for what comes of it.
func (p *phone) send() {
	p.t.Helper()
	p.press(`#s-box [data-do=send]`)
	time.Sleep(100 * time.Millisecond)
	p.wait("the sending ends", `document.getElementById('bar').textContent.indexOf('Envoi') < 0`)
}

// walkOrder is the odd side, then the even one.
func walkOrder(n int) (order []int) {
	for _, from := range []int{1, 2} {
		for d := from; d <= n; d += 2 {
			order = append(order, d)
		}
	}
	return order
}

// image looks for the canaries in all that the phone has on its disk, once it
// was killed; it must find what was left there in clear.
func (p *phone) image(when string) {
	p.t.Helper()
	p.browser.Kill(p.t)
	found, witness := p.onDisk()
	for _, f := range found {
		p.t.Errorf("%s: %s", when, f)
	}
	if !witness {
		p.t.Errorf("%s: what stands in clear is not found: this image proves nothing", when)
	}
	p.t.Logf("%s: %d of %d canaries on the disk", when, len(found), canaries)
	p.on()
	p.tab.Open(p.net.URL + "/fr/tournee/")
	p.unlock()
	p.shows("doors")
	p.press(`[data-do=box]`)
}

// onDisk is where canaries stand on the phone's disk, and whether what was left
// there in clear is found.
func (p *phone) onDisk() (found []string, witness bool) {
	p.t.Helper()
	err := filepath.WalkDir(p.profile, func(path string, d fs.DirEntry, err error) error {
		if err != nil || !d.Type().IsRegular() {
			return err
		}
		b, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		witness = witness || holds(b, "temoin-en-clair-zwq")
		for n := range canaries {
			if holds(b, canary(n)) {
				found = append(found, path+" holds "+canary(n))
			}
		}
		return nil
	})
	if err != nil {
		p.t.Fatal(err)
	}
	return found, witness
}

// holds reports that words stand in bytes, in one of the two ways in which a
// browser writes them.
func holds(b []byte, words string) bool {
	wide := make([]byte, 0, 2*len(words))
	for _, u := range utf16.Encode([]rune(words)) {
		wide = append(wide, byte(u), byte(u>>8))
	}
	return bytes.Contains(b, []byte(words)) || bytes.Contains(b, wide)
}
