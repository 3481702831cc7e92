// Package house tests the house itself: the rules of ARCHITECTURE.md that a
// compiler does not know.
//
// Each rule is a Rule: a name, the reason that stands in every failure, and a
// check over a Tree. A Tree is read from any file system, so each rule is run
// twice: on this checkout, where it must find nothing, and on a small planted
// tree, where it must find the planted fault. A rule that cannot bite is
// worse than none, because people trust it.
//
//	func TestFloors(t *testing.T) {
//		enforce(t, floors)
//		bites(t, floors, files{"internal/text/a.go": `package text; import _ "passerelle/internal/org"`}, "floor 2")
//	}
//
// A rule that must let something through names it with its reason, in the
// rule's own file; an exception that is no longer used fails as well.
//
// What it must not do: judge taste. Everything here guards a promise to the
// people served (no status, no shared file, no crossing of regions) or keeps
// the house readable.
package house
