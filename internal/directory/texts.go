package directory

import "sort"

// texts is short texts by number, in one piece of memory: four bytes a text
// beside its letters, where a slice of strings takes sixteen.
type texts struct {
	all  string
	ends []uint32
}

func (c *texts) len() int { return len(c.ends) }

func (c *texts) at(i int) string {
	if i == 0 {
		return c.all[:c.ends[0]]
	}
	return c.all[c.ends[i-1]:c.ends[i]]
}

// find returns where a text stands among sorted texts, or would.
func (c *texts) find(s string) (int, bool) {
	i := sort.Search(c.len(), func(i int) bool { return c.at(i) >= s })
	return i, i < c.len() && c.at(i) == s
}

// textsWriter makes texts, one after the other.
type textsWriter struct {
	all  []byte
	ends []uint32
}

func (w *textsWriter) add(s string) {
	w.all = append(w.all, s...)
	w.ends = append(w.ends, uint32(len(w.all)))
}

func (w *textsWriter) done() texts { return texts{string(w.all), append([]uint32(nil), w.ends...)} }
