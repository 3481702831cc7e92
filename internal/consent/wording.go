package consent

import (
	"crypto/sha256"
	"encoding/hex"
)

// VersionOf names a text that is read to a person. The name is made from the
// text, so that no sentence changes while its version stays: a receipt that
// names a version names these very words.
func VersionOf(text string) string {
	sum := sha256.Sum256([]byte(text))
	h := hex.EncodeToString(sum[:])
	return "texte-" + h[:4] + "-" + h[4:8] + "-" + h[8:12]
}
