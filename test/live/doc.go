// Package live runs the real program for the tests that need it whole: the
// browser journeys, the kill loop, the documents' commands.
//
//	p := live.Demo(t)                  // an invented region, one address
//	p := live.Serve(t, databaseAddress) // an empty one
//	out := live.Run(t, "version")       // a command that ends
//
// The program is built once for each test binary, or taken from
// PASSERELLE_TEST_BINARY when make test built it for all. What a program says
// is printed with the test that fails.
//
// It must not know what the program does inside: it speaks to it as a user
// does, by its command line and its address.
package live
