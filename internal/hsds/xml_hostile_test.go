package hsds_test

import (
	"bytes"
	"context"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"passerelle/internal/db/dbtest"
	"passerelle/internal/directory"
	"passerelle/internal/hsds"
)

const (
	ciocHead  = `<ROOT xmlns="urn:ciocshare-schema"><DIST_CODE_LIST/><PUB_CODE_LIST/>` + "\n"
	ciocEnd   = "</ROOT>\n"
	airsHead  = `<Source xmlns="http://www.airs.org/schema/3_1/AIRS.xsd" SourceEntity="x">` + "\n"
	airsEnd   = "</Source>\n"
	one       = `<RECORD NUM="AAA0001" RECORD_OWNER="AAA" HAS_FRENCH="1"><ORG_LEVEL_1 VF="Un"/></RECORD>` + "\n"
	agency    = "<Agency><Key>1</Key><Name>Un</Name></Agency>\n"
	laughs    = `<!DOCTYPE ROOT [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>` + "\n"
	stolen    = `<!DOCTYPE ROOT [<!ENTITY a SYSTEM "file:///etc/passwd">]>` + "\n"
	elsewhere = `<!DOCTYPE ROOT SYSTEM "http://203.0.113.1/x.dtd">` + "\n"
)

// An XML file that must not be read is refused, and the refusal says where.
func TestRefusesXMLThatIsUnsafeOrBroken(t *testing.T) {
	for name, c := range map[string]struct {
		body, reason string
		row          int
	}{
		"entities_that_grow":    {laughs + ciocHead + `<RECORD NUM="AAA0001"><DESCRIPTION VF="&b;"/></RECORD>` + ciocEnd, "xml_doctype", 2},
		"entity_of_a_file":      {stolen + ciocHead + one + ciocEnd, "xml_doctype", 2},
		"schema_elsewhere":      {elsewhere + airsHead + agency + airsEnd, "xml_doctype", 2},
		"doctype_inside":        {ciocHead + one + laughs + ciocEnd, "xml_doctype", 3},
		"entity_unknown":        {ciocHead + `<RECORD NUM="AAA0001"><ORG_LEVEL_1 VF="&eacute;"/></RECORD>` + ciocEnd, "xml_broken", 2},
		"cut_off":               {ciocHead + one + `<RECORD NUM="AAA0002"><ORG_LEVEL_1 VF="De`, "xml_broken", 3},
		"ends_without_its_root": {ciocHead + one, "xml_broken", 3},
		"ends_crossed":          {airsHead + "<Agency><Key>1</Agency></Key>" + airsEnd, "xml_broken", 2},
		"two_roots":             {ciocHead + one + ciocEnd + ciocHead + one + ciocEnd, "xml_broken", 4},
		"words_after_the_root":  {airsHead + agency + airsEnd + "et encore", "xml_broken", 4},
		"control_character":     {ciocHead + "<RECORD NUM=\"AAA0001\"><ORG_LEVEL_1 VF=\"U\x01n\"/></RECORD>" + ciocEnd, "xml_broken", 2},
		"too_deep":              {airsHead + strings.Repeat("<Agency>", 5000) + strings.Repeat("</Agency>", 5000) + airsEnd, "xml_deep", 2},
		"names_too_long":        {airsHead + "<Agency><" + strings.Repeat("n", 3000) + "/></Agency>" + airsEnd, "xml_deep", 2},
		"text_too_long":         {ciocHead + `<RECORD NUM="AAA0001"><DESCRIPTION VF="` + strings.Repeat("x", 2<<20) + `"/></RECORD>` + ciocEnd, "row_too_long", 2},
		"record_too_long":       {airsHead + "<Agency>\n" + strings.Repeat("<Name>"+strings.Repeat("x", 1000)+"</Name>\n", 20000) + "</Agency>" + airsEnd, "row_too_long", 16548},
		"elements_without_end":  {airsHead + "<Agency>" + strings.Repeat("<a/>", 2<<20) + "</Agency>" + airsEnd, "row_too_long", 2},
		"many_names":            {airsHead + "<Agency>" + many(20000, func(i int) string { return fmt.Sprintf("<a%d>x</a%d>", i, i) }) + "</Agency>" + airsEnd, "too_many_columns", 2},
		"no_records":            {ciocHead + ciocEnd, "no_rows", 1},
		"another_format":        {`<rss version="2.0"><channel/></rss>`, "not_csv", 1},
		"another_root":          {`<ROOT xmlns="urn:somebody"><RECORD/></ROOT>`, "not_csv", 1},
		"encoding_unknown":      {`<?xml version="1.0" encoding="Shift_JIS"?>` + ciocHead + "<RECORD NUM=\"AAA0001\"><ORG_LEVEL_1 VF=\"\x83e\"/></RECORD>" + ciocEnd, "xml_encoding", 1},
		"version_unknown":       {`<?xml version="2.0"?>` + ciocHead + one + ciocEnd, "not_csv", 1},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := open(t, hsds.Options{}, written(t, "x.xml", c.body))
			is := issues(t, p)
			if !p.Summary().Refused {
				t.Fatalf("was read: %v", is)
			}
			if last := is[len(is)-1]; last.Reason != c.reason || last.File != "x.xml" && c.reason != "no_rows" || last.Row != c.row {
				t.Errorf("refused with %+v, want %s at row %d", last, c.reason, c.row)
			}
		})
	}
}

