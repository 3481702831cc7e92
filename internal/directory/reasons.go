package directory

// Reasons lists every reason an import may give in an Issue. Each has two
// sentences in the catalogue: import.<reason> and import.<reason>_do.
var Reasons = []string{
	"archive_beside", "archive_bomb", "archive_broken", "archive_locked", "archive_nested", "archive_path", "archive_too_big", "bad_coordinate",
	"bad_country", "bad_date", "bad_email", "bad_frequency", "bad_kind", "bad_moment", "bad_number", "bad_status",
	"bad_time", "bad_truth", "bad_url", "bad_weekday", "broken_letters", "column_twice", "control_character",
	"dangling", "descriptor_broken", "descriptor_comma", "descriptor_path", "descriptor_table", "differs", "encoding",
	"entity", "extension_text", "far_from_address", "file_broken", "file_empty", "file_missing", "file_too_big",
	"file_unreadable", "filled", "fixed_date", "fixed_moment", "fixed_number", "fixed_url", "formula",
	"half_coordinate", "header_read", "hours_in_words", "id_twice", "impossible", "inferred", "joined_terms",
	"json_broken", "json_deep", "json_line", "json_shape", "left_out", "list_too_long", "markup", "missing",
	"missing_column", "mixed_line_ends", "no_column_name", "no_country", "no_digit", "no_id", "no_number", "no_parent",
	"no_rows", "no_status", "no_value", "not_a_file", "not_an_archive", "not_a_service", "not_csv", "not_public", "not_recognised",
	"not_text", "nothing_to_read", "point_zero", "privacy_unknown", "quote_open", "reversed", "row_long", "row_short",
	"row_too_long", "row_twice", "same_hours", "same_twice", "source_deleted", "stray_quote", "swapped", "to_come",
	"too_many_columns", "too_many_files", "too_many_records", "under_itself", "unknown_column", "unmapped_column",
	"value_unknown", "workbook", "wrong_type", "xml_broken", "xml_deep", "xml_doctype", "xml_encoding",
}

// Says is the catalogue key of what is the matter.
func (i Issue) Says() string { return "import." + i.Reason }

// Do is the catalogue key of what to do about it.
func (i Issue) Do() string { return "import." + i.Reason + "_do" }
