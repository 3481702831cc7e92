package directory

// Incoming is a package that was read, checked and mapped before anything is
// written. Each method may be called more than once and gives the same in the
// same order: a transaction that is run again reads again. Package hsds makes
// one from files.
type Incoming interface {
	Summary() Summary
	Records(func(Record) error) error
	Rows(func(SourceRow) error) error
	Issues(func(Issue) error) error
}

// Summary says what a package is and what became of each of its cells.
type Summary struct {
	Dataset  string   `json:"dataset"`  // the stable name under which it is imported again
	Version  string   `json:"version"`  // 1.x, 2.0, 3.x…, as its tables and headers show
	Language string   `json:"language"` // fr or en: what its texts are written in
	Digest   string   `json:"digest"`   // SHA-256 of the bytes read
	Refused  bool     `json:"refused"`  // unreadable or unsafe: nothing of it may be written
	Tables   []string `json:"tables"`   // HSDS tables it speaks of
	// Mapping is what the mapping of flat tables is called, and Rules is what
	// it says; "" when none was needed.
	Mapping string         `json:"mapping,omitempty"`
	Rules   string         `json:"-"`
	Ledger  Ledger         `json:"ledger"`
	Issues  map[string]int `json:"issue_counts"` // reason → how many
}

// Disposition is what became of one source cell. Exactly one per cell that
// holds something; nothing imported is lost.
type Disposition byte

// The dispositions; NoCell stands for an empty one.
const (
	NoCell      Disposition = '-'
	Mapped      Disposition = 'm' // reached a field
	AsAttribute Disposition = 'a' // reached an attribute
	Residual    Disposition = 'r' // kept word for word only
	Faulty      Disposition = 'i' // kept word for word, and an issue says what to do
)

// SourceRow is one row of the source as it came.
type SourceRow struct {
	File string
	No   int // as a spreadsheet counts: the header is row 1
	// Raw is the row itself: a JSON list of its cells in their order, the text
	// of a JSON object, or the text of an XML element. Header tells that it names the columns.
	Raw    string
	Header bool
	SHA256 string // of Raw
	Rank   int    // among identical rows of the file, from 0
	// Cells holds one Disposition a cell.
	Cells string
}

// Issue is one thing to look at, located.
type Issue struct {
	File   string `json:"file"`
	Row    int    `json:"row,omitempty"`
	Column string `json:"column,omitempty"`
	Value  string `json:"value,omitempty"`
	// Table, ID and Field say which record and field it is about; empty when it
	// is about a file, a column, or a cell that reached none.
	Table string `json:"table,omitempty"`
	ID    string `json:"id,omitempty"`
	Field string `json:"field,omitempty"`
	// Reason is a short code. Its sentence and what to do about it stand in the
	// catalogue under import.<reason> and import.<reason>_do.
	Reason string `json:"reason"`
}

// Ledger counts the cells of a package by what became of them.
type Ledger struct {
	Cells      int          `json:"cells"`
	Mapped     int          `json:"mapped"`
	Attributes int          `json:"attributes"`
	Residual   int          `json:"residual"`
	NotPublic  int          `json:"not_public,omitempty"` // of these, what the source says nobody may see
	Faulty     int          `json:"issue_and_residual"`
	Files      []LedgerFile `json:"files"`
}

// LedgerFile is the ledger of one file.
type LedgerFile struct {
	File     string         `json:"file"`
	Table    string         `json:"table,omitempty"` // empty: not recognised
	Encoding string         `json:"encoding"`
	Rows     int            `json:"rows"`
	Columns  []LedgerColumn `json:"columns"`
}

// LedgerColumn is the ledger of one column, or of one path of a JSON file.
type LedgerColumn struct {
	Column     string   `json:"column"`
	Paths      []string `json:"paths,omitempty"` // the fields and attributes it reached
	Mapped     int      `json:"mapped,omitempty"`
	Attributes int      `json:"attributes,omitempty"`
	Residual   int      `json:"residual,omitempty"`
	NotPublic  int      `json:"not_public,omitempty"` // of these, what the source says nobody may see
	Faulty     int      `json:"issue_and_residual,omitempty"`
	Ignored    bool     `json:"ignored,omitempty"` // a mapping leaves it out on purpose
}

// Count adds one cell.
func (c *LedgerColumn) Count(d Disposition) {
	switch d {
	case Mapped:
		c.Mapped++
	case AsAttribute:
		c.Attributes++
	case Residual:
		c.Residual++
	case Faulty:
		c.Faulty++
	}
}

// Add counts the columns of a file into the whole.
func (l *Ledger) Add(f LedgerFile) {
	for _, c := range f.Columns {
		l.Mapped += c.Mapped
		l.Attributes += c.Attributes
		l.Residual += c.Residual
		l.NotPublic += c.NotPublic
		l.Faulty += c.Faulty
		l.Cells += c.Mapped + c.Attributes + c.Residual + c.Faulty
	}
	l.Files = append(l.Files, f)
}
