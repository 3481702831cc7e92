package main

import (
	_ "embed"
	"fmt"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/app/demo"
	"passerelle/internal/directory"
)

//go:embed data/health.tsv
var healthTSV string

//go:embed data/legal.tsv
var legalTSV string

//go:embed data/food.tsv
var foodTSV string

//go:embed data/queries.tsv
var queriesTSV string

//go:embed data/fresh.tsv
var freshTSV string

//go:embed data/unseen.tsv
var unseenTSV string

//go:embed data/neighbours.tsv
var neighboursTSV string

//go:embed data/passers.tsv
var passersTSV string

//go:embed data/dictated.tsv
var dictatedTSV string

//go:embed data/held.tsv
var heldTSV string

// sets are the judged questions, by the name of their file.
var sets = map[string]string{"queries": queriesTSV, "fresh": freshTSV, "unseen": unseenTSV, "neighbours": neighboursTSV, "passers": passersTSV, "dictated": dictatedTSV, "held": heldTSV}

// corpora are the four directories, each with its index.
func corpora() (map[string]*directory.Index, error) {
	out := map[string]*directory.Index{}
	for name, tsv := range map[string]string{"health": healthTSV, "legal": legalTSV, "food": foodTSV} {
		list, err := listings(name, tsv)
		if err != nil {
			return nil, err
		}
		out[name] = directory.NewIndex(list)
	}
	d, err := demo.LoadData()
	if err != nil {
		return nil, err
	}
	list, err := region(d)
	if err != nil {
		return nil, err
	}
	out["demo"] = directory.NewIndex(list)
	return out, nil
}

// region is the invented region of the demo as listings. Their ids are the
// codes of its files, so that a judgement can be read.
func region(d demo.Data) ([]*directory.Listing, error) {
	orgs, places := map[string]demo.Organization{}, map[string]demo.Place{}
	for _, o := range d.Organizations {
		orgs[o.Code] = o
	}
	for _, p := range d.Places {
		places[p.Code] = p
	}
	text := func(t demo.Text) directory.Text { return directory.Text(t) }
	var out []*directory.Listing
	for _, s := range d.Services {
		o, ok := orgs[s.Org]
		if !ok {
			return nil, fmt.Errorf("service %s: organisation %q", s.Code, s.Org)
		}
		l := &directory.Listing{
			ID: access.Service(s.Code), Code: s.Code, Org: access.Org(s.Org), OrgName: text(o.Name),
			Name: text(s.Name), Summary: text(s.Summary), Status: directory.Status(s.Status), Alert: text(s.Alert),
			Languages: s.Languages, Interpreter: text(s.Interpreter), Needs: s.Needs, Populations: s.Populations,
			Papers: map[directory.Paper]directory.Acceptance{}, Asks: map[directory.Question]directory.Asked{},
			Unconditional: s.Unconditional, MinAge: float64(s.MinAge), MaxAge: float64(s.MaxAge),
			Eligibility: text(s.Eligibility), Process: text(s.Process), Fees: text(s.Fees), Wait: text(s.Wait), Source: "demo",
		}
		for code, value := range s.Papers {
			l.Papers[directory.Paper(code)] = map[string]directory.Acceptance{
				"no": directory.AcceptNo, "announced": directory.AcceptAnnounced, "confirmed": directory.AcceptConfirmed}[value]
		}
		for code, value := range s.Asks {
			l.Asks[directory.Question(code)] = map[string]directory.Asked{"yes": directory.AskedYes, "no": directory.AskedNo}[value]
		}
		for _, doc := range s.Documents {
			l.Documents = append(l.Documents, text(doc))
		}
		for _, h := range s.Hours {
			l.Hours = append(l.Hours, directory.Hours{Days: directory.Days(h.Days), Opens: h.Opens, Closes: h.Closes})
		}
		if s.ConfirmedAgo != demo.Never {
			l.ConfirmedAt = s.ConfirmedAgo.Before(now)
		}
		if s.Hidden {
			l.Places = append(l.Places, directory.Place{Hidden: true})
			l.Sensitive = true
		}
		if p, ok := places[s.Place]; ok {
			l.Places = append(l.Places, directory.Place{
				ID: p.Code, Name: text(p.Name), Address: p.Address, City: p.City, Neighbourhood: p.Neighbourhood, Province: p.Province, Postal: p.Postal,
				Lat: p.Lat, Lon: p.Lon, HasPoint: true, Transport: text(p.Transport), Access: text(p.Access),
			})
		}
		out = append(out, l)
	}
	return out, nil
}

// answers asks every query of a set.
func answers(in map[string]*directory.Index, tsv string) ([]outcome, time.Duration, error) {
	set, err := readJudged(tsv)
	if err != nil {
		return nil, 0, err
	}
	began := time.Now()
	var out []outcome
	for _, q := range set {
		ix := in[q.Corpus]
		if ix == nil {
			return nil, 0, fmt.Errorf("%s: no directory %q", q.ID, q.Corpus)
		}
		for record := range q.Grades {
			if ix.Get(record) == nil {
				return nil, 0, fmt.Errorf("%s: %s holds no %s", q.ID, q.Corpus, record)
			}
		}
		out = append(out, ask(ix, q))
	}
	return out, time.Since(began), nil
}
