package hsds_test

import (
	"path/filepath"
	"testing"
	"time"

	"passerelle/internal/clock"
	"passerelle/internal/directory"
	"passerelle/internal/hsds"
)

// What cannot be meant is told where it stands, is no fact of the record, and
// its cell is in the ledger all the same.
func TestWhatCannotBeIsNoFact(t *testing.T) {
	const (
		place = "id,name,location_type,latitude,longitude\nl1,Un,physical,"
		org   = "id,name,description,year_incorporated,email,website\no1,Un,Fictif,"
		meal  = "id,organization_id,name,status,minimum_age,maximum_age,fees_description\ns1,,Un,active,"
	)
	for name, c := range map[string]struct{ file, body, reason, column string }{
		"latitude_beside_words": {"locations.csv", place + "45.5,ouest\n", "half_coordinate", "latitude"},
		"age_below_zero":        {"services.csv", meal + "-5,,\n", "impossible", "minimum_age"},
		"age_of_a_tree":         {"services.csv", meal + ",1e30,\n", "impossible", "maximum_age"},
		"ages_reversed":         {"services.csv", meal + "65,18,\n", "reversed", "minimum_age"},
		"word_of_a_program":     {"services.csv", meal + ",,NULL\n", "no_value", "fees_description"},
		"year_of_five_digits":   {"organizations.csv", org + "20245,,\n", "bad_date", "year_incorporated"},
		"year_below_zero":       {"organizations.csv", org + "-2020,,\n", "bad_date", "year_incorporated"},
		"year_to_come":          {"organizations.csv", org + "2027,,\n", "impossible", "year_incorporated"},
		"email_with_accents":    {"organizations.csv", org + ",é@exemple.ca,\n", "bad_email", "email"},
		"email_of_no_host":      {"organizations.csv", org + ",a@-exemple.ca,\n", "bad_email", "email"},
		"address_cut_off":       {"organizations.csv", org + ",,https://[::1\n", "bad_url", "website"},
		"two_addresses":         {"organizations.csv", org + ",,\"https://a.ca, https://b.ca\"\n", "bad_url", "website"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := open(t, hsds.Options{Clock: clock.Fixed(time.Date(2025, 6, 1, 12, 0, 0, 0, time.UTC))}, written(t, c.file, c.body))
			if !hasIssue(issues(t, p), c.file, c.reason, 2, c.column) {
				t.Errorf("want %s at %s, have %+v", c.reason, c.column, issues(t, p))
			}
			for table, list := range records(t, p) {
				if i := directory.TableOf(table).At(c.column); directory.TableOf(table).Has(c.column) && list[0].Values[i] != "" {
					t.Errorf("%s.%s = %q", table, c.column, list[0].Values[i])
				}
			}
			if l := p.Summary().Ledger; l.Cells != l.Mapped+l.Attributes+l.Residual+l.Faulty || l.Faulty == 0 {
				t.Errorf("%+v: cells are lost", l)
			}
		})
	}
}

// Nobody confirmed anything next year. What was counted then is shown to nobody; a
// clock that is ahead of ours by a night is believed.
func TestWhatIsStillToComeIsNoFact(t *testing.T) {
	p := open(t, hsds.Options{Clock: clock.Fixed(time.Date(2025, 6, 1, 12, 0, 0, 0, time.UTC))}, zipped(t, map[string]string{
		"organizations.csv":    whole,
		"services.csv":         "id,organization_id,name,status,assured_date,last_modified\ns1,o1,Un,active,2025-06-03,2026-01-01T00:00:00Z\ns2,o1,Deux,active,2025-06-02,2025-06-02T01:00:00+12:00\n",
		"units.csv":            "id,name\nu1,lit\n",
		"service_capacity.csv": "id,service_id,unit_id,available,updated\nk1,s1,u1,3,2025-07-01T08:00:00Z\nk2,s2,u1,4,2025-06-01T08:00:00Z\n",
		"metadata.csv":         "id,resource_id,resource_type,last_action_date,last_action_type,field_name,previous_value,replacement_value,updated_by\nm1,s1,service,2026-01-01T08:00:00Z,update,name,Zéro,Un,Table\n"}))
	is, all := issues(t, p), records(t, p)
	for file, column := range map[string]string{"services.csv": "assured_date", "service_capacity.csv": "updated", "metadata.csv": "last_action_date"} {
		if !hasIssue(is, file, "to_come", 2, column) {
			t.Errorf("%s: nothing is told of %s", file, column)
		}
	}
	if hasIssue(is, "services.csv", "to_come", 3, "assured_date") || hasIssue(is, "services.csv", "to_come", 3, "last_modified") || !hasIssue(is, "services.csv", "to_come", 2, "last_modified") {
		t.Errorf("%+v", is)
	}
	wantField(t, find(t, all["service"], "name", "Un"), "assured_date", "")
	wantField(t, find(t, all["service"], "name", "Deux"), "assured_date", "2025-06-02")
	if !find(t, all["service_capacity"], "available", "3").Withheld || find(t, all["service_capacity"], "available", "4").Withheld || !all["metadata"][0].Withheld {
		t.Error("what was counted in the future is shown, or what was counted before is not")
	}
	if l := p.Summary().Ledger; l.Cells != l.Mapped+l.Attributes+l.Residual+l.Faulty || l.Faulty != 4 {
		t.Errorf("%+v: cells are lost", l)
	}
}

