package check

import (
	"encoding/json"
	"hash/maphash"
	"slices"
)

// mostThings bounds how many objects of one answer are remembered.
const mostThings = 200_000

// thing is an object of an answer: of one table there is one with an id.
type thing struct{ table, id string }

// trait is a member and its value, as figures: thousands are remembered.
type trait struct{ name, value uint64 }

var seed = maphash.MakeSeed()

// once notes an object, and finds the one with the same id that says something
// else. The same object may stand in several places, with more or less of its
// members: the standard's own examples have one telephone everywhere.
func (b *body) once(o object, table, pointer string) {
	id := text(o, "id")
	if id == "" {
		return
	}
	var says []trait
	for name, v := range o {
		switch v := v.(type) {
		case string:
			says = append(says, trait{maphash.String(seed, name), maphash.String(seed, v)})
		case json.Number:
			x, err := v.Float64()
			if err == nil {
				says = append(says, trait{maphash.String(seed, name), maphash.Comparable(seed, x)})
			}
		}
	}
	slices.SortFunc(says, func(a, z trait) int {
		if a.name < z.name {
			return -1
		}
		return 1
	})
	before, met := b.things[thing{table, id}]
	switch {
	case met && disagree(before, says):
		b.found(IDShared, step(pointer, "id"), id, "")
	case !met && len(b.things) < mostThings:
		b.things[thing{table, id}] = says
	}
}

// disagree tells whether a member that both have is not the same.
func disagree(a, z []trait) bool {
	for len(a) > 0 && len(z) > 0 {
		switch {
		case a[0].name < z[0].name:
			a = a[1:]
		case a[0].name > z[0].name:
			z = z[1:]
		case a[0].value != z[0].value:
			return true
		default:
			a, z = a[1:], z[1:]
		}
	}
	return false
}

// onceInList finds an object that a list has twice.
func (b *body) onceInList(list []any, pointer string) {
	met := map[string]bool{}
	for i, x := range list {
		o, _ := x.(object)
		id := text(o, "id")
		if id != "" && met[id] {
			b.found(IDShared, step(step(pointer, number(i)), "id"), id, "")
		}
		met[id] = true
	}
}
