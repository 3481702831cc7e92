// Package feedback keeps what people say of a service: did it help, in one tap,
// with a few words if they wish.
//
// It owns the tables feedback and feedback_token, and guarantees:
//
//   - An answer needs a token given in a real encounter (on a slip, on the
//     person's page), good for one answer: forged ones do not count.
//   - An answer keeps the service, the month and what was said; no account, no
//     address, no person, no hour. A spent token is deleted. The log knows that
//     somebody answered about the service, not what, nor who.
//   - Words are sealed with a key of the service: free text is never published
//     as it is (trust.md §6.2).
//
// It must not publish: Counts are raw, for whoever applies the publication
// threshold.
package feedback