// A rhythm of which a part cannot be read stays in words: without that part it
// would be open on days on which it is not.
func TestRhythmThatCannotBeReadStaysInWords(t *testing.T) {
	const header = "id,service_id,freq,interval,byday,bymonthday,valid_from,valid_to,opens_at,closes_at\nh1,s1,"
	services := "id,organization_id,name,status\ns1,o1,Un,active\n"
	for name, c := range map[string]struct{ row, reason, column, words string }{
		"interval_of_nothing":      {"WEEKLY,0,MO,,,,09:00,17:00", "impossible", "interval", "WEEKLY\n0\nMO\n09:00\n17:00"},
		"thirty_second":            {"MONTHLY,,,32,,,09:00,17:00", "impossible", "bymonthday", "MONTHLY\n32\n09:00\n17:00"},
		"days_of_another_language": {"WEEKLY,,lunes,,2026-01-01,2026-12-31,09:00,17:00", "bad_weekday", "byday", "WEEKLY\nlunes\n09:00\n17:00"},
		"ninth_monday":             {"MONTHLY,,9MO,,,,09:00,17:00", "bad_weekday", "byday", "MONTHLY\n9MO\n09:00\n17:00"},
		"second_monday_of_a_week":  {"WEEKLY,,2MO,,,,09:00,17:00", "bad_frequency", "freq", "WEEKLY\n2MO\n09:00\n17:00"},
		"commas_alone":             {`WEEKLY,,",",,,,09:00,17:00`, "bad_weekday", "byday", "WEEKLY\n,\n09:00\n17:00"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := open(t, hsds.Options{}, zipped(t, map[string]string{"organizations.csv": whole, "services.csv": services, "schedules.csv": header + c.row + "\n"}))
			if !hasIssue(issues(t, p), "schedules.csv", c.reason, 2, c.column) {
				t.Errorf("want %s at %s, have %+v", c.reason, c.column, issues(t, p))
			}
			h := records(t, p)["schedule"][0]
			wantField(t, h, "description", c.words)
			for _, field := range []string{"freq", "interval", "byday", "bymonthday", "opens_at", "closes_at"} {
				wantField(t, h, field, "")
			}
			if h.Withheld {
				t.Error("the words are shown to nobody")
			}
		})
	}
}

// Two equal hours are kept as they came, and told; from midnight to 24:00 is day and
// night without a doubt, and a day closed may say any hours.
func TestOpeningAndClosingAtOneTimeIsTold(t *testing.T) {
	for name, c := range map[string]struct {
		file, header, row, closes string
		told                      int
	}{
		"nine_to_nine":   {"schedules.csv", "id,service_id,freq,byday,opens_at,closes_at", "h1,s1,WEEKLY,MO,09:00,9:00", "09:00", 1},
		"of_a_weekday":   {"regular_schedules.csv", "id,service_id,weekday,opens_at,closes_at", "h1,s1,1,09:00,9 am", "09:00", 1},
		"midnight":       {"schedules.csv", "id,service_id,freq,byday,opens_at,closes_at", "h1,s1,WEEKLY,MO,00:00,00:00", "00:00", 1},
		"day_and_night":  {"schedules.csv", "id,service_id,freq,byday,opens_at,closes_at", "h1,s1,WEEKLY,MO,00:00,24:00", "23:59", 0},
		"until_midnight": {"schedules.csv", "id,service_id,freq,byday,opens_at,closes_at", "h1,s1,WEEKLY,MO,18:00,24:00", "00:00", 0},
		"holiday_closed": {"holiday_schedules.csv", "id,service_id,closed,start_date,end_date,opens_at,closes_at", "h1,s1,true,2026-12-25,2026-12-25,00:00,00:00", "00:00", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := open(t, hsds.Options{}, zipped(t, map[string]string{"organizations.csv": whole, "services.csv": "id,organization_id,name,status\ns1,o1,Un,active\n", c.file: c.header + "\n" + c.row + "\n"}))
			if is := issues(t, p); p.Summary().Issues["same_hours"] != c.told || c.told > 0 && !hasIssue(is, c.file, "same_hours", 2, "closes_at") {
				t.Errorf("%+v", is)
			}
			wantField(t, records(t, p)["schedule"][0], "closes_at", c.closes)
		})
	}
}

