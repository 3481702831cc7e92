package signal

import (
	"context"
	"slices"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Said is a signal being said by a worker.
type Said struct {
	Words    string // kept as these very bytes
	Spot     string // where, in words
	Need     string // code of the tree; empty: found in the words, or none
	Since    Since
	Language string
	Voice    []byte        // a recording; empty: none
	Quiet    bool          // who sends says that nobody is named in the recording
	To       access.Org    // who is asked to answer; empty: nobody yet
	Due      time.Duration // by when they are to answer
	Closed   bool          // seen by those who say it and those who are asked, and no other team
	Named    bool          // who sends was asked about what looks like a name
}

// languageMost is the length of the longest language tag.
const languageMost = 35

// CheckWords is what is wrong with the words of a signal, before the rest of it
// is asked.
func (s *Service) CheckWords(words string, asked bool) error {
	return wrong(passage{"words", words, "signal.words_missing", WordsMost}.check(s.named, asked))
}

// CheckPlace is what is wrong with where it happens.
func (s *Service) CheckPlace(spot, need string, asked bool) error {
	var unknown *fault.Error
	if need != "" && !s.atlas.KnownNeed(need) {
		unknown = fault.Field("need", "needs.need_unknown")
	}
	return wrong(passage{"spot", spot, "signal.spot_missing", SpotMost}.check(s.named, asked), unknown)
}

func (s *Service) check(said *Said) error {
	if len(said.Language) > languageMost {
		said.Language = ""
	}
	var since, due, to *fault.Error
	if !slices.Contains(Sinces, said.Since) {
		since = fault.Field("since", "signal.since_missing")
	}
	switch {
	case said.To != "":
		due = within(said.Due)
	case said.Closed:
		to = fault.Field("to", "signal.to_missing") // seen by nobody, it is said to nobody
	}
	var bad fault.Fields
	for _, err := range []error{s.CheckWords(said.Words, said.Named), s.CheckPlace(said.Spot, said.Need, said.Named), wrong(since, to, due), checkVoice(said)} {
		bad = append(bad, fault.FieldsOf(err)...)
	}
	return bad.Err()
}

// Say keeps a signal, opens it to the teams of the region unless it is closed,
// and starts the clock of who is asked. It returns the signal's id. What looks
// like a person's name is a field error until Said.Named. A retried act keeps it
// once.
func (s *Service) Say(ctx context.Context, by access.Actor, act string, said Said) (id string, err error) {
	defer fault.Wrap(&err, "signal.Say")
	if !MaySay(by) {
		return "", notFound()
	}
	if err := s.check(&said); err != nil {
		return "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id, err = event.Once(ctx, tx, by, act, func() (string, error) { return s.say(ctx, tx, by, said) })
		return err
	})
	return id, err
}

func (s *Service) say(ctx context.Context, tx *db.Tx, by access.Actor, said Said) (string, error) {
	if err := s.vault.OnlyCounts(ctx, tx, by); err != nil {
		return "", err
	}
	x, err := s.begin(ctx, tx, by, Signal{Org: by.Org(), Via: ByWeb, Need: said.Need, Since: said.Since, Language: said.Language, Words: said.Words, Spot: said.Spot}, "", !said.Closed)
	if err != nil {
		return "", err
	}
	if err := s.seat(ctx, tx, by.Region(), x.ID, by.Org()); err != nil {
		return "", err
	}
	if len(said.Voice) > 0 {
		b, err := x.key.Seal(said.Voice, x.ID, x.ID, voicePart)
		if err != nil {
			return "", err
		}
		if err := insertVoice(ctx, tx, by.Region(), x.ID, voiceKind(said.Voice), b); err != nil {
			return "", err
		}
	}
	if said.To != "" {
		if err := s.ask(ctx, tx, by, x, said.To, "", said.Due); err != nil {
			return "", err
		}
	}
	return x.ID, nil
}

// begin keeps what was said, opens it to all teams when it is for all, and tells
// the log.
func (s *Service) begin(ctx context.Context, tx *db.Tx, by access.Actor, g Signal, talk string, forAll bool) (*sealing, error) {
	g.ID, g.At = tx.NewID(), db.At(tx.Now)
	if g.Need == "" {
		g.Need = s.atlas.NeedIn(g.Words)
	}
	var ok bool
	if g.Place, ok = s.atlas.PlaceOf(g.Spot); !ok {
		if g.Place, ok = s.atlas.PlaceIn(g.Spot); !ok {
			g.Place, _ = s.atlas.PlaceIn(g.Words)
		}
	}
	x := &sealing{Situation: &Situation{Signal: g, Now: tx.Now}}
	var err error
	if x.key, err = s.vault.For(ctx, tx, by.Region(), owner(g.ID)); err != nil {
		return nil, err
	}
	sealed, err := x.seal(g.ID, wordsPart, g.Words)
	if err != nil {
		return nil, err
	}
	spot, err := x.seal(g.ID, spotPart, g.Spot)
	if err != nil {
		return nil, err
	}
	if err := insertSignal(ctx, tx, by.Region(), g, talk, sealed, spot, forAll); err != nil {
		return nil, err
	}
	if forAll {
		if err := s.seat(ctx, tx, by.Region(), g.ID, ""); err != nil {
			return nil, err
		}
	}
	return x, s.log.Append(ctx, tx, by, happened{kind: SaidKind, Signal: g.ID})
}

// seat lets an organisation see a signal; the empty one is all of the region.
func (s *Service) seat(ctx context.Context, tx *db.Tx, region access.Region, id string, org access.Org) error {
	return insertSeat(ctx, tx, region, tx.NewID(), id, org)
}
