package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"passerelle/internal/directory"
	"passerelle/internal/directory/corpus"
	"passerelle/internal/id"
)

// packageHeaders are the tables of HSDS 3 that a generated directory fills.
var packageHeaders = map[string]string{
	"organizations":       "id,name,description",
	"services":            "id,organization_id,name,description,status,minimum_age,maximum_age",
	"locations":           "id,location_type,name,latitude,longitude",
	"service_at_location": "id,service_id,location_id",
	"addresses":           "id,location_id,address_1,city,state_province,postal_code,country,address_type",
	"phones":              "id,service_id,number,type",
	"schedules":           "id,service_id,freq,byday,opens_at,closes_at",
	"languages":           "id,service_id,code",
	"taxonomies":          "id,name,description",
	"taxonomy_terms":      "id,code,name,description,taxonomy,taxonomy_id",
	"attributes":          "id,link_id,link_entity,taxonomy_term_id,value,label",
	"translations":        "id,resource_type,resource_id,field_name,language,value,origin",
}

// tables writes the files of a package, row after row.
type tables struct {
	files map[string]*os.File
	bufs  []*bufio.Writer
	to    map[string]*csv.Writer
	made  map[string]bool
	cells int
}

// writePackage writes n services of the corpus as an HSDS 3 tabular package
// and returns how many cells are not empty.
func writePackage(dir string, n int) (cells int, err error) {
	t := &tables{files: map[string]*os.File{}, to: map[string]*csv.Writer{}, made: map[string]bool{}}
	for name, header := range packageHeaders {
		f, err := os.Create(filepath.Join(dir, name+".csv"))
		if err != nil {
			return 0, err
		}
		buf := bufio.NewWriterSize(f, 1<<20)
		t.files[name], t.bufs, t.to[name] = f, append(t.bufs, buf), csv.NewWriter(buf)
		if err := t.to[name].Write(strings.Split(header, ",")); err != nil {
			return 0, err
		}
	}
	m := corpus.NewMaker(seed)
	for i := range n {
		t.listing(i, m.Listing(i))
	}
	for _, w := range t.to {
		w.Flush()
		err = errors.Join(err, w.Error())
	}
	for _, b := range t.bufs {
		err = errors.Join(err, b.Flush())
	}
	for _, f := range t.files {
		err = errors.Join(err, f.Close())
	}
	return t.cells, err
}

// add writes a row; what the disk refuses is told by Flush.
func (t *tables) add(table string, cells ...string) {
	for _, c := range cells {
		if c != "" {
			t.cells++
		}
	}
	_ = t.to[table].Write(cells)
}

func key(noun string, of ...any) string { return id.Derived("bench", noun, fmt.Sprint(of...)) }

func (t *tables) listing(i int, l *directory.Listing) {
	service, org := key("service", i), key("organization", l.Org)
	if !t.made[org] {
		t.made[org] = true
		t.add("organizations", org, l.OrgName.FR, l.OrgName.FR)
	}
	t.add("services", service, org, l.Name.FR, l.Summary.FR, string(l.Status), age(l.MinAge), age(l.MaxAge))
	for field, s := range map[string]string{"name": l.Name.EN, "description": l.Summary.EN} {
		if s != "" {
			t.add("translations", key("translation", i, field), "service", service, field, "en", s, "human")
		}
	}
	t.add("phones", key("phone", i), service, fmt.Sprintf("514 555-%04d", i%10000), "voice")
	for n, p := range l.Places {
		if p.HasPoint {
			place := key("location", i, n)
			t.add("locations", place, "physical", "Local "+strconv.Itoa(n), degrees(p.Lat), degrees(p.Lon))
			t.add("addresses", key("address", i, n), place, strconv.Itoa(100+i%900)+", rue Principale", p.City, p.Province, "H2X 1Y4", "CA", "physical")
			t.add("service_at_location", key("door", i, n), service, place)
		}
	}
	for n, h := range l.Hours {
		if !h.Closed {
			t.add("schedules", key("schedule", i, n), service, "WEEKLY", days(h.Days), minutes(h.Opens), minutes(h.Closes))
		}
	}
	for _, code := range l.Languages {
		if len(code) <= 3 {
			t.add("languages", key("language", i, code), service, code)
		}
	}
	for _, code := range l.Needs {
		t.fact(service, "needs", code, "")
	}
	for paper, a := range l.Papers {
		if a != directory.AcceptUnknown {
			t.fact(service, "papers-accepted", string(paper), map[directory.Acceptance]string{directory.AcceptNo: "no", directory.AcceptAnnounced: "announced", directory.AcceptConfirmed: "confirmed"}[a])
		}
	}
}

func (t *tables) fact(service, taxonomy, code, value string) {
	set, term := key("taxonomy", taxonomy), key("term", taxonomy, ":", code)
	if !t.made[set] {
		t.made[set] = true
		t.add("taxonomies", set, taxonomy, taxonomy)
	}
	if !t.made[term] {
		t.made[term] = true
		t.add("taxonomy_terms", term, taxonomy+":"+code, code, code, taxonomy, set)
	}
	t.add("attributes", key("attribute", service, term), service, "service", term, value, code)
}

func age(f float64) string {
	if f == 0 {
		return ""
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

func degrees(f float64) string { return strconv.FormatFloat(f, 'f', 5, 64) }

func minutes(m int) string { return fmt.Sprintf("%02d:%02d", m/60%24, m%60) }

func days(of directory.Days) string {
	var out []string
	for i, name := range []string{"MO", "TU", "WE", "TH", "FR", "SA", "SU"} {
		if of>>i&1 == 1 {
			out = append(out, name)
		}
	}
	return strings.Join(out, ",")
}
