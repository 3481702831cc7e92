package check

// Rule names what a feed must keep, or should. A report tells each fault under
// one of them; the catalogue has what it means and what to do.
type Rule string

// The rules, in the order of the walk.
const (
	// What every answer is held to.
	NoAnswer    Rule = "no_answer"
	Redirects   Rule = "redirects"
	TooLarge    Rule = "too_large"
	Status      Rule = "status"
	ContentType Rule = "content_type"
	Encoding    Rule = "encoding"
	NotJSON     Rule = "not_json"
	MemberTwice Rule = "member_twice"

	// What the base tells of the feed.
	BaseVersion  Rule = "base_version"
	ShortVersion Rule = "short_version"
	BaseOpenAPI  Rule = "base_openapi"
	BaseProfile  Rule = "base_profile"
	BaseMember   Rule = "base_member"

	// Its description.
	OpenAPIDocument  Rule = "openapi_document"
	OpenAPILacks     Rule = "openapi_lacks"
	OpenAPINames     Rule = "openapi_names"
	OpenAPIReference Rule = "openapi_reference"
	OpenAPISchema    Rule = "openapi_schema"

	// Lists.
	NotOffered Rule = "not_offered"
	EmptyFeed  Rule = "empty_feed"
	PageMember Rule = "page_member"
	PageNumber Rule = "page_number"
	PageSize   Rule = "page_size"
	PageFlags  Rule = "page_flags"
	PageTotals Rule = "page_totals"
	PageMoves  Rule = "page_moves"
	PageRepeat Rule = "page_repeat"
	Endless    Rule = "endless"
	ListNests  Rule = "list_nests"

	// Records.
	SchemaType     Rule = "schema_type"
	SchemaRequired Rule = "schema_required"
	SchemaEnum     Rule = "schema_enum"
	SchemaFormat   Rule = "schema_format"
	IDUnresolved   Rule = "id_unresolved"
	IDDiffers      Rule = "id_differs"
	UnknownID      Rule = "unknown_id"
	ListDiffers    Rule = "list_differs"

	// What records say.
	Null          Rule = "null"
	EmptyText     Rule = "empty_text"
	Date          Rule = "date"
	Time          Rule = "time"
	ByDay         Rule = "byday"
	Coordinates   Rule = "coordinates"
	Range         Rule = "range"
	Parent        Rule = "parent"
	WebAddress    Rule = "web_address"
	Country       Rule = "country"
	Link          Rule = "link"
	LinkEntity    Rule = "link_entity"
	LanguageCode  Rule = "language_code"
	Currency      Rule = "currency"
	Capacity      Rule = "capacity"
	Markup        Rule = "markup"
	Unlikely      Rule = "unlikely"
	Hollow        Rule = "hollow"
	Unsafe        Rule = "unsafe"
	CodeTwice     Rule = "code_twice"
	PersonalEmail Rule = "personal_email"
	OpaqueCode    Rule = "opaque_code"

	// What records say of one another.
	IDShared         Rule = "id_shared"
	Reference        Rule = "reference"
	ReferenceDiffers Rule = "reference_differs"

	// Other ways to ask.
	FullDiffers  Rule = "full_differs"
	Minimal      Rule = "minimal"
	NDJSONAbsent Rule = "ndjson_absent"
	NDJSONCount  Rule = "ndjson_count"
	NDJSONLine   Rule = "ndjson_line"
	NDJSONRepeat Rule = "ndjson_repeat"
	FilterMisses Rule = "filter_misses"
	FilterAdds   Rule = "filter_adds"
	TwinDiffers  Rule = "twin_differs"
	Unheeded     Rule = "unheeded"
	BadCrash     Rule = "bad_parameter_crash"
	BadAccepted  Rule = "bad_parameter_accepted"
)

// Rules lists all of them.
var Rules = []Rule{
	NoAnswer, Redirects, TooLarge, Status, ContentType, Encoding, NotJSON, MemberTwice,
	BaseVersion, ShortVersion, BaseOpenAPI, BaseProfile, BaseMember,
	OpenAPIDocument, OpenAPILacks, OpenAPINames, OpenAPIReference, OpenAPISchema,
	NotOffered, EmptyFeed, PageMember, PageNumber, PageSize, PageFlags, PageTotals, PageMoves, PageRepeat, Endless, ListNests,
	SchemaType, SchemaRequired, SchemaEnum, SchemaFormat, IDUnresolved, IDDiffers, UnknownID, ListDiffers,
	Null, EmptyText, Date, Time, ByDay, Coordinates, Range, Parent, WebAddress, Country, Link, LinkEntity, LanguageCode, Currency, Capacity, Markup, Unlikely, Hollow, Unsafe, CodeTwice, PersonalEmail, OpaqueCode,
	IDShared, Reference, ReferenceDiffers,
	FullDiffers, Minimal, NDJSONAbsent, NDJSONCount, NDJSONLine, NDJSONRepeat, FilterMisses, FilterAdds, TwinDiffers, Unheeded, BadCrash, BadAccepted,
}

// advice are the rules that are never more than a warning: where the standard
// is silent or says two things, and what it only wishes.
var advice = map[Rule]bool{
	ShortVersion: true, BaseProfile: true, BaseMember: true,
	OpenAPINames: true, OpenAPIReference: true, OpenAPISchema: true,
	NotOffered: true, ListNests: true, UnknownID: true, EmptyText: true, WebAddress: true, LinkEntity: true, Capacity: true, Markup: true, Unlikely: true, Hollow: true, Unsafe: true, ReferenceDiffers: true, PersonalEmail: true, OpaqueCode: true,
	Minimal: true, NDJSONAbsent: true, Unheeded: true, BadAccepted: true,
}

// Says is the key of the catalogue that tells what is wrong.
func (r Rule) Says() string { return "hsds_check.says_" + string(r) }

// Do is the key of the catalogue that tells what to do about it.
func (r Rule) Do() string { return "hsds_check.do_" + string(r) }
