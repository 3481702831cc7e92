package hsds

import (
	"fmt"
	"strings"
	"testing"
)

func TestReadHours(t *testing.T) {
	for said, want := range map[string]string{
		"lundi au vendredi de 9 h à 17 h; samedi 10h-15h30": "MO,TU,WE,TH,FR 09:00-17:00; SA 10:00-15:30",
		"Mon-Fri: 9am - 5pm":                                                  "MO,TU,WE,TH,FR 09:00-17:00",
		"Mon. to Fri. 8:30 a.m. - 4:30 p.m.":                                  "MO,TU,WE,TH,FR 08:30-16:30",
		"Sunday: 11:00-20:00  Monday: 9:00-22:00  Tuesday: 9:00-22:00":        "SU 11:00-20:00; MO 09:00-22:00; TU 09:00-22:00",
		"Lun-Ven 9h00 à 12h00 et 13h00 à 16h30":                               "MO,TU,WE,TH,FR 09:00-12:00; MO,TU,WE,TH,FR 13:00-16:30",
		"Lundi, mercredi et vendredi : 13 h 30 – 16 h":                        "MO,WE,FR 13:30-16:00",
		"Les mardis et jeudis, de 18h à 21h":                                  "TU,TH 18:00-21:00",
		"9 h à 17 h, du lundi au vendredi":                                    "MO,TU,WE,TH,FR 09:00-17:00",
		"Lundi au jeudi 9 à 17 h\nVendredi 9h-midi\nSamedi et dimanche fermé": "MO,TU,WE,TH 09:00-17:00; FR 09:00-12:00",
		"24 h/24, 7 jours/7":                                                  "MO,TU,WE,TH,FR,SA,SU 00:00-23:59",
		"24/7":                                                                "MO,TU,WE,TH,FR,SA,SU 00:00-23:59",
		"Tous les jours de 20 h à 8 h":                                        "MO,TU,WE,TH,FR,SA,SU 20:00-08:00",
		"vendredi au dimanche 10h à 16h":                                      "FR,SA,SU 10:00-16:00",
		"samedi au lundi 10h à 16h":                                           "MO,SA,SU 10:00-16:00",
		"Weekdays 9:00 to 16:00":                                              "MO,TU,WE,TH,FR 09:00-16:00",
		// Two readings, or a word that is none of hours: nothing is read.
		"Mon-Fri 9:00-5:00":                 "",
		"Mon-Fri 9 to 5pm":                  "MO,TU,WE,TH,FR 09:00-17:00",
		"Mon-Fri 5 to 9pm":                  "",
		"sur rendez-vous":                   "",
		"lundi au vendredi":                 "",
		"9h à 17h":                          "",
		"lundi 9h":                          "",
		"lundi au 17h":                      "",
		"1er et 3e mardi du mois, 9h à 12h": "",
		"lundi au vendredi 9h à 17h sauf jours fériés": "",
		"lundi 25h à 26h":          "",
		"Mar 15, 9am-5pm":          "",
		"":                         "",
		"Samedi et dimanche fermé": "",
		"Third Tuesday 100 times. 5:00pm to 7:00pm":     "",
		"du lundi au vendredi de 9h à 17h et sur appel": "",
	} {
		var got []string
		openings, ok := readHours(said)
		for _, o := range openings {
			got = append(got, fmt.Sprintf("%s %s-%s", o.days, o.opens, o.closes))
		}
		if !ok {
			got = nil
		}
		if s := strings.Join(got, "; "); s != want {
			t.Errorf("%q: read %q, want %q", said, s, want)
		}
	}
}
