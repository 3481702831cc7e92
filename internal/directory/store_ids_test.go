package directory

import (
	"strconv"
	"testing"
)

// TestAListIsAsLongAsWhatItAsksFor: one record is looked for as one, and no list
// is more than eight times its ids.
func TestAListIsAsLongAsWhatItAsksFor(t *testing.T) {
	var ids []string
	for n := 1; n <= batch; n++ {
		ids = append(ids, strconv.Itoa(n))
		list := padded(ids)
		if n == 1 && len(list) != 1 || len(list) > 8*n || len(list) < n {
			t.Errorf("%d ids are asked for as %d", n, len(list))
		}
		for i, id := range list {
			if want := ids[min(i, n-1)]; id != want {
				t.Errorf("of %d ids, place %d asks for %v, want %s", n, i, id, want)
			}
		}
	}
}
