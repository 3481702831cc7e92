package hsds

import (
	_ "embed"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"

	"passerelle/internal/directory"
	"passerelle/internal/text"
)

// Sample is the beginning of a table that is none of HSDS's: what a person
// looks at to say what its columns are.
type Sample struct {
	File   string
	Header []string
	Rows   [][]string
}

// headersTSV is what columns of directories are called.
//
//go:embed headers.tsv
var headersTSV string

// hint is what a column of some name becomes.
type hint struct{ target, how string }

var hints = sync.OnceValue(func() map[string]hint {
	m := map[string]hint{}
	for line := range strings.Lines(headersTSV) {
		if line = strings.TrimSpace(line); line == "" || line[0] == '#' {
			continue
		}
		f := strings.SplitN(line, "\t", 3)
		for _, name := range strings.Split(f[2], ";") {
			m[name] = hint{f[0], f[1]}
		}
	}
	return m
})

// listMarks part the pieces of a list in a cell.
const listMarks = ",;|/\n"

// GuessMapping proposes what the columns of tables are, from their names in
// French or in English and from what they hold. What it does not know it leaves
// out: a column of unknown words may be somebody's private notes.
func GuessMapping(samples []Sample) Mapping {
	m := Mapping{Format: mappingFormat}
	for _, s := range samples {
		g := guesser{sample: s, used: map[string]bool{}, alike: map[string]int{}}
		m.Files = append(m.Files, g.file())
	}
	if len(m.Files) == 1 {
		m.Files[0].File = "" // the next file of the source may have another name
	}
	return m
}

type guesser struct {
	sample Sample
	used   map[string]bool // targets
	alike  map[string]int  // further columns of a target
	out    MappingFile
}

func (g *guesser) file() MappingFile {
	g.out.File = g.sample.File
	met := map[string]bool{}
	for i, name := range g.sample.Header {
		column := strings.TrimSpace(name)
		if headerName(name) == "" || met[headerName(name)] {
			column = "#" + strconv.Itoa(i+1)
		}
		met[headerName(name)] = true
		if h, ok := g.hint(i); ok {
			g.column(column, i, h)
		}
	}
	g.service()
	g.constants()
	return g.out
}

// hint finds what a column is by its name, else by what it holds.
func (g *guesser) hint(i int) (hint, bool) {
	for _, name := range spellings(g.sample.Header[i]) {
		if h, ok := hints()[name]; ok {
			return h, true
		}
	}
	filled := 0
	var fits [len(looks)]int
	for _, row := range g.sample.Rows {
		if i >= len(row) || strings.TrimSpace(row[i]) == "" {
			continue
		}
		filled++
		for k, l := range looks {
			if l.form.MatchString(strings.TrimSpace(row[i])) {
				fits[k]++
			}
		}
	}
	for k, l := range looks {
		if filled >= 3 && fits[k]*10 >= filled*9 {
			return hint{l.target, "-"}, true
		}
	}
	return hint{}, false
}

// looks are values that tell what they are.
var looks = [...]struct {
	form   *regexp.Regexp
	target string
}{
	{mailbox, "service.email"},
	{regexp.MustCompile(`^(https?://|www\.)\S+$`), "service.url"},
	{regexp.MustCompile(`(?i)^[abceghj-nprstvxy]\d[a-z][ -]?\d[a-z]\d$`), "address.postal_code"},
	{regexp.MustCompile(`^(\+?1[ .-]?)?\(?[2-9]\d{2}\)?[ .-]?\d{3}[ .-]\d{4}$`), "phone.number"},
}

