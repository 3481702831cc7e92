// Package pathway is guided decision support: one question a page, the reason
// for each, and an end that hands over to a person, a referral or a search. A
// pathway is data that coordinators edit; it never decides who may have what.
//
// It owns the tables pathway, pathway_version and pathway_run, and guarantees:
//
//   - What is published passed Check: no question without a way out, no answer
//     that no branch takes, danger asked first, both languages, and its own test
//     cases. A second person published it.
//   - A condition (Parse) is pure, typed, total and bounded: it ends, and says
//     yes or no of any answers.
//   - A run names nobody: no person, no text that is typed. It is sealed with a
//     key of its own, opened by the worker who began it or by who was told its
//     code, and destroyed with that key after a day, or at once by Finish.
//   - Each receiver of a story told once is told its slice, and no other.
//   - What was published stays readable as it was.
//
// It must not know referrals nor consent: what it asks of them is the interface
// Referrals, and each slice becomes a draft whose consent is asked apart.
package pathway