// A text without end is refused where it stands, without being held in memory.
func TestXMLWithoutEndCostsNoMemory(t *testing.T) {
	path := filepath.Join(t.TempDir(), "x.xml")
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	f.WriteString(airsHead + "<Agency><Name>")
	block := bytes.Repeat([]byte("x"), 1<<20)
	for range 100 {
		f.Write(block)
	}
	f.Close()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	p := open(t, hsds.Options{}, path)
	runtime.ReadMemStats(&after)
	if is := issues(t, p); len(is) != 1 || is[0].Reason != "row_too_long" || is[0].Row != 2 {
		t.Errorf("%v", is)
	}
	if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 32 {
		t.Errorf("%d MB were allocated in all", used)
	}
}

// What is wrong in an XML file and can be lived with is told, at its element and
// line.
func TestFaultyXMLIsReadWithIssues(t *testing.T) {
	record := func(num, rest string) string {
		return `<RECORD NUM="` + num + `" RECORD_OWNER="AAA" HAS_FRENCH="1"><ORG_LEVEL_1 VF="Un"/>` + "\n" + rest + "</RECORD>\n"
	}
	site := func(rest string) string {
		return "<Agency><Key>1</Key><Name>Un</Name>\n<Site><Key>2</Key>\n" + rest + "</Site></Agency>\n"
	}
	for name, c := range map[string]struct {
		body, reason, column string
		row                  int
	}{
		"latitude_95":          {record("AAA0001", `<GEOCODE TYPE="1" LAT="95" LONG="1"/>`), "bad_coordinate", "/RECORD/GEOCODE/@LAT", 3},
		"latitude_nan":         {record("AAA0001", `<GEOCODE TYPE="1" LAT="NaN" LONG="1"/>`), "bad_number", "/RECORD/GEOCODE/@LAT", 3},
		"longitude_of_a_site":  {site("<SpatialLocation><Latitude>+45.0</Latitude><Longitude>-8559199.0</Longitude></SpatialLocation>"), "bad_coordinate", "/Agency/Site/SpatialLocation/Longitude", 4},
		"markup_in_a_name":     {record("AAA0001", `<SERVICE_NAME_LEVEL_1 VF="&lt;script&gt;alert(1)&lt;/script&gt;"/>`), "markup", "/RECORD/SERVICE_NAME_LEVEL_1/@VF", 3},
		"formula":              {"<Agency><Key>1</Key><Name>=1+1</Name></Agency>\n", "formula", "/Agency/Name", 2},
		"markup_elsewhere":     {`<RECORD NUM="AAA0001" HAS_FRENCH="1" HAS_ENGLISH="1"><ORG_LEVEL_1 VF="Un" V="&lt;b&gt;One&lt;/b&gt;"/></RECORD>`, "markup", "/RECORD/ORG_LEVEL_1/@V", 2},
		"link_that_runs":       {record("AAA0001", `<WWW_ADDRESS VF="javascript:alert(1)"/>`), "bad_url", "/RECORD/WWW_ADDRESS/@VF", 3},
		"no_such_agency":       {record("AAA0001", `<ORG_NUM V="ZZZ0009"/>`), "dangling", "/RECORD/ORG_NUM/@V", 3},
		"no_such_service":      {record("AAA0001", `<LOCATION_SERVICES><SERVICE_NUM V="ZZZ0009"/></LOCATION_SERVICES>`), "dangling", "/RECORD/LOCATION_SERVICES/SERVICE_NUM/@V", 3},
		"no_such_group":        {site(`<SiteService ServiceGroupKey="9"><Name>x</Name><Key>3</Key></SiteService>`), "dangling", "/Agency/Site/SiteService/@ServiceGroupKey", 4},
		"site_of_another":      {site(`<AgencyKey>77</AgencyKey>`), "differs", "/Agency/Site/AgencyKey", 4},
		"number_twice":         {record("AAA0001", "") + record("AAA0001", `<DESCRIPTION VF="autre"/>`), "id_twice", "/RECORD/@NUM", 4},
		"record_twice":         {record("AAA0001", "") + record("AAA0001", ""), "row_twice", "/RECORD/@NUM", 4},
		"no_number":            {`<RECORD HAS_FRENCH="1"><ORG_LEVEL_1 VF="Un"/></RECORD>`, "no_id", "/RECORD/@NUM", 2},
		"no_key":               {"<Agency><Name>Un</Name></Agency>\n", "no_id", "/Agency/Key", 2},
		"article":              {record("AAA0001", `<ORG_LOCATION_SERVICE><CD V="TOPIC"/></ORG_LOCATION_SERVICE>`), "not_a_service", "/RECORD/ORG_LOCATION_SERVICE", 2},
		"profile_not_there":    {`<RECORD NUM="AAA0001" HAS_FRENCH="1" PRIVACY_PROFILE="Rien"><ORG_LEVEL_1 VF="Un"/></RECORD>`, "privacy_unknown", "/RECORD/@PRIVACY_PROFILE", 2},
		"field_nobody_knows":   {`<PRIVACY_PROFILE_LIST><PR VF="P"><FLD V="QUELQUE_CHOSE"/></PR></PRIVACY_PROFILE_LIST><RECORD NUM="AAA0001" HAS_FRENCH="1" PRIVACY_PROFILE="P"><ORG_LEVEL_1 VF="Un"/></RECORD>`, "privacy_unknown", "/RECORD/@PRIVACY_PROFILE", 2},
		"removed_by_its_owner": {`<Agency delete="1"><Key>1</Key><Name>Un</Name></Agency>`, "source_deleted", "/Agency/@delete", 2},
		"hours_unclear":        {record("AAA0001", `<HOURS VF="selon la saison"/>`), "hours_in_words", "/RECORD/HOURS/@VF", 3},
		"no_telephone":         {record("AAA0001", `<OFFICE_PHONE VF="voir le site"/>`), "no_number", "/RECORD/OFFICE_PHONE/@VF", 3},
		"no_name":              {site("<SiteService><Key>3</Key></SiteService>"), "missing", "name", 2},
		"state_unknown":        {site(`<SiteService Status="peut-être"><Name>x</Name><Key>3</Key></SiteService>`), "bad_status", "/Agency/Site/SiteService/@Status", 4},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			body := ciocHead + c.body + ciocEnd
			if strings.HasPrefix(c.body, "<Agency") {
				body = airsHead + c.body + airsEnd
			}
			p := open(t, hsds.Options{}, written(t, "x.xml", body))
			if p.Summary().Refused || !hasIssue(issues(t, p), "x.xml", c.reason, c.row, c.column) {
				t.Errorf("want %s at row %d %s, have %+v", c.reason, c.row, c.column, issues(t, p))
			}
		})
	}
}

