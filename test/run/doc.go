// Command run is what "make test" runs: the whole truth about this checkout.
//
//	go run ./test/run [-race] [-keep] [package pattern …]
//
// It looks for the two tools that the tests need (a PostgreSQL server of
// version 15 or later, and Chromium), installs them on Debian when it may, or
// says exactly what is missing and how to get it. It starts a PostgreSQL
// cluster of its own, checks formatting, vet and generated files, runs every
// test, and prints one line for each package, each failure whole, how many
// store tests ran on each engine, each skip with its reason, and the slowest.
// The last line counts: "N passed, N failed, N skipped".
//
// What the tests read from it:
//
//	PASSERELLE_TEST_POSTGRES  address of a cluster where tests create databases
//	PASSERELLE_TEST_CHROMIUM  the browser
//	PASSERELLE_TEST_BINARY    the program, built once for every journey
//	PASSERELLE_TEST_REQUIRE   "all": a missing tool is a failure, never a skip
//
// The cluster runs without fsync: the tests create hundreds of small databases
// and none of them claims durability on PostgreSQL. What claims durability is
// tested on the real program, with its real settings (test/kill).
//
// It must leave nothing behind: the cluster and each temporary directory go
// when it ends, also when it is interrupted.
package main
