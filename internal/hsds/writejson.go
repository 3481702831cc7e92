package hsds

import (
	"bufio"
	"bytes"
	"io"

	"passerelle/internal/directory"
)

// WriteJSON writes a list of services of HSDS 3.2.3, each with all that hangs
// on it nested inside, ordered by id. What belongs to no service stays out. It
// holds the records of the export in memory, as nesting asks for all of them
// at once.
func WriteJSON(w io.Writer, records Records) error {
	f := NewForest("")
	var services []string
	err := records(func(r directory.Record) error {
		if r.Table == "service" {
			services = append(services, r.ID())
		}
		f.Add(directory.PublicRecord{Record: r})
		return nil
	})
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	out.WriteString("[")
	var b bytes.Buffer
	for i, s := range services {
		if i > 0 {
			out.WriteString(",")
		}
		b.Reset()
		b.WriteString("\n")
		f.Write(&b, "service", s, Whole)
		out.Write(b.Bytes())
	}
	out.WriteString("\n]\n")
	return out.Flush()
}
