package shelf

import (
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"
)

type kind string

type key struct{ A, B string }

type thing struct {
	Name   string
	N      float64
	At     time.Time
	Never  time.Time
	Known  map[kind]uint8
	Marks  map[key]time.Time
	More   *thing
	Lists  []string
	Nested []struct{ From, To int }
}

func made(i int) *thing {
	at := time.Date(2026, 3, 1, 12, 0, i, 1000*i, time.UTC)
	return &thing{
		Name: fmt.Sprint("École nº ", i), N: 45.5 + float64(i)/7, At: at,
		Known: map[kind]uint8{"a": 1, kind(fmt.Sprint(i)): 3}, Marks: map[key]time.Time{{"a", "b"}: at},
		More: &thing{Name: "inside"}, Lists: []string{"x", ""}, Nested: []struct{ From, To int }{{i, -i}},
	}
}

func TestWhatIsPutThereComesBack(t *testing.T) {
	w, err := New[thing]()
	if err != nil {
		t.Fatal(err)
	}
	const n = 500
	for i := range n {
		if err := w.Add(made(i)); err != nil {
			t.Fatal(err)
		}
	}
	s, err := w.Done()
	if err != nil {
		t.Fatal(err)
	}
	if s.Len() != n {
		t.Fatalf("%d values, want %d", s.Len(), n)
	}
	var readers sync.WaitGroup
	for r := range 4 {
		readers.Go(func() {
			for k := range n {
				i := (k*7 + r*31) % n
				if got := s.At(i); !reflect.DeepEqual(got, made(i)) {
					t.Errorf("value %d: %+v, want %+v", i, got, made(i))
				}
			}
		})
	}
	readers.Wait()
}

func TestAnUnreadableShelfIsNotAnEmptyOne(t *testing.T) {
	w, err := New[thing]()
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Add(made(1)); err != nil {
		t.Fatal(err)
	}
	s, err := w.Done()
	if err != nil {
		t.Fatal(err)
	}
	if err := s.f.Truncate(3); err != nil {
		t.Fatal(err)
	}
	defer func() {
		if recover() == nil {
			t.Error("a value was read from a file that lost it")
		}
	}()
	s.At(0)
}
