// Package dbtest gives each store test a database of its own, on both engines.
//
//	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) { … })
//
// runs the same story as the subtests "sqlite" and "postgres", with a clock
// that stands still. A database of PostgreSQL is given back emptied, and the next
// test takes it, unless its tables were changed; Fill makes one with much in it,
// of which tests get copies. The PostgreSQL cluster is started by test/run (make
// test), which names it in PASSERELLE_TEST_POSTGRES. Without it the
// "postgres" subtest says "not run" and is skipped, except when
// PASSERELLE_TEST_REQUIRE=all: then it fails, because a test that could not do
// its work is never green.
package dbtest
