package round

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

// Preparing is a round being prepared.
type Preparing struct {
	Name    string
	Place   string // as typed; empty: not said
	Streets string // see Doors
	Kit     string // what is given at doors; empty: nothing
	Langs   []string
	Days    int // it may be walked from now on
	// Tired is what becomes of doors where people were asked often enough lately:
	// empty asks whoever prepares.
	Tired Tiring
}

// Tiring is what becomes of the doors that were asked often lately.
type Tiring string

// They are left out, or gone to all the same.
const (
	SpareTired Tiring = "spare"
	EvenTired  Tiring = "anyway"
)

// Where somebody answered in DoorAsks rounds within DoorWithin, one asks before
// going again. A door is known by its code, and nobody behind it.
const (
	DoorAsks   = 2
	DoorWithin = 30 * 24 * time.Hour
)

func (p *Preparing) check(places Places) ([]Door, error) {
	p.Name, p.Kit = strings.TrimSpace(p.Name), strings.TrimSpace(p.Kit)
	var bad fault.Fields
	if n := utf8.RuneCountInString(p.Name); n == 0 || n > NameMost {
		bad = append(bad, fault.Field("name", "round.name_missing", "most", NameMost))
	}
	if p.Place = strings.TrimSpace(p.Place); p.Place != "" {
		key, ok := places.PlaceOf(p.Place)
		if !ok {
			bad = append(bad, fault.Field("place", "needs.place_unknown"))
		}
		p.Place = key
	}
	doors, err := Doors(p.Streets)
	for _, f := range fault.FieldsOf(err) {
		bad = append(bad, f)
	}
	if utf8.RuneCountInString(p.Kit) > KitMost {
		bad = append(bad, fault.Field("kit", "round.kit_long", "most", KitMost))
	}
	if p.Days < 1 || p.Days > DaysMost {
		bad = append(bad, fault.Field("days", "round.days_missing", "most", DaysMost))
	}
	return doors, bad.Err()
}

// Prepare makes a round of the actor's organisation, and returns its id. Those
// who coordinate or manage may. Doors where somebody asked that nobody come
// back are in it, and said to be spared. A retried act prepares once.
func (s *Service) Prepare(ctx context.Context, by access.Actor, act string, p Preparing) (round string, err error) {
	defer fault.Wrap(&err, "round.Prepare")
	if err := prepares(by); err != nil {
		return "", err
	}
	doors, err := p.check(s.places)
	if err != nil {
		return "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		round, err = event.Once(ctx, tx, by, act, func() (string, error) { return s.prepare(ctx, tx, by, p, doors) })
		return err
	})
	return round, err
}

func (s *Service) prepare(ctx context.Context, tx *db.Tx, by access.Actor, p Preparing, doors []Door) (string, error) {
	r := Round{
		ID: tx.NewID(), Org: by.Org(), By: by.Worker(), Name: p.Name, Place: p.Place, Kit: p.Kit, Langs: strings.Join(p.Langs, " "),
		Prepared: db.At(tx.Now), Ends: db.At(tx.Now.Add(time.Duration(p.Days) * 24 * time.Hour)),
	}
	// Phones write to a round without anybody's session: it cannot be in a strongbox.
	if err := s.vault.OnlyCounts(ctx, tx, by); err != nil {
		return "", err
	}
	doors, err := s.spareTired(ctx, tx, by, p.Tired, doors)
	if err != nil {
		return "", err
	}
	private, public, err := seal.NewBox()
	if err != nil {
		return "", err
	}
	key, err := s.vault.For(ctx, tx, by.Region(), ofRound(r.ID))
	if err != nil {
		return "", err
	}
	r.Public = public
	if r.sealed, err = key.Seal(private, "round", r.ID); err != nil {
		return "", err
	}
	if err := insertRound(ctx, tx, by.Region(), r); err != nil {
		return "", err
	}
	for _, d := range doors {
		if err := insertDoor(ctx, tx, by.Region(), r.ID, d); err != nil {
			return "", err
		}
	}
	if err := s.queue.Enqueue(ctx, tx, by.Region(), forgetJob, r.ID, forgotten{r.ID}, r.Ends.Add(Kept)); err != nil {
		return "", err
	}
	return r.ID, s.log.Append(ctx, tx, by, happened{kind: preparedKind, Round: r.ID})
}

