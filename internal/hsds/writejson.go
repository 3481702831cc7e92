package hsds

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"slices"

	"passerelle/internal/directory"
)

// nestedAtOnce is how many services WriteJSON holds in memory.
const nestedAtOnce = 100

// WriteJSON writes a list of services of HSDS 3.2.3, each with all that hangs
// on it nested inside, ordered by id, and says how many there are. What belongs
// to no service stays out. Two lists of the same state are the same bytes.
func WriteJSON(ctx context.Context, w io.Writer, r *directory.Reader) (services int, err error) {
	ids, err := r.List(ctx, directory.PublicQuery{Table: "service"})
	if err != nil {
		return 0, err
	}
	out := bufio.NewWriter(w)
	out.WriteString("[")
	var b bytes.Buffer
	for some := range slices.Chunk(ids, nestedAtOnce) {
		f := NewForest("")
		if err := f.Gather(ctx, r, "service", some, Whole); err != nil {
			return services, err
		}
		for _, x := range some {
			b.Reset()
			if !f.Write(&b, "service", x, Whole) {
				continue
			}
			if services++; services > 1 {
				out.WriteString(",")
			}
			out.WriteString("\n")
			out.Write(b.Bytes())
		}
	}
	out.WriteString("\n]\n")
	return services, out.Flush()
}
