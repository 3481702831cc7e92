package r4

// Resources are the types that may come or go.
var Resources = []string{
	"Bundle", "CapabilityStatement", "CareTeam", "Condition", "Consent", "Device", "DocumentReference", "Goal", "Group", "HealthcareService",
	"Location", "Observation", "OperationOutcome", "Organization", "Parameters", "Patient", "Practitioner", "PractitionerRole", "Procedure",
	"Questionnaire", "QuestionnaireResponse", "RelatedPerson", "ServiceRequest", "Subscription", "Task",
}

// anyResource is a resource within another.
const anyResource = "ResourceList"

// mandatory are the primitives that R4 requires. The schema does not: their
// value may be absent when an extension stands beside it.
var mandatory = [][2]string{
	{"Annotation", "text"},
	{"Bundle", "type"}, {"Bundle_Link", "relation"}, {"Bundle_Link", "url"}, {"Bundle_Request", "method"}, {"Bundle_Request", "url"}, {"Bundle_Response", "status"},
	{"CapabilityStatement", "date"}, {"CapabilityStatement", "fhirVersion"}, {"CapabilityStatement", "format"}, {"CapabilityStatement", "kind"}, {"CapabilityStatement", "status"},
	{"Consent", "status"}, {"Consent_Data", "meaning"}, {"Consent_Verification", "verified"},
	{"DocumentReference", "status"},
	{"Extension", "url"},
	{"Goal", "lifecycleStatus"},
	{"Group", "actual"}, {"Group", "type"},
	{"HealthcareService_NotAvailable", "description"},
	{"Narrative", "div"}, {"Narrative", "status"},
	{"Observation", "status"},
	{"OperationOutcome_Issue", "code"}, {"OperationOutcome_Issue", "severity"},
	{"Parameters_Parameter", "name"},
	{"Patient_Link", "type"},
	{"Procedure", "status"},
	{"Questionnaire", "status"}, {"Questionnaire_Item", "linkId"}, {"Questionnaire_Item", "type"},
	{"QuestionnaireResponse", "status"}, {"QuestionnaireResponse_Item", "linkId"},
	{"ServiceRequest", "intent"}, {"ServiceRequest", "status"},
	{"Subscription", "criteria"}, {"Subscription", "reason"}, {"Subscription", "status"}, {"Subscription_Channel", "type"},
	{"Task", "intent"}, {"Task", "status"},
}
