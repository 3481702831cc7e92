// Package fhir is the door by which other information systems speak to
// Passerelle: FHIR R4 (4.0.1), JSON, under /fhir, after the guide SDOH Clinical
// Care of the Gravity Project, as a coordination platform.
//
// It guarantees:
//
//   - What is public in the directory (Organization, HealthcareService,
//     Location) is read by anyone, as /hsds has it, and says nothing of persons.
//   - A partner's system is known by a token of its own at each request, and
//     acts for its one organisation. What it may not read does not exist for it.
//   - A wrong request is answered by an OperationOutcome that says where and
//     what to do, and changes nothing.
//   - No search finds a person, and no address found in a resource is fetched.
//     A subscription's address is told an id, signed, if the installation lists
//     its host, it leads to a public network, and the system may know of that
//     referral at that moment.
//   - Who a person is, beside a reference or in a narrative, is given back to who
//     may read it.
//
// It holds no SQL and no rule of who may see what, or of a referral's life: it
// translates, and the domains decide. Which rules of the guide are kept stands
// in capability.go; what is not built is not announced there.
package fhir
