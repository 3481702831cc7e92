package hsds

import (
	"archive/zip"
	"bufio"
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"encoding/json"
	"io"
	"time"

	"passerelle/internal/directory"
)

// descriptorBytes is the official descriptor, which publishers are asked not
// to rewrite.
//
//go:embed standard/datapackage.json
var descriptorBytes []byte

// Records gives the records of an export, table by table in the order of
// directory.Tables: directory.Service.Export, or a function over Export.
type Records func(fn func(directory.Record) error) error

// About is what the manifest of an export tells of it.
type About struct {
	Publisher string   `json:"publisher,omitempty"`
	Licence   string   `json:"licence,omitempty"`
	Languages []string `json:"languages,omitempty"`
}

// manifest is the list of a package's files.
type manifest struct {
	Standard string `json:"standard"`
	About
	// Date is the latest that a record itself tells: not of the export, nor of
	// the import. Two instances that hold the same write the same bytes.
	Date  string         `json:"date,omitempty"`
	Files []manifestFile `json:"files"`
}

// learn moves the date of a package to the latest day on which a record says
// that it changed or was true.
func (m *manifest) learn(r directory.Record) {
	for _, field := range []string{"last_modified", "assured_date", "last_action_date"} {
		m.later(r.Get(field)) // "" where the table has no such field
	}
}

// later keeps the later of two days; an instant counts by its day.
func (m *manifest) later(when string) {
	if len(when) < len(time.DateOnly) {
		return
	}
	if _, err := time.Parse(time.DateOnly, when[:len(time.DateOnly)]); err == nil {
		m.Date = max(m.Date, when[:len(time.DateOnly)])
	}
}

type manifestFile struct {
	Name   string `json:"name"`
	Rows   int    `json:"rows"`
	SHA256 string `json:"sha256"`
}

// WriteCSV writes a tabular package of HSDS 3.2.3 as a zip: the official
// descriptor, one file per table with the columns of the descriptor (only a
// header when there is no row), and a manifest. Two exports of the same state
// are the same bytes. Cells are faithful, also those that a spreadsheet would
// take for a formula: this is for machines.
func WriteCSV(w io.Writer, records Records, about About) error {
	z := zip.NewWriter(w)
	m := manifest{Standard: "HSDS 3.2.3", About: about}
	sheet := func(name string) (*counted, error) {
		f, err := z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate}) // no date: it would differ each time
		return newCounted(f), err
	}
	out, err := sheet(descriptorName)
	if err != nil {
		return err
	}
	out.Write(descriptorBytes)
	if err := out.close(&m, descriptorName); err != nil {
		return err
	}
	next := 0
	open := func() error { // the next table, with its header
		t := directory.Tables[next]
		if out, err = sheet(t.File); err != nil {
			return err
		}
		header := make([]string, len(t.Columns))
		for i, c := range t.Columns {
			header[i] = c.Name
		}
		return writeRow(out.Writer, header)
	}
	finish := func() error {
		err := out.close(&m, directory.Tables[next].File)
		next++
		return err
	}
	if err := open(); err != nil {
		return err
	}
	err = records(func(r directory.Record) error {
		if r.Table == directory.Translations.Name { // of our profile, not of the pure package
			return nil
		}
		for directory.Tables[next].Name != r.Table {
			if err := finish(); err != nil {
				return err
			}
			if err := open(); err != nil {
				return err
			}
		}
		m.learn(r)
		out.rows++
		return writeRow(out.Writer, r.Values)
	})
	if err != nil {
		return err
	}
	for {
		if err := finish(); err != nil {
			return err
		}
		if next == len(directory.Tables) {
			break
		}
		if err := open(); err != nil {
			return err
		}
	}
	b, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return err
	}
	f, err := z.CreateHeader(&zip.FileHeader{Name: manifestName, Method: zip.Deflate})
	if err != nil {
		return err
	}
	if _, err := f.Write(append(b, '\n')); err != nil {
		return err
	}
	return z.Close()
}

// counted is a file of a package while it is written.
type counted struct {
	*bufio.Writer
	sum  interface{ Sum([]byte) []byte }
	rows int
}

func newCounted(w io.Writer) *counted {
	h := sha256.New()
	return &counted{Writer: bufio.NewWriter(io.MultiWriter(w, h)), sum: h}
}

func (c *counted) close(m *manifest, name string) error {
	err := c.Flush()
	m.Files = append(m.Files, manifestFile{name, c.rows, hex.EncodeToString(c.sum.Sum(nil))})
	return err
}
