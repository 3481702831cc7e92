// Package hsdstest makes directories for tests: small ones that are told
// record by record, and random ones with all that real packages do wrong.
package hsdstest
