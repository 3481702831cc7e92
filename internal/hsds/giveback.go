package hsds

import (
	"archive/zip"
	"bufio"
	"encoding/json"
	"io"
	"strings"

	"passerelle/internal/directory"
)

// GiveBack writes the source as it came: a zip with each of its files, every
// row with every cell in its place. rows must come file by file. Tables are
// written as CSV and lists of objects as one object a line; quotes, line ends
// and encoding may differ from the source, cells do not.
func GiveBack(w io.Writer, rows func(func(directory.SourceRow) error) error) error {
	z := zip.NewWriter(w)
	var out *bufio.Writer
	file, tabular := "", false
	err := rows(func(r directory.SourceRow) error {
		if out == nil || r.File != file {
			if out != nil {
				if err := out.Flush(); err != nil {
					return err
				}
			}
			f, err := z.CreateHeader(&zip.FileHeader{Name: r.File, Method: zip.Deflate})
			if err != nil {
				return err
			}
			out, file, tabular = bufio.NewWriter(f), r.File, r.Header // only tables have a header
		}
		if tabular {
			var cells []string
			if err := json.Unmarshal([]byte(r.Raw), &cells); err != nil {
				return err
			}
			return writeRow(out, cells)
		}
		_, err := out.WriteString(r.Raw + "\n")
		return err
	})
	if err != nil {
		return err
	}
	if out != nil {
		if err := out.Flush(); err != nil {
			return err
		}
	}
	return z.Close()
}

// writeRow writes one row of RFC 4180, with CRLF.
func writeRow(w *bufio.Writer, cells []string) error {
	for i, c := range cells {
		if i > 0 {
			w.WriteByte(',')
		}
		if strings.ContainsAny(c, ",\"\r\n") || c != strings.TrimSpace(c) || c == "" && len(cells) == 1 {
			w.WriteByte('"')
			w.WriteString(strings.ReplaceAll(c, `"`, `""`))
			w.WriteByte('"')
			continue
		}
		w.WriteString(c)
	}
	_, err := w.WriteString("\r\n")
	return err
}
