package hsds

// Limits bound what a package may cost to read. A feed from elsewhere is not
// to be trusted with our memory or our disk.
type Limits struct {
	FileBytes  int64 // unpacked, per file
	TotalBytes int64 // unpacked, all files
	Files      int
	RowBytes   int   // one row of a table, one object of a JSON list
	Columns    int   // of a table; different paths of a JSON file
	Ratio      int64 // unpacked over packed, once it is more than a few megabytes
}

// DefaultLimits take in any directory we know of, many times over. No
// spreadsheet writes more columns than these.
var DefaultLimits = Limits{FileBytes: 1 << 30, TotalBytes: 2 << 30, Files: 2000, RowBytes: 16 << 20, Columns: 16384, Ratio: 250}

// bombFloor is below what the ratio is not looked at: a small file of blanks
// packs well and harms nobody.
const bombFloor = 32 << 20
