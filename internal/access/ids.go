package access

// Typed ids of the nouns that a rule speaks of. They stand here, on floor 1,
// because the domain packages share them and do not import one another.
type (
	Region   string
	Org      string
	Team     string
	Worker   string
	Person   string
	Service  string
	Referral string
	Consent  string
	Thread   string
)
