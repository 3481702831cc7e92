package hsds

import (
	"path/filepath"
	"regexp"
	"strings"

	"passerelle/internal/text"
)

var dated = regexp.MustCompile(`(?i)[-_. ]*(\(\d+\)|copy|copie|v?\d[\d._-]*|export|final)$`)

// vague names of folders say nothing of whose directory it is.
var vague = set("csv", "data", "hsds", "export", "package", "tabular", "json")

// DatasetOf proposes the name of a dataset for files of those names.
func DatasetOf(names ...string) string { return nameOf(names) }

// nameOf makes a dataset's name of a path: next month's file of the same
// publisher must find the same name.
func nameOf(paths []string) string {
	if len(paths) == 0 {
		return "package"
	}
	abs, err := filepath.Abs(paths[0])
	if err != nil {
		abs = paths[0]
	}
	if len(paths) > 1 || vague[strings.ToLower(filepath.Base(abs))] {
		abs = filepath.Dir(abs)
	}
	n := filepath.Base(abs)
	for _, ext := range []string{".gz", ".zip", ".csv", ".json", ".ndjson", ".jsonl", ".txt", ".tsv", ".xml"} {
		n = strings.TrimSuffix(n, ext)
	}
	for short := dated.ReplaceAllString(n, ""); short != "" && short != n; short = dated.ReplaceAllString(n, "") {
		n = short
	}
	return strings.ReplaceAll(text.Fold(n), " ", "-")
}
