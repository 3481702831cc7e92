package need

import (
	"cmp"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/job"
	"passerelle/internal/seal"
)

// The public board tells how often each family of needs was said in each place,
// by whole quarters, thirty days after their end (trust.md §6.2). It is made
// once and kept: whoever looks twice, or looks after something was sorted
// elsewhere, reads the same numbers and learns nothing from a difference.
const (
	// PublicLeast is what a count must reach, in truth, before the public is
	// told anything of it.
	PublicLeast = 20
	// PublicStep is what public counts are rounded to.
	PublicStep = 10
	// noiseMost is how far a count is moved before it is rounded. With it, one
	// voice more changes what is published one time in twenty-one (trust.md §6.3).
	noiseMost = 10
	// sourcesLeast: a count that one organisation alone made would tell of that
	// organisation. The public together is one source.
	sourcesLeast = 2
	publishDelay = 30 * 24 * time.Hour
)

// Anywhere is the place of the count of a family over the whole region.
const Anywhere = "*"

// Quarter is three months, as "2026-3".
type Quarter string

// Span is when a quarter begins, and when the next one does.
func (q Quarter) Span(zone *time.Location) (from, to time.Time, ok bool) {
	var year, n int
	if _, err := fmt.Sscanf(string(q), "%4d-%1d", &year, &n); err != nil || n < 1 || n > 4 || string(q) != fmt.Sprintf("%04d-%d", year, n) {
		return from, to, false
	}
	from = time.Date(year, time.Month(3*n-2), 1, 0, 0, 0, 0, zone)
	return from, from.AddDate(0, 3, 0), true
}

// LastPublished is the newest quarter whose thirty days are over, and when the
// next one's will be.
func LastPublished(now time.Time, zone *time.Location) (q Quarter, next time.Time) {
	at := now.In(zone)
	from := time.Date(at.Year(), (at.Month()-1)/3*3+1, 1, 0, 0, 0, 0, zone)
	for from.Add(publishDelay).After(now) {
		from = from.AddDate(0, -3, 0)
	}
	return quarterOf(from.AddDate(0, -3, 0)), from.AddDate(0, 3, 0).Add(publishDelay)
}

// quarterOf is the quarter of an instant on the clock of its zone.
func quarterOf(at time.Time) Quarter {
	return Quarter(fmt.Sprintf("%04d-%d", at.Year(), (int(at.Month())+2)/3))
}

// Public is one count of the public board: a family of needs in a place, or
// Anywhere. About is rounded, never below what PublicLeast and the noise leave.
type Public struct {
	Family, Place string
	About         int
}

// Release is what was published of one quarter. Hidden counts are not in it.
type Release struct {
	Quarter Quarter
	Cells   []Public
	Others  []Quarter // published too, the newest first
}

// publishJob is the kind of the job that publishes a quarter.
const publishJob = "need.publish"

type publishArgs struct {
	Quarter Quarter `json:"quarter"`
}

// PublishDue has the quarters that are due published, those that came due while
// no program ran included, the oldest first; and the next one when its time comes.
// There is one job a quarter, whatever the number of nodes.
func (s *Service) PublishDue(ctx context.Context, region access.Region) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		last, next := LastPublished(tx.Now, s.zone)
		due, err := s.unpublished(ctx, tx, region, last)
		if err != nil {
			return err
		}
		for _, q := range due {
			_, to, _ := q.Span(s.zone)
			if err := s.queue.Enqueue(ctx, tx, region, publishJob, string(q), publishArgs{q}, to.Add(publishDelay)); err != nil {
				return err
			}
		}
		following, _ := LastPublished(next, s.zone)
		return s.queue.Enqueue(ctx, tx, region, publishJob, string(following), publishArgs{following}, next)
	})
}

// catchUpMost is how many quarters back are looked at: ten years.
const catchUpMost = 40

