package hsds_test

import (
	"archive/zip"
	"bytes"
	"io"
	"strings"
	"testing"

	"passerelle/internal/hsds"
)

// A table whose headers are spelt by another program is read; each header that was
// read otherwise is told, and its cells are given back under it.
func TestHeadersOfAnotherProgramAreRead(t *testing.T) {
	const body = "ID,Organization-Id,Name,Status,feesDescription\ns1,o1,Un,active,Gratuit\n"
	p := open(t, hsds.Options{}, zipped(t, map[string]string{"organizations.csv": whole, "services.csv": body}))
	s := records(t, p)["service"][0]
	wantField(t, s, "organization_id", find(t, records(t, p)["organization"], "name", "Un organisme").ID())
	wantField(t, s, "fees_description", "Gratuit")
	is := issues(t, p)
	if !hasIssue(is, "services.csv", "header_read", 1, "Organization-Id") || !hasIssue(is, "services.csv", "header_read", 1, "feesDescription") || p.Summary().Issues["header_read"] != 2 || p.Summary().Issues["unknown_column"] > 0 {
		t.Errorf("%+v", is)
	}
	if l := p.Summary().Ledger; l.Cells != l.Mapped+l.Attributes+l.Residual+l.Faulty || l.Residual > 0 {
		t.Errorf("%+v", l)
	}
	var back bytes.Buffer
	if err := hsds.GiveBack(&back, p.Rows); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(back.Bytes()), int64(back.Len()))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open("services.csv")
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(f); err != nil || strings.ReplaceAll(string(got), "\r", "") != body {
		t.Errorf("given back %q, %v", got, err)
	}
}
