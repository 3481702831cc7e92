package hsds

import (
	"slices"
	"strings"

	"passerelle/internal/text"
)

// ciocInternal are the fields that the keepers of a directory write for one
// another: who changed what, who is paid, what is not to be said outside.
var ciocInternal = strings.Fields(`BILLING_ADDRESSES COLLECTED_BY COLLECTED_DATE COMMENTS CONTRACT_SIGNATURE CREATED_BY DELETED_BY EMAIL_UPDATE_DATE
	INTERNAL_MEMO MODIFIED_BY NO_UPDATE_EMAIL PAYMENT_TERMS PREF_CURRENCY PREF_PAYMENT_METHOD SOURCE SUBMIT_CHANGES_TO UPDATE_EMAIL UPDATE_HISTORY
	UPDATE_SCHEDULE UPDATED_BY DISTRIBUTION PUBLICATION`)

// ciocFields are the fields of a record.
var ciocFields = strings.Fields(`SUBMIT_CHANGES_TO ACCESSIBILITY ACCREDITED ACCREDITATION_NOTES ACTIVITY_INFO AFTER_HRS_PHONE ALT_ORG APPLICATION
	AREAS_SERVED BEST_TIME_TO_CALL BILLING_ADDRESSES BOUNDARIES BUS_ROUTES CC_LICENSE_INFO CERTIFIED COLLECTED_BY COLLECTED_DATE COMMENTS CONTACT_1
	CONTACT_2 CONTRACT_SIGNATURE CORP_REG_NO CREATED_BY CREATED_DATE CRISIS_PHONE DATES DD_CODE DELETED_BY DELETION_DATE DESCRIPTION
	DOCUMENTS_REQUIRED E_MAIL ELECTIONS ELIGIBILITY EMAIL_UPDATE_DATE EMPLOYEES EMPLOYEES_RANGE ESTABLISHED EXEC_1 EXEC_2 EXTERNAL_ID EXTRA
	EXTRA_CHECKLIST EXTRA_CONTACT_A EXTRA_DATE EXTRA_DROPDOWN EXTRA_EMAIL EXTRA_RADIO EXTRA_WWW FAX FEES FISCAL_YEAR_END FORMER_ORG FUNDING GEOCODE
	HOURS INTERNAL_MEMO INTERSECTION LANGUAGES LEGAL_ORG LOCATED_IN_CM LOCATION_DESCRIPTION LOCATION_NAME LOCATION_SERVICES LOGO_ADDRESS MAIL_ADDRESS
	MEETINGS MEMBERSHIP MODIFIED_BY MODIFIED_DATE NAICS NO_UPDATE_EMAIL NON_PUBLIC OCG_NO OFFICE_PHONE ORG_DESCRIPTION ORG_LEVEL_1 ORG_LEVEL_2
	ORG_LEVEL_3 ORG_LEVEL_4 ORG_LEVEL_5 ORG_LOCATION_SERVICE ORG_NUM OTHER_ADDRESSES PAYMENT_TERMS PREF_CURRENCY PREF_PAYMENT_METHOD PRINT_MATERIAL
	PUBLIC_COMMENTS QUALITY RECORD_TYPE RESOURCES SCHOOL_ESCORT SCHOOLS_IN_AREA SERVICE_LEVEL SERVICE_NAME_LEVEL_1 SERVICE_NAME_LEVEL_2 SITE_ADDRESS
	SITE_LOCATION SOCIAL_MEDIA SORT_AS SOURCE SOURCE_FROM_ICAROL SPACE_AVAILABLE SUBJECTS SUBSIDY SUP_DESCRIPTION TAX_REG_NO TAXONOMY TDD_PHONE
	TOLL_FREE_PHONE TRANSPORTATION TYPE_OF_CARE TYPE_OF_PROGRAM UPDATE_DATE UPDATE_EMAIL UPDATE_HISTORY UPDATE_SCHEDULE UPDATED_BY VACANCY_INFO
	VOLCONTACT WARD WCB_NO WWW_ADDRESS PUBLICATION DISTRIBUTION`)

// ciocBetrays are the fields that tell where a door is when its address must not
// be told.
var ciocBetrays = strings.Fields(`GEOCODE INTERSECTION SITE_LOCATION BUS_ROUTES LOCATED_IN_CM LOCATION_DESCRIPTION LOCATION_NAME TRANSPORTATION WARD OTHER_ADDRESSES MAIL_ADDRESS`)

// ciocNames are the fields without which a record is nothing: hidden, they hide
// it all.
var ciocNames = strings.Fields(`ORG_LEVEL_1 SERVICE_NAME_LEVEL_1 NON_PUBLIC`)

// privacy finds what of the record nobody may see. A profile that is not in the
// file, or a field of it that we do not know, hides the whole record: what cannot
// be read as public is not.
func (c *cioc) privacy() {
	for _, name := range c.e.get("PRIVACY_PROFILE") {
		fields, known := c.pairs.profiles[text.Fold(name.val)]
		if !known {
			c.unsure = true
		}
		for f := range fields {
			c.hideField(f)
		}
	}
	if c.hides["SITE_ADDRESS"] {
		for _, f := range ciocBetrays {
			c.hides[f] = true
		}
	}
	for _, f := range ciocNames {
		c.unsure = c.unsure || c.hides[f]
	}
}

// hideField notes a field that a profile names. A part of a field, as in
// CONTACT_1_EMAIL or SITE_POSTAL_CODE, hides the field.
func (c *cioc) hideField(name string) {
	switch {
	case slices.Contains(ciocFields, name):
		c.hides[name] = true
		return
	case name == "LATITUDE" || name == "LONGITUDE":
		c.hides["GEOCODE"] = true
		return
	case strings.HasPrefix(name, "EXTRA_"):
		return // a field of the source's own, which no rule of ours reads
	}
	found := false
	for _, f := range ciocFields {
		if head, _, _ := strings.Cut(f, "_ADDRESS"); strings.HasPrefix(name, f+"_") || head != f && strings.HasPrefix(name, head+"_") {
			c.hides[f], found = true, true
		}
	}
	c.unsure = c.unsure || !found
}

// private reports whether nobody may see a field.
func (c *cioc) private(field string) bool { return c.hides[field] }
