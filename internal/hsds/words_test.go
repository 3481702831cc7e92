package hsds_test

import (
	"testing"

	"passerelle/internal/hsds"
)

// TestWordsStandBesideWhatIsNoNumber: an extension or a rhythm in words goes to the
// description, and takes nothing from what the source says there itself.
func TestWordsStandBesideWhatIsNoNumber(t *testing.T) {
	p := open(t, hsds.Options{}, zipped(t, map[string]string{
		"organizations.csv": whole,
		"services.csv":      "id,organization_id,name,status\ns1,o1,Un,active\n",
		"phones.csv":        "id,service_id,number,extension,description\nt1,s1,514-555-0100,12 ou 14,Le soir seulement\n",
		"schedules.csv":     "id,service_id,freq,interval,byday,description,opens_at,closes_at\nh1,s1,FORTNIGHTLY,,MO,Porte du fond,09:00,12:00\n",
	}))
	all := records(t, p)
	wantField(t, all["phone"][0], "description", "12 ou 14\nLe soir seulement")
	wantField(t, all["schedule"][0], "description", "FORTNIGHTLY\nMO\nPorte du fond\n09:00\n12:00")
	if l := p.Summary().Ledger; l.Residual != 0 {
		t.Errorf("%+v: something reached no field", l)
	}
}

// TestANumberForTextMessagesIsNoTelephone: a column that says so is of that kind.
func TestANumberForTextMessagesIsNoTelephone(t *testing.T) {
	_, p := guessed(t, written(t, "liste.csv", "Organisme,Service,Téléphone,Texto,Cellulaire\nLe Fanal,Repas,514 555-0100,514 555-0101,514 555-0102\n"))
	all := records(t, p)
	wantField(t, find(t, all["phone"], "number", "514 555-0101"), "type", "text")
	wantField(t, find(t, all["phone"], "number", "514 555-0102"), "type", "cell")
}
