package web

import (
	"encoding/base64"
	"net/http"
	"strconv"
	"time"

	"passerelle/internal/i18n"
	"passerelle/internal/round"
)

// packService is a service to read without network.
type packService struct {
	Name  string `json:"name"`
	Lang  string `json:"lang"` // of the name
	Org   string `json:"org"`
	Where string `json:"where"`
	Phone string `json:"phone,omitempty"`
	Tel   string `json:"tel,omitempty"`
}

type packDoor struct {
	N      int    `json:"n"`
	Street string `json:"street"`
	Side   string `json:"side"`
	Number string `json:"number"`
	Spared bool   `json:"spared,omitempty"`
}

// packPhrases is what is turned to whoever opens, in their language: sentences, and
// where to go nearby, as the directory says it in that language.
type packPhrases struct {
	Lang     string        `json:"lang"`
	Dir      string        `json:"dir"`
	Self     string        `json:"self"`
	Lines    []string      `json:"lines"`
	Services []packService `json:"services"`
}

// pack is a round as a phone takes it along: doors, what to show, what is near.
// Of what was told at doors there is only what binds whoever comes next.
type pack struct {
	Round    string            `json:"round"`
	Device   string            `json:"device"`
	Key      string            `json:"key"`
	Name     string            `json:"name"`
	Kit      string            `json:"kit"`
	Now      int64             `json:"now"`   // ms
	Lease    int64             `json:"lease"` // ms
	Doors    []packDoor        `json:"doors"`
	Told     map[string]string `json:"told"`
	Services []packService     `json:"services"`
	Phrases  []packPhrases     `json:"phrases"`
}

// roundClaim gives the round to the phone that opens its link, or that asks
// again for what it had.
func (s *Site) roundClaim(v *Visit) error {
	var x struct {
		Link, Claim, Sender string
		Clock               int64
	}
	if err := s.hear(v, &x); err != nil {
		return s.refused(v, err)
	}
	got, err := s.Round.Claim(v.R.Context(), s.Region, s.Keys.Fingerprint("source", s.source(v.R)), round.Opening{Link: x.Link, Claim: x.Claim, Sender: x.Sender, Clock: time.UnixMilli(x.Clock)})
	if err != nil {
		return s.refused(v, err)
	}
	p := pack{
		Round: got.Round.ID, Device: got.Device, Key: base64.StdEncoding.EncodeToString(got.Round.Public), Name: got.Round.Name, Kit: got.Round.Kit,
		Now: got.Now.UnixMilli(), Lease: got.Lease.Milliseconds(), Told: map[string]string{}, Services: s.besideRound(v.L, got.Round.Place), Phrases: []packPhrases{},
	}
	for _, d := range got.Doors {
		key := "round.side_even"
		if d.Side == round.Odd {
			key = "round.side_odd"
		}
		p.Doors = append(p.Doors, packDoor{N: d.N, Street: d.Street, Side: v.L.T(key, "street", d.Street), Number: d.Number, Spared: d.Spared})
	}
	for n, r := range got.Told {
		switch r {
		case round.Absent:
			r = round.Again // nobody was home: somebody may go again
		case round.Talked:
			r = "seen"
		}
		p.Told[strconv.Itoa(n)] = string(r)
	}
	selves := map[i18n.Lang]string{}
	for _, l := range s.Bundle.Languages() {
		selves[l.Lang] = l.Self
	}
	for _, l := range s.phrases(got.Round) {
		x := packPhrases{Lang: string(l.Lang), Dir: i18n.Dir(l.Lang), Self: selves[l.Lang], Services: s.besideRound(s.Bundle.In(string(l.Lang)), got.Round.Place)}
		for _, line := range l.Lines {
			x.Lines = append(x.Lines, line.S)
		}
		p.Phrases = append(p.Phrases, x)
	}
	return s.tellPhone(v, http.StatusOK, p)
}

// roundSend takes in what a phone has. What it acknowledges was committed.
func (s *Site) roundSend(v *Visit) error {
	var x struct {
		Sender  string
		Boxes   []struct{ ID, Box string }
		Waiting int
		Hand    bool
		Clock   int64
	}
	if err := s.hear(v, &x); err != nil {
		return s.refused(v, err)
	}
	in := round.Sending{Sender: x.Sender, Waiting: x.Waiting, HandsOn: x.Hand, Clock: time.UnixMilli(x.Clock)}
	for _, b := range x.Boxes {
		sealed, _ := base64.StdEncoding.DecodeString(b.Box) // what is no base64 does not open, and is said so
		in.Boxes = append(in.Boxes, round.Box{ID: b.ID, Sealed: sealed})
	}
	rep, err := s.Round.Send(v.R.Context(), s.Region, s.Keys.Fingerprint("source", s.source(v.R)), in)
	if err != nil {
		return s.refused(v, err)
	}
	return s.tellPhone(v, http.StatusOK, map[string]any{"now": rep.Now.UnixMilli(), "fates": rep.Fates, "open": rep.Open, "handed": rep.Handed})
}
