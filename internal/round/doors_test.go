package round_test

import (
	"fmt"
	"strings"
	"testing"

	"passerelle/internal/fault"
	"passerelle/internal/round"
)

// TestDoors are read as coordinators write them, and walked a side at a time.
func TestDoors(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		"rue A : 1-4":                       "1 3 2 4",
		"rue A:2-8 pairs":                   "2 4 6 8",
		"rue A: 1 - 7 impairs":              "1 3 5 7",
		"rue A: 1-7 impairs, 2":             "1 3 5 7 2",
		"rue A: 12 app. 1-3, 12A, 14 apt 2": "12 app. 1|12 app. 2|12 app. 3|12A|14 app. 2",
		"rue A: 3\nrue B: 3\n\nrue A: 5":    "3 3 5",
		"rue A: 3, 3, 03":                   "3 03",
		"rue A: 5-1":                        "",
		"rue A":                             "",
		": 3":                               "",
		"":                                  "",
		"rue A: 1-100000":                   "",
		"rue A: trois":                      "",
		fmt.Sprint("rue A: 1-", round.DoorsMost+1): "",
	} {
		doors, err := round.Doors(written)
		var got []string
		for i, d := range doors {
			if d.N != i+1 {
				t.Errorf("%q: door %d is numbered %d", written, i+1, d.N)
			}
			got = append(got, d.Number)
		}
		sep := " "
		if strings.Contains(want, "|") {
			sep = "|"
		}
		if strings.Join(got, sep) != want {
			t.Errorf("%q: %q, want %q (%v)", written, strings.Join(got, sep), want, err)
		}
		if (want == "") != (len(fault.FieldsOf(err)) == 1) {
			t.Errorf("%q: %v", written, err)
		}
	}
	doors, err := round.Doors(fmt.Sprint("rue A: 1-", round.DoorsMost))
	if err != nil || len(doors) != round.DoorsMost || doors[0].Side != round.Odd || doors[len(doors)-1].Side != round.Even {
		t.Errorf("%d doors, %v", len(doors), err)
	}
}

// FuzzDoors: no panic, never more doors than a phone takes, each once.
func FuzzDoors(f *testing.F) {
	f.Add("rue A : 1-9 impairs, 12 app. 1-4\nrue B: 2")
	f.Fuzz(func(t *testing.T, written string) {
		doors, err := round.Doors(written)
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, d := range doors {
			seen[d.Street+"\x00"+d.Number] = true
		}
		if len(doors) == 0 || len(doors) > round.DoorsMost || len(seen) != len(doors) {
			t.Errorf("%d doors, %d different", len(doors), len(seen))
		}
	})
}
