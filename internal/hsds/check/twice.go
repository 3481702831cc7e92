package check

import (
	"bytes"
	"encoding/json"
	"fmt"
)

// twice finds a member that an object has twice, and where. JSON allows it and
// readers disagree about it: most take the last, some the first, and what one of
// them says is lost. The text is known to be JSON.
func twice(text []byte) (pointer string, found bool) {
	type level struct {
		object bool
		names  map[string]bool
		name   string
		next   int
	}
	var at []level
	where := func() (p string) {
		for _, l := range at {
			if l.object {
				p = step(p, l.name)
			} else {
				p = step(p, number(l.next-1))
			}
		}
		return p
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	key := false // the next text is the name of a member
	for {
		t, err := d.Token()
		if err != nil {
			return "", false
		}
		if t == json.Delim('}') || t == json.Delim(']') {
			at = at[:len(at)-1]
			key = len(at) > 0 && at[len(at)-1].object
			continue
		}
		if key {
			l := &at[len(at)-1]
			l.name = fmt.Sprint(t)
			if l.names[l.name] {
				return where(), true
			}
			l.names[l.name] = true
			key = false
			continue
		}
		if len(at) > 0 && !at[len(at)-1].object {
			at[len(at)-1].next++
		}
		switch t {
		case json.Delim('{'):
			at = append(at, level{object: true, names: map[string]bool{}})
			key = true
		case json.Delim('['):
			at = append(at, level{})
		default:
			key = len(at) > 0 && at[len(at)-1].object
		}
	}
}
