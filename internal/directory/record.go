package directory

import (
	"crypto/sha256"
	"encoding/hex"
	"sort"
	"strconv"
)

// Record is one HSDS object in transit: read from a package, or on its way
// out. Values stand in the order of the table's columns, as text in canonical
// form; "" is absent, as HSDS knows no null.
type Record struct {
	Table  string
	Values []string
	// Withheld keeps the record out of every public answer: its parent is
	// missing, it has no name, or its terms are not ours to publish. It is kept
	// all the same, and what refers to it finds it.
	Withheld bool
}

// NewRecord is an empty record of a table.
func NewRecord(table, id string) Record {
	r := Record{Table: table, Values: make([]string, len(TableOf(table).Columns))}
	r.Values[0] = id
	return r
}

// ID is the record's identifier, a UUID.
func (r Record) ID() string { return r.Values[0] }

// Get reads a column; "" when the table has none of that name.
func (r Record) Get(column string) string {
	if i := TableOf(r.Table).At(column); i >= 0 {
		return r.Values[i]
	}
	return ""
}

// Set writes a column, and reports whether the table has it.
func (r Record) Set(column, value string) bool {
	i := TableOf(r.Table).At(column)
	if i >= 0 {
		r.Values[i] = value
	}
	return i >= 0
}

// Digest is the same for equal content only. Each value goes in with its
// length, so that text cannot move from one column to its neighbour unseen.
func (r Record) Digest() string {
	h := sha256.New()
	h.Write([]byte(r.Table))
	if r.Withheld {
		h.Write([]byte{'-'})
	}
	for _, v := range r.Values {
		h.Write([]byte(strconv.Itoa(len(v)) + ":" + v))
	}
	return hex.EncodeToString(h.Sum(nil)[:16])
}

// sortRecords orders records by id.
func sortRecords(list []Record) {
	sort.Slice(list, func(i, j int) bool { return list[i].ID() < list[j].ID() })
}

func isNumber(s string) bool {
	_, err := strconv.ParseFloat(s, 64)
	return err == nil
}
