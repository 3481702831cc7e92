package hsds

import (
	"archive/zip"
	"bufio"
	"encoding/json"
	"errors"
	"io"
	"strings"

	"passerelle/internal/directory"
)

// GiveBack writes the source as it came: a zip with each of its files, every
// row with every cell in its place. rows must come file by file. Tables are
// written as CSV, lists of objects as one object a line, and XML as it was but
// for what stands between its records; quotes, line ends and encoding may
// differ from the source, cells do not.
func GiveBack(w io.Writer, rows func(func(directory.SourceRow) error) error) error {
	z := zip.NewWriter(w)
	var out *bufio.Writer
	file, tabular := "", false
	var tree *xmlWriter
	end := func() error { // of a file
		if out == nil {
			return nil
		}
		return errors.Join(tree.close(), out.Flush())
	}
	err := rows(func(r directory.SourceRow) error {
		if out == nil || r.File != file {
			if err := end(); err != nil {
				return err
			}
			f, err := z.CreateHeader(&zip.FileHeader{Name: r.File, Method: zip.Deflate})
			if err != nil {
				return err
			}
			out, file, tabular = bufio.NewWriter(f), r.File, r.Header // only tables have a header
			if tree = nil; strings.HasPrefix(r.Raw, "<") {
				tree = &xmlWriter{Writer: out, root: r.Raw}
			}
		}
		if tree != nil {
			return tree.write(r)
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
	if err := end(); err != nil {
		return err
	}
	return z.Close()
}

// xmlWriter writes an XML file, each record on a line of its own, which is the one
// it had: an issue finds its place in what is given back too.
type xmlWriter struct {
	*bufio.Writer
	root string // its start tag
	line int
}

func (x *xmlWriter) write(r directory.SourceRow) error {
	if x.line == 0 {
		x.line = 1
		x.WriteString(`<?xml version="1.0" encoding="UTF-8"?>`)
	}
	for ; x.line < r.No; x.line++ {
		x.WriteByte('\n')
	}
	x.WriteString(r.Raw)
	x.line += strings.Count(r.Raw, "\n")
	if !strings.HasPrefix(r.Raw, "<") { // a text: the next one is another
		x.WriteString("<!-- -->")
	}
	return nil // what could not be written is told by Flush
}

// close ends the root. A nil writer has none.
func (x *xmlWriter) close() error {
	if x == nil {
		return nil
	}
	name := strings.FieldsFunc(x.root[1:], func(r rune) bool { return strings.ContainsRune(" \t\r\n/>", r) })[0]
	_, err := x.WriteString("\n</" + name + ">\n")
	return err
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
