// Package crosswalk tells our words for needs and populations in the words of
// other vocabularies, and theirs in ours: Open Eligibility 2.0 (services and
// situations) and data·inclusion v1 (thématiques and publics).
//
// Each row says what the other term is, seen from ours: exact, broader (ours is
// a part of it), narrower (it is a part of ours) or related; who wrote it and
// when. What comes in is recognised by exact and narrower rows alone, for only
// these say that ours is meant; what goes out is told by exact and broader
// rows, for only these stay true. The source's own term is kept whatever a row
// says.
//
//	crosswalk.Recognise("Open Eligibility", "1184", "Dental Care") // health.dental
//
// The two folders have licences of their own, said in their NOTICE.md: their
// files derive from the vocabularies. It must not know what a need is: codes
// are only compared, and a test of the directory proves that they exist.
package crosswalk
