package directory

// LoadInBatches is LoadEach for a directory that counts as large.
var LoadInBatches = loadEach