// Hours and prices whose dates cannot be would hold for ever without them.
func TestWhatEndsBeforeItBeginsIsWithheld(t *testing.T) {
	p := open(t, hsds.Options{}, zipped(t, map[string]string{
		"organizations.csv": whole, "services.csv": "id,organization_id,name,status\ns1,o1,Un,active\n",
		"schedules.csv":    "id,service_id,freq,byday,valid_from,valid_to,opens_at,closes_at\nh1,s1,WEEKLY,MO,2026-05-01,2026-04-01,09:00,17:00\n",
		"cost_options.csv": "id,service_id,amount,valid_from,valid_to\nc1,s1,5,2026-05-01,2026-04-01\n"}))
	is, all := issues(t, p), records(t, p)
	for _, c := range []struct{ file, table string }{{"schedules.csv", "schedule"}, {"cost_options.csv", "cost_option"}} {
		if !all[c.table][0].Withheld || !hasIssue(is, c.file, "reversed", 2, "valid_from") || !hasIssue(is, c.file, "reversed", 2, "valid_to") {
			t.Errorf("%s: withheld %v, %+v", c.table, all[c.table][0].Withheld, is)
		}
	}
}

// A point that is on Earth and not where the place is leads nobody to the door.
func TestPointOfElsewhereIsNoPlace(t *testing.T) {
	const address = "id,location_id,address_1,city,state_province,postal_code,country,address_type\n"
	canada, ontario := "a1,l1,1 rue Un,Ville,QC,H2X 1Y4,CA,physical\n", "a2,l1,2 rue Deux,Ville,ON,,,postal\n"
	chicago, paris := "a3,l1,3 Third St,Chicago,IL,60601,US,physical\n", "a4,l1,4 rue Quatre,Paris,IdF,75001,FR,physical\n"
	for name, c := range map[string]struct{ addresses, point, reason string }{
		"zero":                       {"", "0,0.0", "point_zero"},
		"exchanged":                  {"", "-73.5,45.5", "swapped"},
		"exchanged_in_the_west":      {"", "-123.1,49.2", "swapped"},
		"exchanged_with_an_address":  {canada, "-63.5,44.6", "swapped"},
		"exchanged_in_chicago":       {chicago, "-87.6,41.9", "swapped"},
		"exchanged_in_british_coast": {canada, "-123.1,49.2", "swapped"},
		"sign_lost":                  {canada + ontario, "45.5,73.5", "far_from_address"},
		"metres":                     {canada, "5041234,300000", "bad_coordinate"},
		"montreal":                   {canada, "45.5,-73.5", ""},
		"another_province":           {canada, "43.7,-79.4", "far_from_address"},
		"across_the_river":           {"a1,l1,1 rue Un,Ville,qc,,CA,physical\n", "45.42,-75.69", ""},
		"two_provinces":              {canada + "a2,l1,2 rue Deux,Ville,ON,,CA,physical\n", "43.7,-79.4", ""},
		"letters_elsewhere":          {canada + "a2,l1,2 rue Deux,Ville,ON,,,postal\n", "43.7,-79.4", "far_from_address"},
		"chicago":                    {chicago, "41.9,-87.6", ""},
		"guam":                       {chicago, "13.4,144.8", ""},
		"paris":                      {paris, "48.8,2.3", ""},
		"two_countries":              {canada + paris, "48.8,2.3", ""},
		"nowhere_told":               {"", "48.8,2.3", ""},
		"ushuaia":                    {"", "-54.8,-68.3", ""},
		"on_the_equator":             {"", "0,-78.5", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			files := map[string]string{"locations.csv": "id,name,location_type,latitude,longitude\nl1,Un,physical," + c.point + "\n"}
			if c.addresses != "" {
				files["addresses.csv"] = address + c.addresses
			}
			p := open(t, hsds.Options{}, zipped(t, files))
			place, counts := records(t, p)["location"][0], p.Summary().Issues
			if there := place.Get("latitude") != "" && place.Get("longitude") != ""; there != (c.reason == "") {
				t.Errorf("the place is at %q, %q", place.Get("latitude"), place.Get("longitude"))
			}
			if c.reason != "" && (counts[c.reason] != 2 || !hasIssue(issues(t, p), "locations.csv", c.reason, 2, "latitude")) {
				t.Errorf("want %s for both, have %v", c.reason, counts)
			}
			for _, reason := range []string{"point_zero", "swapped", "far_from_address"} {
				if reason != c.reason && counts[reason] > 0 {
					t.Errorf("told as %s", reason)
				}
			}
			if l := p.Summary().Ledger; l.Cells != l.Mapped+l.Attributes+l.Residual+l.Faulty {
				t.Errorf("%+v: cells are lost", l)
			}
		})
	}
}

