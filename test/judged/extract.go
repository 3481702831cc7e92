package main

import (
	"cmp"
	"compress/gzip"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// extract makes the three real corpora again from the files they come from.
// Which records are taken is said here, in rules, and never one by one.
func extract(shared, to string) error {
	for _, c := range []struct {
		name string
		read func(dir string) ([]record, error)
	}{{"health", health}, {"legal", legal}, {"food", food}} {
		records, err := c.read(filepath.Join(shared, "datasets"))
		if err != nil {
			return err
		}
		slices.SortStableFunc(records, func(a, b record) int { return strings.Compare(a.ID, b.ID) })
		f, err := os.Create(filepath.Join(to, c.name+".tsv"))
		if err != nil {
			return err
		}
		if err := cmp.Or(write(f, records), f.Close()); err != nil {
			return err
		}
	}
	return nil
}

// healthCities are where the health facilities are taken: big and small towns
// of both provinces, and three of the North.
var healthCities = strings.Split("montréal,laval,longueuil,québec,sherbrooke,gatineau,trois-rivières,saguenay,rimouski,rouyn-noranda,"+
	"val-d'or,kuujjuaq,chisasibi,ottawa,toronto,hamilton,sudbury,kingston,windsor,thunder bay,cornwall,timmins", ",")

// health is Statistics Canada's Open Database of Healthcare Facilities.
func health(dir string) ([]record, error) {
	f, err := os.Open(filepath.Join(dir, "odhf_v1.1.csv"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	rows, err := csvRows(charmap.Windows1252.NewDecoder().Reader(f))
	if err != nil {
		return nil, err
	}
	var out []record
	for _, r := range rows {
		if p := r["province"]; p != "qc" && p != "on" || !slices.Contains(healthCities, r["city"]) {
			continue
		}
		lang := "en"
		if r["province"] == "qc" {
			lang = "fr"
		}
		out = append(out, record{ID: "odhf-" + r["index"], Name: r["facility_name"], Terms: r["source_facility_type"] + "; " + r["odhf_facility_type"],
			City: r["city"], Postal: r["postal_code"], Lat: r["latitude"], Lon: r["longitude"], Lang: lang})
	}
	return out, nil
}

// legal is Illinois Legal Aid Online's directory, as exported.
func legal(dir string) ([]record, error) {
	read := func(name string) ([]map[string]string, error) {
		f, err := os.Open(filepath.Join(dir, "ilao", name))
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return csvRows(f)
	}
	services, err := read("input-services.csv")
	if err != nil {
		return nil, err
	}
	locations, err := read("input-locations.csv")
	if err != nil {
		return nil, err
	}
	at := map[string]map[string]string{}
	for _, l := range locations {
		at[l["Location_id"]] = l
	}
	var out []record
	for _, s := range services {
		if s["Title"] == "" {
			continue
		}
		l := at[s["Location ID"]]
		area := l["Counties"]
		if area != "" {
			area += " County"
		}
		hours, rest := hoursIn(s["Hours of operation"])
		summary := []string{s["Income eligibility and fees"], s["An individual must be one of these to qualify"], s["Application process"],
			s["Process for applying by phone"], s["Process for walk-ins"], s["Process for applying online"], rest, s["Dates and hours"], s["Service availability"]}
		summary = slices.DeleteFunc(summary, func(s string) bool { return tidy(s) == "" })
		lat, lon := "", ""
		if _, g, ok := strings.Cut(s["Geolocation"], "Geolocation is "); ok {
			lat, lon, _ = strings.Cut(g, ", ")
		}
		out = append(out, record{ID: "ilao-" + s["Services-ID"], Org: l["Field 2"], Name: s["Title"], Summary: strings.Join(summary, ". "),
			Terms: s["Service type"], Area: area, Lat: lat, Lon: lon, Hours: hours, Lang: "en"})
	}
	return out, nil
}

// foodSources are where the pantries are taken: five food banks that describe
// theirs in five ways.
var foodSources = []string{"food_bank_of_western_massachusetts_ma", "food_bank_for_new_york_city_ny", "sfmarin_food_bank_ca",
	"toledo_northwestern_ohio_food_bank_oh", "second_harvest_of_silicon_valley_ca"}

// food is HAARRRvest's food pantries, and the services of Ohana's sample.
func food(dir string) ([]record, error) {
	f, err := os.Open(filepath.Join(dir, "haarrrvest-food-pantries-raw+hsds.ndjson.gz"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, err
	}
	var out []record
	for d := json.NewDecoder(z); ; {
		var line struct {
			Source, Hash string
			Raw          map[string]any
		}
		if err := d.Decode(&line); err == io.EOF {
			break
		} else if err != nil {
			return nil, err
		}
		if !slices.Contains(foodSources, line.Source) {
			continue
		}
		said := func(key string) string {
			switch v := line.Raw[key].(type) {
			case string:
				return html.UnescapeString(v)
			case float64:
				return fmt.Sprint(v)
			case []any:
				var list []string
				for _, x := range v {
					list = append(list, fmt.Sprint(x))
				}
				return strings.Join(list, "; ")
			}
			return ""
		}
		if said("name") == "" {
			continue
		}
		hours, rest := hoursIn(said("hours"))
		summary := []string{said("description"), said("notes"), rest}
		summary = slices.DeleteFunc(summary, func(s string) bool { return tidy(s) == "" })
		out = append(out, record{ID: "food-" + line.Hash[:10], Org: said("food_bank"), Name: said("name"), Summary: strings.Join(summary, ". "),
			Terms: said("services"), City: said("city"), Postal: said("zip"), Lat: said("latitude"), Lon: said("longitude"), Hours: hours, Lang: "en"})
	}
	ohana, err := os.Open(filepath.Join(dir, "ohana-sample", "services.csv"))
	if err != nil {
		return nil, err
	}
	defer ohana.Close()
	rows, err := csvRows(ohana)
	if err != nil {
		return nil, err
	}
	for _, r := range rows {
		out = append(out, record{ID: "ohana-" + r["id"], Name: r["name"], Summary: r["description"] + ". " + r["audience"] + ". " + r["eligibility"],
			Terms: strings.ReplaceAll(r["keywords"], ", ", "; "), City: r["service_areas"], Lang: "en"})
	}
	return out, nil
}

func csvRows(r io.Reader) ([]map[string]string, error) {
	c := csv.NewReader(r)
	c.FieldsPerRecord, c.LazyQuotes = -1, true
	rows, err := c.ReadAll()
	if err != nil {
		return nil, err
	}
	var out []map[string]string
	for _, row := range rows[1:] {
		m := map[string]string{}
		for i, cell := range row {
			if i < len(rows[0]) {
				m[strings.TrimPrefix(rows[0][i], "\ufeff")] = cell
			}
		}
		out = append(out, m)
	}
	return out, nil
}
