package intake

import (
	"context"
	"io"

	"passerelle/internal/access"
	"passerelle/internal/directory"
)

// Store keeps the bytes of a task's file as they come, a part at a time, and
// says how many there were.
func Store(ctx context.Context, d *directory.Service, by access.Actor, task string, body io.Reader) (size int64, err error) {
	part := make([]byte, directory.PartBytes)
	for no := 0; ; no++ {
		n, err := io.ReadFull(body, part)
		if n > 0 {
			if err := d.AddPart(ctx, by, task, no, part[:n]); err != nil {
				return size, err
			}
			size += int64(n)
		}
		switch err {
		case nil:
		case io.EOF, io.ErrUnexpectedEOF:
			return size, nil
		default:
			return size, err
		}
	}
}
