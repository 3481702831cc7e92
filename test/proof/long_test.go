package proof

import "os"

// long asks for the whole proofs, of an hour, instead of those of a minute.
var long = os.Getenv("PASSERELLE_LONG_TESTS") != ""