// Each kind of dirt in a text is told at its cell, in tables, in JSON and in a file
// read by a mapping alike.
func TestDirtInTextsIsToldAtItsCell(t *testing.T) {
	const dirty = "Soupe &amp; pain\u0007 de MontrÃ©al"
	for name, file := range map[string]struct {
		path   string
		row    int
		column string
	}{
		"table": {written(t, "services.csv", "id,name,status\ns1,"+dirty+",active\n"), 2, "name"},
		"json":  {written(t, "services.json", `[{"id":"s1","name":"Soupe &amp; pain\u0007 de MontrÃ©al","status":"active"}]`), 1, "/name"},
		"flat":  {written(t, "liste.csv", "Organisme,Ville\n"+dirty+",Laval\n"), 2, "Organisme"},
	} {
		o := hsds.Options{}
		if name == "flat" {
			m, err := hsds.ParseMapping([]byte(`{"passerelle_mapping":1,"files":[{"columns":[{"column":"Organisme","to":["service.name"]},{"column":"Ville","ignore":true}]}]}`))
			if err != nil {
				t.Fatal(err)
			}
			o.Mapping = &m
		}
		p := open(t, o, file.path)
		is := issues(t, p)
		for _, reason := range []string{"entity", "control_character", "broken_letters"} {
			if !hasIssue(is, filepath.Base(file.path), reason, file.row, file.column) || p.Summary().Issues[reason] != 1 {
				t.Errorf("%s: %s is not told once at its place: %+v", name, reason, is)
			}
		}
		wantField(t, records(t, p)["service"][0], "name", "Soupe & pain de MontrÃ©al")
	}
}

// Words for a telephone are told; they leave as they came.
func TestTelephoneWithoutADigitIsTold(t *testing.T) {
	p := open(t, hsds.Options{}, zipped(t, map[string]string{"organizations.csv": whole, "phones.csv": "id,organization_id,number\np1,o1,voir le site\n"}))
	if !hasIssue(issues(t, p), "phones.csv", "no_digit", 2, "number") {
		t.Errorf("%+v", issues(t, p))
	}
	wantField(t, records(t, p)["phone"][0], "number", "voir le site")
}

// XX stands for no country, and UK is not what the United Kingdom is called.
func TestCountryThatIsNoneIsTold(t *testing.T) {
	p := open(t, hsds.Options{}, zipped(t, map[string]string{"locations.csv": "id,name,location_type\nl1,Un,physical\n",
		"addresses.csv": "id,location_id,address_1,city,state_province,postal_code,country,address_type\na1,l1,1 rue Un,Ville,,H0H 0H0,XX,physical\na2,l1,2 rue Un,Ville,,E1 6AN,UK,physical\na3,l1,3 rue Un,Ville,QC,H0H 0H0,ca,physical\n"}))
	list := records(t, p)["address"]
	if x := find(t, list, "address_1", "1 rue Un"); !x.Withheld || !hasIssue(issues(t, p), "addresses.csv", "bad_country", 2, "country") {
		t.Errorf("XX is %+v", x)
	}
	wantField(t, find(t, list, "address_1", "2 rue Un"), "country", "GB")
	wantField(t, find(t, list, "address_1", "3 rue Un"), "country", "CA")
}
