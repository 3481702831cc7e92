package round

import (
	"regexp"
	"strconv"
	"strings"

	"passerelle/internal/fault"
	"passerelle/internal/text"
)

// Side is the side of a street, by its numbers.
type Side string

// The sides.
const (
	Odd  Side = "odd"
	Even Side = "even"
)

// Doors reads the doors of a round as a coordinator writes them: a street a
// line, a colon, then numbers by commas. "2-40 pairs" are the even numbers of
// a stretch, "impairs" the odd ones, "app. 1-6" after a number its dwellings.
//
//	rue des Récollets : 11, 13 app. 1-4, 20-48 pairs
//
// A door that stands twice is one door. It walks each side of each street as
// they were written. What it cannot read is an error at the field "streets",
// with the line.
func Doors(written string) ([]Door, error) {
	r := reader{seen: map[string]bool{}}
	for i, line := range strings.Split(written, "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		if err := r.street(i+1, line); err != nil {
			return nil, err
		}
	}
	if len(r.odd)+len(r.even)+len(r.doors) == 0 {
		return nil, fault.Field("streets", "round.streets_missing")
	}
	r.turn()
	for i := range r.doors {
		r.doors[i].N = i + 1
	}
	return r.doors, nil
}

type reader struct {
	at        string // the street
	seen      map[string]bool
	doors     []Door
	odd, even []Door // of the street
}

var (
	stretch  = regexp.MustCompile(`^(\d{1,5}) ?(?:-|à|to) ?(\d{1,5})(?: (pairs?|impairs?|even|odd))?$`)
	dwelling = regexp.MustCompile(`^(\d{1,5}[A-Za-z]?) (?:app|apt|logements?|unit)\.? ?(\d{1,4})(?: ?(?:-|à|to) ?(\d{1,4}))?$`)
	number   = regexp.MustCompile(`^(\d{1,5})[A-Za-z]?$`)
)

// streetMost is how long the name of a street may be, in bytes.
const streetMost = 100

func (r *reader) street(line int, written string) error {
	wrong := func() error { return fault.Field("streets", "round.streets_unread", "line", line) }
	name, numbers, ok := strings.Cut(written, ":")
	if name = strings.TrimSpace(name); !ok || name == "" || len(name) > streetMost {
		return wrong()
	}
	if name != r.at {
		r.turn()
		r.at = name
	}
	for part := range strings.SplitSeq(numbers, ",") {
		if part = strings.Join(strings.Fields(part), " "); part == "" {
			continue
		}
		if !r.part(strings.TrimSuffix(part, ".")) {
			return wrong()
		}
		if len(r.doors)+len(r.odd)+len(r.even) > DoorsMost {
			return fault.Field("streets", "round.doors_many", "most", DoorsMost)
		}
	}
	return nil
}

func (r *reader) part(p string) bool {
	if m := stretch.FindStringSubmatch(p); m != nil {
		from, to := atoi(m[1]), atoi(m[2])
		if to < from || to-from > 4*DoorsMost {
			return false
		}
		for n := from; n <= to; n++ {
			if odd := strings.HasPrefix(m[3], "i") || m[3] == "odd"; m[3] == "" || odd == (n%2 == 1) {
				r.add(n, strconv.Itoa(n))
			}
		}
		return true
	}
	if m := dwelling.FindStringSubmatch(p); m != nil {
		from, to := atoi(m[2]), atoi(m[2])
		if m[3] != "" {
			to = atoi(m[3])
		}
		if to < from || to-from > DoorsMost {
			return false
		}
		for n := from; n <= to; n++ {
			r.add(atoi(strings.TrimRight(m[1], "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")), m[1]+" app. "+strconv.Itoa(n))
		}
		return true
	}
	if m := number.FindStringSubmatch(p); m != nil {
		r.add(atoi(m[1]), p)
		return true
	}
	return false
}

// atoi reads digits that a pattern found: five at most.
func atoi(digits string) int { n, _ := strconv.Atoi(digits); return n }

func (r *reader) add(n int, number string) {
	d := Door{Street: r.at, Number: number, Side: Even}
	if r.seen[d.address()] {
		return
	}
	r.seen[d.address()] = true
	if n%2 == 1 {
		d.Side = Odd
		r.odd = append(r.odd, d)
		return
	}
	r.even = append(r.even, d)
}

// turn ends a street: its odd side is walked, then its even one.
func (r *reader) turn() {
	r.doors = append(append(r.doors, r.odd...), r.even...)
	r.odd, r.even = nil, nil
}

// address is a door in a form that does not change with how it is typed.
func (d Door) address() string { return strings.Join(text.Words(d.Street+" "+d.Number), " ") }
