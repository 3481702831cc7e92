// Package org keeps organisations, their teams, the workers who wear their
// hats, and the sessions in which they act.
//
// # Guarantees
//
// A right is looked up at each request, never kept: [Service.Actor] reads the
// session, the worker and the hat together, so leaving, disabling and signing
// out count at the very next request, on every node.
//
// The database holds no secret that opens anything: sessions and invitations
// are found by fingerprint (seal.Keys), passwords are Argon2id hashes.
//
// An unknown address and a wrong password are one answer, after the same work
// and the same writes. Guesses are counted per account and per source before
// any of that work is done (guess.go).
//
// A worker is one person with one password, who may wear several hats: an
// organisation, perhaps a team, and the roles held there. A hat of one
// organisation gives nothing in another. Every act here states its right on
// its first line; what is not permitted looks like what does not exist.
//
// Leaving ends a hat and keeps its row: history still says who did what.
//
// # Other ways to sign in
//
// Some proof says who someone is, and only then start (sign_in.go) opens the
// session: a password (prove.go), with a code after it for who has a second
// step (finish_sign_in.go), or a passkey in place of both (use_passkey.go),
// or their institution for who works nowhere else (identity.go).
// Secrets of applications and records of passkeys are sealed, codes are kept as
// fingerprints; a code, a ticket and a half session serve once. Sensitive acts
// ask for a proof again (prove_again.go).
//
// It must not hold anything of the persons whom workers accompany, nor know
// the directory: an organisation here has the id of its entry there, when it
// has one, and no more.
package org
