package directory

import (
	"testing"
	"time"
)

// A value that is read is written back the same, whatever came in: two
// exports of one state are the same bytes only if this holds.
func FuzzCanonicalFacts(f *testing.F) {
	for _, s := range [][2]string{{"bed.women", "total=12&available=3"}, {"place", "wait=0&saturation=high&at=2026-03-02T09%3A00%3A00Z"}, {"2026-03-09", "reason=works&fr=Toit+%26+porte&until=2026-03-22"}, {"es", "sometimes"}, {"pfsi", ""}} {
		f.Add(s[0], s[1])
	}
	f.Fuzz(func(t *testing.T, code, value string) {
		for _, kind := range FactKinds {
			one, ok := checked(Fact{Service: "s", Kind: kind, Code: code, Value: value})
			if !ok {
				continue
			}
			again, ok := checked(one)
			if !ok || again != one {
				t.Fatalf("%s %q %q became %+v, then %+v (%t)", kind, code, value, one, again, ok)
			}
			if !one.holds() {
				continue
			}
			r := one.attribute()
			back, ok := told(kind, string(kind)+":"+one.term(), r.Get("label"), r.Get("value"))
			if !ok || back.Code != one.Code || back.Value != one.Value || !back.At.Equal(one.At.Truncate(time.Second)) {
				t.Fatalf("%+v came back as %+v (%t)", one, back, ok)
			}
			var l Listing
			one.apply(&l)
			l.CapacityNow(time.Time{})
		}
	})
}
