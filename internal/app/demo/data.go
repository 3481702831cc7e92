package demo

import (
	"embed"
	"errors"
)

// The content is data and not code so that people who know the field, and not
// Go, can read it, correct it and add to it.
//
//go:embed data/*.tsv
var files embed.FS

// Data is the whole invented region. Records refer to one another by the
// codes of their files; times are days before the moment the demo starts.
type Data struct {
	Organizations []Organization
	Teams         []Team
	Places        []Place
	Services      []Service
	Workers       []Worker
	Hats          []Hat
	People        []Person
	Consents      []Consent
	Referrals     []Referral
	Answers       []Answer
	SavedLists    []SavedList
	Facts         []Fact
	DoorReplies   []DoorReply
	Campaign      []CampaignAct
	Suggestions   []Suggestion
	Lines         []Line
	LineCalls     []LineCall
	Cards         []Card
	Practices     []Practice
	Missed        []Missed
	Counts        []Count
	CrisisActs    []CrisisAct
	SignalActs    []SignalAct
	Needs         []Need
	Pathways      []Pathway
}

// LoadData reads the embedded files. Any cell it cannot read is an error that
// names the file and the line: a demo with half a region misleads.
func LoadData() (Data, error) {
	var d Data
	err := errors.Join(
		read("organizations", &d.Organizations, organization),
		read("teams", &d.Teams, team),
		read("locations", &d.Places, place),
		read("services", &d.Services, service),
		read("workers", &d.Workers, worker),
		read("hats", &d.Hats, hat),
		read("people", &d.People, person),
		read("consents", &d.Consents, consent),
		read("referrals", &d.Referrals, referral),
		read("feedback", &d.Answers, answer),
		read("lists", &d.SavedLists, savedList),
		read("facts", &d.Facts, fact),
		read("door_replies", &d.DoorReplies, doorReply),
		read("campaign", &d.Campaign, campaignAct),
		read("suggestions", &d.Suggestions, suggestion),
		read("lines", &d.Lines, line),
		read("line_calls", &d.LineCalls, lineCall),
		read("cards", &d.Cards, card),
		read("practices", &d.Practices, practice),
		read("missed", &d.Missed, missed),
		read("counts", &d.Counts, placeCount),
		read("crisis", &d.CrisisActs, crisisAct),
		read("signals", &d.SignalActs, signalAct),
		read("needs", &d.Needs, needSaid),
		read("pathways", &d.Pathways, pathway),
	)
	return d, err
}