// unpublished are the quarters up to the last one that is due, and since the first
// need was said, of which nothing was published; the oldest first.
func (s *Service) unpublished(ctx context.Context, tx *db.Tx, region access.Region, last Quarter) (list []Quarter, err error) {
	released, err := releases(ctx, tx, region)
	if err != nil {
		return nil, err
	}
	first, err := firstSaid(ctx, tx, region)
	if err != nil {
		return nil, err
	}
	from, _, _ := last.Span(s.zone)
	for q := last; len(list) < catchUpMost; q = quarterOf(from) {
		if !slices.Contains(released, q) {
			list = append(list, q)
		}
		if first.IsZero() || !first.Before(from) {
			break
		}
		from = from.AddDate(0, -3, 0)
	}
	slices.Reverse(list)
	return list, nil
}

// publish counts a quarter, protects it and keeps it. A second run finds it kept.
func (s *Service) publish(ctx context.Context, j job.Job) (err error) {
	defer fault.Wrap(&err, "need.publish")
	var of publishArgs
	if err := j.Args(&of); err != nil {
		return err
	}
	from, to, ok := of.Quarter.Span(s.zone)
	if !ok {
		return fault.New(fault.Invalid, "error.not_found")
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if to.Add(publishDelay).After(tx.Now) {
			return fault.New(fault.Conflict, "error.not_found")
		}
		fresh, err := insertRelease(ctx, tx, j.Region, of.Quarter)
		if err != nil || !fresh {
			return err
		}
		said, err := saidBetween(ctx, tx, j.Region, db.At(from), db.At(to))
		if err != nil {
			return err
		}
		for _, c := range protected(tables(said), noiseOf(s.keys, j.Region, of.Quarter)) {
			if err := insertPublic(ctx, tx, j.Region, of.Quarter, c); err != nil {
				return err
			}
		}
		return s.log.Append(ctx, tx, access.System(j.Region), published{string(of.Quarter)})
	})
	if err != nil {
		return err
	}
	return s.PublishDue(ctx, j.Region)
}

// Published reads what was published of a quarter; of the newest when it is
// empty. Anybody may. It is NotFound for a quarter that was not published; with
// nothing published yet, the release is empty.
func (s *Service) Published(ctx context.Context, by access.Actor, q Quarter) (r Release, err error) {
	defer fault.Wrap(&err, "need.Published")
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		r = Release{Quarter: q}
		if r.Others, err = releases(ctx, tx, by.Region()); err != nil {
			return err
		}
		switch {
		case q == "" && len(r.Others) == 0:
			return nil
		case q == "":
			r.Quarter = r.Others[0]
		case !slices.Contains(r.Others, q):
			return notFound()
		}
		r.Others = slices.DeleteFunc(r.Others, func(x Quarter) bool { return x == r.Quarter })
		r.Cells, err = publicCells(ctx, tx, by.Region(), r.Quarter)
		return err
	})
	return r, err
}

// saidBy is how often one source said one need in one place.
type saidBy struct {
	need, place string
	org         access.Org
	n           int
}

// counted is a cell as it is, before it is protected.
type counted struct {
	place   string
	n       int
	sources map[access.Org]bool
}

// table is a family of needs by place.
type table struct {
	family string
	cells  []counted
}

// tables adds needs up to their families; what is no known need is left out.
func tables(said []saidBy) (list []table) {
	for _, x := range said {
		family, _, _ := strings.Cut(x.need, ".")
		if family == "" || x.n == 0 {
			continue
		}
		t := slices.IndexFunc(list, func(t table) bool { return t.family == family })
		if t < 0 {
			t, list = len(list), append(list, table{family: family})
		}
		c := slices.IndexFunc(list[t].cells, func(c counted) bool { return c.place == x.place })
		if c < 0 {
			c, list[t].cells = len(list[t].cells), append(list[t].cells, counted{place: x.place, sources: map[access.Org]bool{}})
		}
		list[t].cells[c].n += x.n
		list[t].cells[c].sources[x.org] = true
	}
	for _, t := range list {
		slices.SortFunc(t.cells, func(a, b counted) int { return cmp.Compare(a.place, b.place) })
	}
	slices.SortFunc(list, func(a, b table) int { return cmp.Compare(a.family, b.family) })
	return list
}