// Agencies that stand under one another are cut where they loop.
func TestAgenciesUnderOneAnother(t *testing.T) {
	agency := func(num, under string) string {
		return `<RECORD NUM="` + num + `" HAS_FRENCH="1"><ORG_LEVEL_1 VF="` + num + `"/><ORG_LOCATION_SERVICE><CD V="AGENCY"/></ORG_LOCATION_SERVICE><ORG_NUM V="` + under + `"/></RECORD>` + "\n"
	}
	p := open(t, hsds.Options{}, written(t, "x.xml", ciocHead+agency("AAA0001", "AAA0002")+agency("AAA0002", "AAA0001")+agency("AAA0003", "AAA0001")+agency("AAA0004", "AAA0004")+ciocEnd))
	is := issues(t, p)
	for row, want := range map[int]bool{2: true, 3: true, 4: false, 5: false} {
		if hasIssue(is, "x.xml", "under_itself", row, "/RECORD/ORG_NUM/@V") != want {
			t.Errorf("row %d: %+v", row, is)
		}
	}
}

// The encoding is what the bytes are, whatever the declaration says, and is told
// where the two differ.
func TestEncodingsOfXML(t *testing.T) {
	text := `<RECORD NUM="AAA0001" HAS_FRENCH="1"><ORG_LEVEL_1 VF="L’Été à Hélène"/></RECORD>` + "\n"
	declared := func(name string) string {
		return `<?xml version="1.0" encoding="` + name + `"?>` + ciocHead + text + ciocEnd
	}
	wide := func(s string) string {
		out, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	narrow := func(s string) string {
		out, err := charmap.Windows1252.NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	for name, c := range map[string]struct {
		body, encoding string
		told           bool
	}{
		"utf8": {declared("UTF-8"), "UTF-8", false}, "with_mark": {"\ufeff" + declared("utf-8"), "UTF-8 with BOM", false},
		"undeclared": {ciocHead + text + ciocEnd, "UTF-8", false}, "latin1": {narrow(declared("ISO-8859-1")), "ISO-8859-1", false},
		"cp1252": {narrow(declared("Windows-1252")), "ISO-8859-1", false}, "utf16": {wide(declared("UTF-16")), "UTF-16", false},
		"utf16_without_mark": {wide(declared("UTF-16"))[2:], "UTF-16BE", false}, "utf16_without_mark_says_utf8": {wide(declared("UTF-8"))[2:], "UTF-16BE", true},
		"utf16_says_utf8": {wide(declared("UTF-8")), "UTF-16", true}, "utf8_says_latin1": {declared("iso-8859-1"), "UTF-8", true},
		"cp1252_says_utf8": {narrow(declared("UTF-8")), "CP1252", true}, "cp1252_says_nothing": {narrow(ciocHead + text + ciocEnd), "CP1252", true},
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, hsds.Options{}, written(t, "x.xml", c.body))
			s := p.Summary()
			if s.Refused || s.Ledger.Files[0].Encoding != c.encoding || s.Issues["encoding"] > 0 != c.told {
				t.Fatalf("%+v, %v", s.Ledger.Files, s.Issues)
			}
			find(t, records(t, p)["organization"], "name", "L’Été à Hélène")
		})
	}
}

