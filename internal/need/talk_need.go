package need

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/fault"
	"passerelle/internal/text"
)

// hears keeps the words of a message as a need of the conversation, and says what
// is asked next.
func (s *Service) hears(ctx context.Context, tx *db.Tx, region access.Region, wk *weekly, t *talk, words string) (say string, err error) {
	said := Said{Via: BySMS, Words: words, Language: t.Language, Wanted: AnyTime, With: Anyone, Need: s.atlas.NeedIn(words)}
	if urgent(words) && s.atlas.KnownNeed(crisisNeed) {
		said.Need = crisisNeed // before what else the words ask
	}
	said.Place, _ = s.atlas.PlaceIn(words)
	if t.Need, err = s.say(ctx, tx, access.System(region), wk, said, ""); err != nil {
		return "", err
	}
	if err := insertAbout(ctx, tx, region, t.ID, t.Need); err != nil {
		return "", err
	}
	t.Step, say = s.next(*t, said.Need, said.Place)
	return say, nil
}

// completes adds what was answered, to what was asked, to the need that the
// conversation is about. One that is settled, or gone, is another one's story: the
// words then begin anew.
func (s *Service) completes(ctx context.Context, tx *db.Tx, region access.Region, wk *weekly, t *talk, asked string, a answer) (say string, err error) {
	n, err := findNeed(ctx, tx, region, t.Need)
	switch {
	case fault.Is(err, fault.NotFound) || err == nil && !n.Lives():
		t.Step, t.Need = askedNothing, ""
		if a.Add == "" {
			return s.voice.Say(t.Language, "sms.help", "phone", s.human), nil
		}
		return s.hears(ctx, tx, region, wk, t, a.Add)
	case err != nil:
		return "", err
	}
	if a.Pick != "" && n.Need == "" {
		n.Need, a.Add = a.Pick, ""
	}
	if a.Need != "" {
		n.Need = a.Need
	}
	if a.Place != "" {
		n.Place = a.Place
	}
	if err := s.keep(ctx, tx, region, wk, n.ID, kind(addedWords+tx.NewID()), a.Add, t.Language); err != nil {
		return "", err
	}
	if err := updateNeed(ctx, tx, region, n); err != nil {
		return "", err
	}
	if err := s.log.Append(ctx, tx, access.System(region), happened{SortedKind, n.ID}); err != nil {
		return "", err
	}
	// Words that we do not know are there for a team to read: nobody is asked twice.
	switch t.Step, say = s.next(*t, n.Need, n.Place); {
	case a.Add == "":
	case t.Step == askedNeed && n.Place == "":
		t.Step, say = askedPlace, s.voice.Say(t.Language, "sms.ask_place")
	case t.Step == asked:
		t.Step, say = askedNothing, s.noted(*t)
	}
	return say, nil
}

// next is what is asked about a need that lacks something, and what is said when
// it lacks nothing.
func (s *Service) next(t talk, need, place string) (step, say string) {
	switch {
	case need == "":
		return askedNeed, s.voice.Say(t.Language, "sms.ask_need")
	case place == "":
		return askedPlace, s.voice.Say(t.Language, "sms.ask_place")
	}
	return askedNothing, s.noted(t)
}

func (s *Service) noted(t talk) string {
	return s.voice.Say(t.Language, "sms.noted", "receipt", s.receiptOf(t.Need).String(), "phone", s.human)
}

// lastWords are those of the last message before this one that was no word of the
// machine: what was asked about. Help may have been asked for in between.
func (s *Service) lastWords(ctx context.Context, tx *db.Tx, region access.Region, id string) (string, error) {
	list, err := heardOf(ctx, tx, region, id)
	if err != nil || len(list) < 2 {
		return "", err
	}
	for _, m := range list[1:] {
		words, err := s.openMessage(ctx, tx, region, m)
		if err != nil {
			return "", err
		}
		folded := foldedWords(text.Clean(words))
		if words != "" && commandOf(folded) == noCommand && languageWords[folded] == "" {
			return words, nil
		}
	}
	return "", nil
}