// noise moves a cell; the same cell always by the same, and nobody knows by how
// much without the installation's key.
type noise func(family, place string) int

func noiseOf(keys seal.Keys, region access.Region, q Quarter) noise {
	return func(family, place string) int {
		m := hmac.New(sha256.New, keys.Lookup)
		for _, part := range []string{"need-public", string(region), string(q), family, place} {
			m.Write([]byte(part))
			m.Write([]byte{0})
		}
		// 64 bits over 21: the bias is of one in 10^18.
		return int(binary.BigEndian.Uint64(m.Sum(nil))%(2*noiseMost+1)) - noiseMost
	}
}

// moved is a count after its noise, rounded; 0 when it is not told. It asks for
// PublicLeast after the worst noise, so that what is told is true of at least as
// many, and no count is shown or hidden for one voice.
func moved(n, by int) int {
	if n += by; n < PublicLeast+noiseMost {
		return 0
	}
	return (n + PublicStep/2) / PublicStep * PublicStep
}

// span is what may be the truth, as whoever reads the board and these lines can
// work it out.
type span struct{ lo, hi int }

const untold = 1 << 30 // no bound

// behind is what may stand behind a published count.
func behind(about int) span {
	lo := max(about-PublicStep/2, PublicLeast+noiseMost) - noiseMost
	return span{max(lo, PublicLeast), about + PublicStep/2 - 1 + noiseMost}
}

// protected are the counts that may be told: large enough, of several sources,
// and such that no sum narrows a hidden one to fewer than PublicLeast values
// (complementary suppression).
func protected(list []table, by noise) (out []Public) {
	for _, t := range list {
		total := counted{place: Anywhere, sources: map[access.Org]bool{}}
		about, known := make([]int, len(t.cells)), make([]span, len(t.cells))
		for i, c := range t.cells {
			total.n += c.n
			for org := range c.sources {
				total.sources[org] = true
			}
			about[i] = told(c, by(t.family, c.place))
			switch {
			case about[i] > 0:
				known[i] = behind(about[i])
			case len(c.sources) < sourcesLeast:
				known[i] = span{0, untold}
			default:
				known[i] = span{0, PublicLeast + 2*noiseMost - 1}
			}
		}
		sum := told(total, by(t.family, Anywhere))
		for sum > 0 && narrowed(about, known, behind(sum)) {
			i := smallest(about)
			if i < 0 {
				sum = 0
				break
			}
			about[i], known[i] = 0, span{PublicLeast, untold}
		}
		if sum > 0 {
			out = append(out, Public{t.family, Anywhere, sum})
		}
		for i, c := range t.cells {
			if about[i] > 0 {
				out = append(out, Public{t.family, c.place, about[i]})
			}
		}
	}
	return out
}

func told(c counted, by int) int {
	if len(c.sources) < sourcesLeast {
		return 0
	}
	return moved(c.n, by)
}

// narrowed reports that a hidden cell, taken off the total with all others,
// would keep fewer than PublicLeast possible values.
func narrowed(about []int, known []span, total span) bool {
	lo, hi := 0, 0 // of all cells together
	for _, k := range known {
		lo, hi = lo+k.lo, min(hi+k.hi, untold)
	}
	for i, k := range known {
		if about[i] > 0 {
			continue
		}
		others := span{lo - k.lo, untold}
		if hi < untold {
			others.hi = hi - k.hi
		} else if k.hi >= untold { // without it the others may have a bound
			others.hi = 0
			for j, o := range known {
				if j != i {
					others.hi = min(others.hi+o.hi, untold)
				}
			}
		}
		least, most := max(k.lo, total.lo-others.hi), min(k.hi, total.hi-others.lo)
		if most-least+1 < PublicLeast {
			return true
		}
	}
	return false
}

// smallest is the smallest count that is told; -1 when none is.
func smallest(about []int) int {
	at := -1
	for i, n := range about {
		if n > 0 && (at < 0 || n < about[at]) {
			at = i
		}
	}
	return at
}