// spareTired marks doors, and looks which of them answered often enough lately.
// Whoever prepares is told how many, and says what becomes of them.
func (s *Service) spareTired(ctx context.Context, tx *db.Tx, by access.Actor, then Tiring, doors []Door) (left []Door, err error) {
	since, tired := db.At(tx.Now.Add(-DoorWithin)), 0
	for _, d := range doors {
		d.Mark = s.keys.Fingerprint("round-door", string(by.Org())+"\x00"+d.address())
		answered, err := timesAnswered(ctx, tx, by.Region(), by.Org(), d.Mark, since)
		if err != nil {
			return nil, err
		}
		if answered >= DoorAsks {
			if tired++; then == SpareTired {
				continue
			}
		}
		d.N = len(left) + 1
		left = append(left, d)
	}
	switch {
	case tired > 0 && then != SpareTired && then != EvenTired:
		return nil, fault.Field("tired", "round.tired", "n", tired)
	case len(left) == 0:
		return nil, fault.Field("tired", "round.tired_all")
	}
	return left, nil
}

// Close ends a round before its time: no phone is lent any more. What phones
// still hold is taken in.
func (s *Service) Close(ctx context.Context, by access.Actor, act, round string) (err error) {
	defer fault.Wrap(&err, "round.Close(%s)", round)
	if err := prepares(by); err != nil {
		return err
	}
	return s.own(ctx, by, act, round, func(tx *db.Tx, r Round) (string, error) {
		if !r.Open(tx.Now) {
			return "", nil
		}
		if err := closeRound(ctx, tx, by.Region(), by.Org(), r.ID, db.At(tx.Now)); err != nil {
			return "", err
		}
		return "", s.log.Append(ctx, tx, by, happened{kind: closedKind, Round: r.ID})
	}, nil)
}

// own runs an act once on a round of the actor's organisation; result, when
// not nil, is given what the act returned, the first time and again.
func (s *Service) own(ctx context.Context, by access.Actor, act, round string, do func(tx *db.Tx, r Round) (string, error), result *string) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		got, err := event.Once(ctx, tx, by, act, func() (string, error) {
			r, err := findRound(ctx, tx, by.Region(), by.Org(), round)
			if err != nil {
				return "", err
			}
			return do(tx, r)
		})
		if result != nil {
			*result = got
		}
		return err
	})
}

// doorsOf are the doors of a round, with those that are spared: asked for in
// another round, whose visits are kept or were counted and forgotten.
func (s *Service) doorsOf(ctx context.Context, tx *db.Tx, region access.Region, r Round) ([]Door, error) {
	doors, err := doorsOf(ctx, tx, region, r.ID)
	if err != nil {
		return nil, err
	}
	spared := map[string]bool{}
	old, err := neverMarks(ctx, tx, region, r.Org, r.ID)
	if err != nil {
		return nil, err
	}
	for _, m := range old {
		spared[m] = true
	}
	lately, err := roundsAskedNever(ctx, tx, region, r.ID)
	if err != nil {
		return nil, err
	}
	for _, other := range lately {
		marks, err := s.askedNever(ctx, tx, region, other)
		if err != nil {
			return nil, err
		}
		for _, m := range marks {
			spared[m] = true
		}
	}
	for i := range doors {
		doors[i].Spared = spared[doors[i].Mark]
	}
	return doors, nil
}

// askedNever are the marks of the doors of a round where somebody said: do not
// come back, and it stands.
func (s *Service) askedNever(ctx context.Context, tx *db.Tx, region access.Region, round string) (marks []string, err error) {
	doors, err := doorsOf(ctx, tx, region, round)
	if err != nil {
		return nil, err
	}
	visits, err := visitsOf(ctx, tx, region, round)
	if err != nil {
		return nil, err
	}
	for n, o := range outcomes(visits) {
		if i := slices.IndexFunc(doors, func(d Door) bool { return d.N == n }); o.Result == Never && i >= 0 {
			marks = append(marks, doors[i].Mark)
		}
	}
	return marks, nil
}
