package hsds_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"passerelle/internal/hsds"
)

// Rhythms that HSDS has no field for stand where it has one, or in words: never
// where their days would read as every week's.
func TestRhythmsOfEachMonth(t *testing.T) {
	const head = "id,service_id,freq,byday,bymonthday,bysetpos,opens_at,closes_at\n"
	for name, c := range map[string]struct{ row, freq, byday, words string }{
		"first_tuesday":   {"h,s,MONTHLY,1TU,,,09:00,12:00", "MONTHLY", "1TU", ""},
		"first_of_set":    {"h,s,MONTHLY,TU,,1,09:00,12:00", "MONTHLY", "1TU", ""},
		"two_of_set":      {"h,s,MONTHLY,FR,,\"2,-1\",09:00,12:00", "MONTHLY", "2FR,-1FR", ""},
		"day_in_words":    {"h,s,MONTHLY,mardi,,1,09:00,12:00", "MONTHLY", "1TU", ""},
		"working_day":     {"h,s,MONTHLY,\"MO,TU,WE,TH,FR\",,1,09:00,12:00", "", "", "MONTHLY MO,TU,WE,TH,FR 1 09:00 12:00"},
		"set_of_dates":    {"h,s,MONTHLY,TU,\"1,2,3\",1,09:00,12:00", "", "", "MONTHLY TU 1 09:00 12:00"},
		"set_of_a_week":   {"h,s,WEEKLY,TU,,1,09:00,12:00", "", "", "WEEKLY TU 1 09:00 12:00"},
		"set_of_nothing":  {"h,s,,TU,,1,09:00,12:00", "", "", "TU 1 09:00 12:00"},
		"not_a_set":       {"h,s,MONTHLY,TU,,x,09:00,12:00", "", "", "MONTHLY TU x 09:00 12:00"},
		"monthly_unsaid":  {"h,s,,1TU,,,09:00,12:00", "MONTHLY", "1TU", ""},
		"date_unsaid":     {"h,s,,,15,,09:00,12:00", "MONTHLY", "", ""},
		"as_ever_unsaid":  {"h,s,,TU,,,09:00,12:00", "WEEKLY", "TU", ""},
		"ordinal_in_full": {"h,s,MONTHLY,1mardi,,,09:00,12:00", "MONTHLY", "1TU", ""},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, body := range map[string]string{
				"organizations.csv": "id,name,description\no,Le Pont,Un lieu\n",
				"services.csv":      "id,organization_id,name,status\ns,o,Repas,active\n",
				"schedules.csv":     head + c.row + "\n",
			} {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(body), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			p := open(t, hsds.Options{}, dir)
			r := records(t, p)["schedule"][0]
			wantField(t, r, "freq", c.freq)
			wantField(t, r, "byday", c.byday)
			if got := strings.Join(strings.Fields(r.Get("description")), " "); got != c.words {
				t.Errorf("in words %q, want %q", got, c.words)
			}
			if (c.words == "") != (r.Get("opens_at") == "09:00") {
				t.Errorf("opens at %q beside the words %q", r.Get("opens_at"), c.words)
			}
			if sum := p.Summary().Ledger; sum.Residual != 0 || sum.Faulty != 0 {
				t.Errorf("the ledger says %+v", sum)
			}
		})
	}
}
