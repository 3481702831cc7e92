package hsds

// Limits bound what a package may cost to read. A feed from elsewhere is not
// to be trusted with our memory or our disk.
type Limits struct {
	FileBytes  int64 // unpacked, per file
	TotalBytes int64 // unpacked, all files
	Files      int
	RowBytes   int   // one row of a table, one object of a JSON list
	Columns    int   // of a table; different paths of a JSON file
	Records    int   // records made, and rows read: what memory grows with
	Ratio      int64 // unpacked over packed, once it is more than a few megabytes
}

// DefaultLimits take in any directory we know of, many times over. No
// spreadsheet writes more columns than these; a province with a hundred
// thousand services has fewer records, which cost about 400 bytes each.
var DefaultLimits = Limits{FileBytes: 1 << 30, TotalBytes: 2 << 30, Files: 2000, RowBytes: 16 << 20, Columns: 16384, Records: 2_000_000, Ratio: 250}

// allColumns is how many times the columns of one table all tables together
// may have: two thousand tables of the widest kind fill the memory with
// ledgers.
const allColumns = 8

// directoryBytes of an archive list its files: as many as may be, with the
// longest names, take less.
const directoryBytes = 4 << 20

// longestPath of a JSON value, and of what a column is called in a report.
const longestPath = 2000

// mostListed is how many things a cell may list. More are no list of
// languages: a quote was lost, or somebody wants our memory.
const mostListed = 1000

// mostKept issues go to the database; all are counted.
const mostKept = 1_000_000

// mostEligible bytes of older eligibility tables wait for their services.
const mostEligible = 64 << 20

// bombFloor is below what the ratio is not looked at: a small file of blanks
// packs well and harms nobody.
const bombFloor = 32 << 20
