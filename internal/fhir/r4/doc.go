// Package r4 knows the shape of FHIR R4 resources: which elements each has, of
// which type, how many, and which codes a required binding lets through.
//
// It reads JSON strictly (Parse: valid, no key twice, bounded in depth, numbers
// kept as they were written) and says of each fault where it is, as a FHIRPath
// expression (Check). Its table, shapes.tsv, is made from the JSON schema that
// HL7 publishes for R4 (CC0); what that schema leaves out, mandatory primitives
// above all, stands in required.go.
//
// It must not know a profile, a rule of the referral, or Passerelle.
package r4
