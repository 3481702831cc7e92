package seal

import (
	"strings"

	"github.com/tink-crypto/tink-go/v2/aead/subtle"

	"passerelle/internal/fault"
)

// Seal encrypts a secret of the installation itself, such as what proves who a
// worker is: workers belong to no one region, so no owner's key fits. It is
// bound to the record and field that where names; erasing it is erasing its
// row. Personal content of those whom workers accompany never goes here.
func (k Keys) Seal(plain []byte, where ...string) (_ []byte, err error) {
	defer fault.Wrap(&err, "seal.Seal")
	a, err := subtle.NewAESGCM(k.Wrapping)
	if err != nil {
		return nil, err
	}
	return a.Encrypt(plain, ours(where))
}

// Open decrypts what Seal made for the same place.
func (k Keys) Open(sealed []byte, where ...string) (_ []byte, err error) {
	defer fault.Wrap(&err, "seal.Open")
	a, err := subtle.NewAESGCM(k.Wrapping)
	if err != nil {
		return nil, err
	}
	return a.Decrypt(sealed, ours(where))
}

// ours cannot be what associated makes of a region and an owner: no region is
// empty.
func ours(where []string) []byte { return []byte("\x00own\x00" + strings.Join(where, "\x00")) }
