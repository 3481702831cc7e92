// Package seal keeps personal content readable only while its key exists.
//
// Each owner (an organisation, or one referral's package) has a key of its own,
// stored wrapped by the installation's key, which is not in the database
// (Keys). A ciphertext is bound to the owner, record and field it was made
// for: moved elsewhere it does not open. Destroying a key is erasing all that
// was sealed with it, in backups too: half of what opens it is kept apart
// (Halves), and goes with it. Without a key store, backups open until they are
// deleted.
//
// It is AES-256-GCM by Tink. It must not be used for what needs to be found or
// compared; see Keys.Fingerprint for secrets that are looked up.
package seal