// Nothing of a refused file is written, in a folder or in a zip beside others.
func TestRefusedXMLWritesNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		before := state(t, u)
		for _, path := range []string{written(t, "x.xml", ciocHead+one+"<RECORD"), zipped(t, map[string]string{"a.xml": ciocHead + one + ciocEnd, "b.xml": laughs + ciocHead + one + ciocEnd})} {
			if rep, err := service(u).Import(u.Ctx, keeper, open(t, hsds.Options{}, path), directory.ImportOptions{}); err == nil || !rep.Refused {
				t.Errorf("%s was imported", path)
			}
		}
		if after := state(t, u); !maps.Equal(before, after) {
			t.Errorf("before %v, after %v", before, after)
		}
	})
}

// Alone, in a folder or in a zip, in one file or in two: the same records.
func TestXMLIsFoundWhereverItLies(t *testing.T) {
	second := strings.ReplaceAll(one, "AAA0001", "AAA0002")
	folder := scratch(t, map[string][]byte{"a.xml": []byte(ciocHead + one + ciocEnd), "b.xml": []byte(ciocHead + second + ciocEnd), "LISEZMOI.md": []byte("bonjour")})
	for name, path := range map[string]string{
		"file": written(t, "x.xml", ciocHead+one+second+ciocEnd), "one_line": written(t, "x.xml", strings.ReplaceAll(ciocHead+one+second+ciocEnd, "\n", "")),
		"folder": folder, "zip": zipped(t, map[string]string{"a/x.xml": ciocHead + one + second + ciocEnd}), "gzip": gzipped(t, "x.xml.gz", ciocHead+one+second+ciocEnd),
	} {
		p := sound(t, hsds.Options{Dataset: "d"}, path)
		if r := records(t, p); p.Summary().Version != "CIOC" || len(r["organization"]) != 1 || len(r["service"]) != 2 {
			t.Errorf("%s: %s, %d services of %d organisations; %v", name, p.Summary().Version, len(r["service"]), len(r["organization"]), issues(t, p))
		}
		givenBackWhole(t, p)
	}
}

