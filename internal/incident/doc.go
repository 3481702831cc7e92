// Package incident is an organisation's register of confidentiality incidents:
// personal information read, used, given away, lost, or otherwise not protected
// as it should be. Québec has each organisation keep one, with eight things about
// each incident, also about those that harm nobody, for five years at least
// (A-2.1 r. 3.1, s. 7 and 8).
//
// It is kept by whoever is in charge of personal information there
// (access.Privacy), and opens to nobody else: an incident may be about a
// colleague, or about who administers the accounts. What is said is sealed with a
// key of the incident's own and never rewritten. A correction is another saying,
// with its reason; both stay readable. The register says what kind of information,
// and of how many people, never whose: words that look like a name are asked
// about before they are kept.
//
// It does not notify anybody. It drafts the notices (to the Commission, to the
// persons) for somebody to read, complete and send, and keeps when that was done.
package incident
