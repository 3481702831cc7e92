package hsds_test

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"passerelle/internal/access"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/event"
	"passerelle/internal/hsds"
)

var keeper = access.ForOperator(dbtest.Region)

func open(t *testing.T, o hsds.Options, paths ...string) *hsds.Package {
	t.Helper()
	p, err := hsds.Open(context.Background(), o, paths...)
	if err != nil {
		t.Fatalf("open %v: %v", paths, err)
	}
	t.Cleanup(func() { p.Close() })
	return p
}

func service(u *dbtest.Universe) *directory.Service {
	return directory.New(u.DB, event.NewLog(nil))
}

func imported(t *testing.T, u *dbtest.Universe, o hsds.Options, paths ...string) *directory.Report {
	t.Helper()
	rep, err := service(u).Import(u.Ctx, keeper, open(t, o, paths...), directory.ImportOptions{})
	if err != nil {
		t.Fatalf("import %v: %v", paths, err)
	}
	return rep
}

func issues(t *testing.T, p *hsds.Package) (out []directory.Issue) {
	t.Helper()
	if err := p.Issues(func(i directory.Issue) error { out = append(out, i); return nil }); err != nil {
		t.Fatal(err)
	}
	return out
}

// cellsOf reads the cells of a kept row again, without the mapper's help.
func cellsOf(t *testing.T, r directory.SourceRow) []string {
	t.Helper()
	var cells []string
	if strings.HasSuffix(r.File, ".xml") {
		for c, n := range values(t, []byte(r.Raw)) {
			cells = append(cells, slices.Repeat([]string{c}, n)...)
		}
		return cells
	}
	if json.Unmarshal([]byte(r.Raw), &cells) == nil {
		return cells
	}
	d := json.NewDecoder(bytesOf(r.Raw))
	d.UseNumber()
	if err := scalars(d, &cells); err != nil {
		t.Fatalf("%s row %d is kept as something else than JSON: %v", r.File, r.No, err)
	}
	return cells
}

// scalars reads the values of one JSON value, those of a name that stands
// twice included.
func scalars(d *json.Decoder, out *[]string) error {
	tok, err := d.Token()
	if err != nil {
		return err
	}
	switch v := tok.(type) {
	case json.Delim:
		for d.More() {
			if v == '{' {
				if _, err := d.Token(); err != nil {
					return err
				}
			}
			if err := scalars(d, out); err != nil {
				return err
			}
		}
		_, err = d.Token()
	case nil:
	case string:
		*out = append(*out, v)
	default:
		*out = append(*out, fmt.Sprint(v))
	}
	return err
}