// givenBackWhole reads what is given back: the same rows, on the same lines, and
// the same records.
func givenBackWhole(t *testing.T, p *hsds.Package) {
	t.Helper()
	var back bytes.Buffer
	if err := hsds.GiveBack(&back, p.Rows); err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "back.zip")
	if err := os.WriteFile(path, back.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
	again, err := hsds.Open(context.Background(), hsds.Options{Dataset: p.Summary().Dataset, Language: p.Summary().Language}, path)
	if err != nil {
		t.Fatal(err)
	}
	defer again.Close()
	tell := func(p *hsds.Package) (out []string) {
		if err := p.Rows(func(r directory.SourceRow) error {
			out = append(out, fmt.Sprintf("%s %d %q %s", r.File, r.No, r.Raw, r.Cells))
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if err := p.Records(func(r directory.Record) error { out = append(out, fmt.Sprint(r)); return nil }); err != nil {
			t.Fatal(err)
		}
		return out
	}
	if first, second := strings.Join(tell(p), "\n"), strings.Join(tell(again), "\n"); first != second {
		t.Errorf("given back and read again:\n%s\nat first:\n%s\n%v", second, first, issues(t, again))
	}
}

// A record that lists more than anybody would costs memory in proportion, however
// its words are put together.
func TestLongListsOfXMLCostInProportion(t *testing.T) {
	body := ciocHead + `<RECORD NUM="AAA0001" HAS_FRENCH="1"><ORG_LEVEL_1 VF="Un"/><ACCESSIBILITY>` + strings.Repeat(`<CHK VF="x"/>`, 100_000) + `</ACCESSIBILITY></RECORD>` + ciocEnd
	path := written(t, "x.xml", body)
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	p := open(t, hsds.Options{}, path)
	runtime.ReadMemStats(&after)
	if used := (after.TotalAlloc - before.TotalAlloc) >> 20; used > 1000 || p.Summary().Ledger.Cells != 100_003 {
		t.Errorf("%d MB were allocated for %d cells", used, p.Summary().Ledger.Cells)
	}
}

// FuzzXML reads what calls itself one of the two formats.
func FuzzXML(f *testing.F) {
	for _, name := range []string{"cioc/partage.xml", "airs/agences.xml"} {
		b, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(b)
	}
	for _, s := range []string{
		ciocHead + one + ciocEnd, airsHead + agency + airsEnd, laughs + ciocHead + one + ciocEnd, ciocHead + "a<!-- b -->c<![CDATA[d]]>" + one + ciocEnd,
		`<?xml version="1.0" encoding="ISO-8859-1"?><c:ROOT xmlns:c="urn:ciocshare-schema"><c:RECORD NUM="AAA0001"><c:HOURS V="9-5" VF="lundi de 9 h à 17 h"/></c:RECORD></c:ROOT>`,
		airsHead + "<Agency><Key>1</Key><Site><Key>1</Key><TimeOpen><Monday><From>9</From><To>25:00</To></Monday></TimeOpen><SiteService><Key>1</Key><Taxonomy><Code>BD-1800</Code></Taxonomy></SiteService></Site><Agency><Key>1</Key></Agency></Agency>" + airsEnd,
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		dir := scratch(t, map[string][]byte{"x.xml": body})
		if v := open(t, hsds.Options{Dataset: "fuzz"}, dir).Summary().Version; v != "CIOC" && v != "AIRS 3" {
			return // refused, or a table whatever its name says: other targets read these
		}
		p := sound(t, hsds.Options{Dataset: "fuzz"}, dir)
		if err := p.Records(func(r directory.Record) error {
			if code := r.Get("code") + r.Get("label"); !r.Withheld && hsds.Opaque("", strings.TrimPrefix(code, "airs:")) {
				t.Errorf("a code that is not ours to show is public: %v", r)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		givenBackWhole(t, p)
	})
}
