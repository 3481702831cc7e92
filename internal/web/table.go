package web

import (
	"encoding/csv"
	"net/http"
	"strings"
)

// table answers with rows under their head, as a file for a spreadsheet.
func (s *Site) table(v *Visit, name string, head []string, rows [][]string) error {
	var out strings.Builder
	rows = append([][]string{head}, rows...)
	for _, row := range rows {
		for i, cell := range row {
			row[i] = harmless(cell)
		}
	}
	if err := csv.NewWriter(&out).WriteAll(rows); err != nil {
		return err
	}
	return s.download(v, "text/csv; charset=utf-8", name, []byte(out.String()))
}

// harmless keeps a spreadsheet from running a cell as a formula.
func harmless(cell string) string {
	if cell != "" && strings.IndexByte("=+-@\t\r\x00", cell[0]) >= 0 {
		return "'" + cell
	}
	return cell
}

// download answers with a file to keep. A spreadsheet reads UTF-8 only when
// the file says so.
func (s *Site) download(v *Visit, kind, name string, body []byte) error {
	h := v.W.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", `attachment; filename="`+name+`"`)
	if strings.HasPrefix(kind, "text/csv") {
		body = append([]byte("\ufeff"), body...)
	}
	return s.write(v, http.StatusOK, body)
}
