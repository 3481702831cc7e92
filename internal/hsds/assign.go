package hsds

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"hash"
	"strconv"

	"passerelle/internal/directory"
	"passerelle/internal/id"
)

// assign gives a row its id and says whether an identical row had it before.
func (m *mapper) assign(r *row) {
	c := r.find("id")
	if c == nil {
		for name, to := range r.l.alias {
			if to == "id" {
				c = r.find(name)
			}
		}
	}
	sum := digest(r)
	if r.given != "" {
		r.known = true
		r.start(r.given)
		if !r.many {
			m.apart(r, nil, r.given, r.whole)
		}
		return
	}
	if c == nil {
		rank := 0
		if !r.many || !r.inner { // of equal nested objects one is enough: their parent may be met again
			rank = m.ranks[sum]
			m.ranks[sum]++
		}
		r.fill("id", "no_id")
		r.start(id.Derived(m.dataset, r.l.space, "row", hex.EncodeToString(sum[:]), strconv.Itoa(rank)))
		return
	}
	r.source, r.known = c.val, true
	uuid := m.resolve(r.l.space, c.val)
	r.start(uuid)
	r.mapped(c, "id")
	if !r.many {
		m.apart(r, c, c.val, sum)
	}
}

// apart gives rows of one id and different content an id each; of identical
// ones the first is enough. source is what the id was made of, c its cell.
func (m *mapper) apart(r *row, c *cell, source string, sum [32]byte) {
	uuid, hash := r.id(), binary.BigEndian.Uint64(sum[:8])
	for {
		e := m.entry(r.l.to, uuid)
		if e.hash == 0 || e.pass != !m.first {
			e.hash, e.pass = hash, !m.first
			break
		}
		if e.hash == hash {
			r.fill("id", "row_twice")
			r.skip = true
			break
		}
		if twice := id.Derived(m.dataset, r.l.space, source, "row", hex.EncodeToString(sum[:])); twice != uuid {
			uuid = twice
			if c != nil {
				r.issue(c, "id_twice")
			} else {
				r.fill("", "same_twice")
			}
			continue
		}
		break
	}
	r.start(uuid)
}

func (r *row) start(uuid string) { r.rec = directory.NewRecord(r.l.to, uuid) }

// digest tells rows of different content apart.
func digest(r *row) (sum [32]byte) {
	h := sha256.New()
	for _, c := range r.cells {
		part(h, c.name)
		part(h, c.raw)
	}
	h.Sum(sum[:0])
	return sum
}

func part(h hash.Hash, s string) {
	var n [4]byte
	binary.BigEndian.PutUint32(n[:], uint32(len(s)))
	h.Write(n[:])
	h.Write([]byte(s))
}