// spellings are the forms under which a header's name may be known: as it is,
// without what stands in brackets, with its parts taken apart.
func spellings(header string) (out []string) {
	apart := strings.Map(func(r rune) rune {
		if r == '_' || r == '.' || r == '-' || r == '/' || r == ':' {
			return ' '
		}
		return r
	}, camel(header))
	bare, _, _ := strings.Cut(header, "(")
	for _, s := range []string{header, apart, bare, camel(bare)} {
		if n := strings.TrimRight(headerName(s), " :*?"); n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	return out
}

// camel takes PhysicalCity apart.
func camel(s string) string {
	var b strings.Builder
	last := ' '
	for _, r := range s {
		if unicode.IsUpper(r) && unicode.IsLower(last) {
			b.WriteByte(' ')
		}
		b.WriteRune(r)
		last = r
	}
	return b.String()
}

// column adds the rule of one column.
func (g *guesser) column(name string, i int, h hint) {
	c := MappingColumn{Column: name}
	taxonomy, attribute := strings.CutPrefix(h.target, "@")
	switch {
	case h.how == "ignore":
		c.Ignore = true
	case taxonomy == "opaque":
		c.Attribute, c.Split = opaqueTaxonomy, ",;|\n"
	case attribute:
		c.Attribute, c.Split = taxonomy, ",;|\n"
	case !g.used[h.target]:
		c.To = []string{h.target}
		g.used[h.target] = true
		if h.how == "split" {
			c.Split = listMarks
		}
		if h.how == "yes" {
			c.Values, c.Others = yesAndNo, othersKeep
		} else if h.target == "service.status" {
			if c.Values = g.states(i); c.Values != nil {
				c.Others = othersKeep // a state that nobody knows withholds its service
			}
		}
	default:
		if !g.again(&c, h) {
			return
		}
	}
	g.out.Columns = append(g.out.Columns, c)
}

// opaqueTaxonomy keeps codes that are not ours to show.
const opaqueTaxonomy = "airs"

var yesAndNo = map[string]string{"oui": "active", "yes": "active", "o": "active", "y": "active", "1": "active", "vrai": "active", "true": "active", "x": "active",
	"non": "inactive", "no": "inactive", "n": "inactive", "0": "inactive", "faux": "inactive", "false": "inactive"}

// states reads how the sample says the states of its services where it does not
// say them as we do; nil when it does.
func (g *guesser) states(i int) map[string]string {
	known := map[string]string{"ouvert": "active", "open": "active", "en activite": "active", "publie": "active", "published": "active", "a jour": "active",
		"ferme": "inactive", "archive": "inactive", "archived": "inactive", "suspendu": "temporarily closed", "suspended": "temporarily closed", "termine": "defunct", "dissous": "defunct"}
	out := map[string]string{}
	for _, row := range g.sample.Rows {
		if i >= len(row) {
			continue
		}
		v := text.Fold(strings.TrimSpace(row[i]))
		if to, ok := known[v]; ok {
			out[v] = to
		} else if to, ok := yesAndNo[v]; ok {
			out[v] = to
		}
	}
	if len(out) == 0 {
		return nil
	}
	return out
}

// mostAlike is how many further columns of one kind a guess takes for what
// their names say.
const mostAlike = 50

// again finds a place for a second column of one kind: another telephone, the
// street after its number, a text under its own name. Nothing else is put twice.
func (g *guesser) again(c *MappingColumn, h hint) bool {
	t, _ := parseTarget(h.target)
	f := directory.TableOf(t.table)
	if g.alike[h.target]++; g.alike[h.target] > mostAlike {
		return false
	}
	switch {
	case h.target == "address.address_1":
		c.Join = " "
	case t.table == "phone" && t.field == "number":
		for n := 2; ; n++ {
			t.slot = strconv.Itoa(n)
			if h.target = t.String(); !g.used[h.target] {
				break
			}
		}
		g.used[h.target] = true
	case h.how == "split":
		c.Split = listMarks
		t.slot += "+" + strconv.Itoa(len(g.out.Columns)) // pieces of another column are other records
		h.target = t.String()
	case t.table == "service" && f.Columns[f.At(t.field)].Kind == directory.Words && t.field != "name" && t.field != "status":
		c.Label = strings.TrimSpace(c.Column)
		if strings.HasPrefix(c.Label, "#") {
			return false
		}
	default:
		return false
	}
	c.To = []string{h.target}
	return true
}

// service sees to it that a row that names an organisation or a service names
// both: a list of organisations is a list of what they do.
func (g *guesser) service() {
	both := func(from, to string) {
		if !g.used[from] || g.used[to] {
			return
		}
		for i := range g.out.Columns {
			if c := &g.out.Columns[i]; slices.Contains(c.To, from) && c.Parts == "" {
				c.To = append(c.To, to)
				g.used[to] = true
				return
			}
		}
	}
	if g.used["program.name"] && !g.used["service.name"] { // the programs of an agency are its services
		for i := range g.out.Columns {
			for k, to := range g.out.Columns[i].To {
				if to == "program.name" {
					g.out.Columns[i].To[k] = "service.name"
				}
			}
		}
		g.used["service.name"] = true
	}
	both("organization.name", "service.name")
	both("service.name", "organization.name")
	if g.used["service.name"] {
		both("organization.description", "service.description")
		return
	}
	// Places alone: what was meant for a service goes to the place.
	for i := range g.out.Columns {
		c := &g.out.Columns[i]
		for k, to := range c.To {
			if field, ok := strings.CutPrefix(to, "service."); ok && directory.TableOf("location").Has(field) {
				c.To[k] = "location." + field
			}
		}
		if c.Attribute != "" {
			c.Of = "location"
		}
	}
}

// constants are what no column says and the rest of the table tells.
func (g *guesser) constants() {
	add := func(to, value string) { g.out.Constants = append(g.out.Constants, MappingConstant{to, value}) }
	has := func(prefix string) bool {
		for t := range g.used {
			if strings.HasPrefix(t, prefix) {
				return true
			}
		}
		return false
	}
	if g.used["service.name"] && !g.used["service.status"] {
		add("service.status", string(directory.Active))
	}
	if has("location.") || has("address.") {
		add("location.location_type", "physical")
	}
	for slot, kind := range map[string]string{"": "physical", ":postal": "postal"} {
		if !has("address" + slot + ".") {
			continue
		}
		add("address"+slot+".address_type", kind)
		if !g.used["address"+slot+".country"] {
			add("address"+slot+".country", "CA")
		}
	}
	for _, p := range []struct{ slot, kind, says string }{{"fax", "fax", ""}, {"tty", "textphone", ""}, {"cell", "cell", ""}, {"text", "text", ""}, {"toll-free", "voice", "Sans frais"}, {"crisis", "voice", ""}} {
		if has("phone:" + p.slot + ".") {
			add("phone:"+p.slot+".type", p.kind)
			if p.says != "" {
				add("phone:"+p.slot+".description", p.says)
			}
		}
	}
	slices.SortFunc(g.out.Constants, func(a, b MappingConstant) int { return strings.Compare(a.To, b.To) })
}
