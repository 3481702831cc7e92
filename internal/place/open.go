package place

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Opening is what an organisation begins to count.
type Opening struct {
	Service    access.Service
	Unit       string
	Population string
	Free       int
	Minutes    int           // how long one is held; 0: HoldUsual
	For        time.Duration // of temporary places; 0: they last
}

// Open begins to count places of a service of the worker's own organisation,
// and returns the id of the count. Those who intervene, coordinate or manage
// may. Places that last are counted once for a service, a unit and a
// population; temporary ones as often as a crisis needs. A retried act opens
// once.
func (s *Service) Open(ctx context.Context, by access.Actor, act string, o Opening) (id string, err error) {
	defer fault.Wrap(&err, "place.Open(%s)", o.Service)
	if err := counts(by); err != nil {
		return "", err
	}
	believed, err := s.check(&o)
	if err != nil {
		return "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id, err = event.Once(ctx, tx, by, act, func() (string, error) {
			return s.open(ctx, tx, by, o, believed)
		})
		return err
	})
	return id, err
}

func (s *Service) open(ctx context.Context, tx *db.Tx, by access.Actor, o Opening, believed time.Duration) (string, error) {
	owner, err := s.dir.Owner(ctx, tx, o.Service)
	if err != nil {
		return "", err
	}
	if owner != by.Org() {
		return "", notFound()
	}
	known, err := offersOf(ctx, tx, by.Region(), by.Org())
	if err != nil {
		return "", err
	}
	if len(known) >= OffersMost {
		return "", fault.Field("service", "place.offers_full", "most", OffersMost)
	}
	for _, k := range known {
		if o.For == 0 && !k.Surge() && k.Service == o.Service && k.Unit == o.Unit && k.Population == o.Population {
			return "", fault.Field("unit", "place.already")
		}
	}
	offer := Offer{ID: tx.NewID(), Org: by.Org(), Service: o.Service, Unit: o.Unit, Population: o.Population, Minutes: o.Minutes}
	if o.For > 0 {
		offer.Ends = db.At(tx.Now.Add(o.For))
	}
	if err := offer.says(o.Free, tx.Now, believed); err != nil {
		return "", err
	}
	if err := insertOffer(ctx, tx, by.Region(), offer); err != nil {
		return "", err
	}
	if err := s.log.Append(ctx, tx, by, offerEvent{openedKind, offer.ID}); err != nil {
		return "", err
	}
	return offer.ID, s.tell(ctx, tx, by, offer)
}

// check is what is wrong with an opening, at its fields, and how long its
// count is believed.
func (s *Service) check(o *Opening) (time.Duration, error) {
	var bad fault.Fields
	believed, ok := s.dir.Believed(o.Unit, o.Population)
	if !ok {
		bad = append(bad, fault.Field("unit", "place.unit_missing"))
	}
	if o.Service == "" {
		bad = append(bad, fault.Field("service", "place.service_missing"))
	}
	if o.Free < 0 || o.Free > Most {
		bad = append(bad, fault.Field("free", "place.free_missing", "most", Most))
	}
	if o.For < 0 || o.For > SurgeMost {
		bad = append(bad, fault.Field("for", "place.surge_long"))
	}
	if o.Minutes == 0 {
		o.Minutes = HoldUsual
	}
	if err := minutes(o.Minutes); err != nil {
		bad = append(bad, err)
	}
	return believed, bad.Err()
}

func minutes(n int) *fault.Error {
	if n < HoldLeast || n > HoldMost {
		return fault.Field("minutes", "place.minutes_range", "least", HoldLeast, "most", HoldMost)
	}
	return nil
}

// tell appends what the organisation said is free.
func (s *Service) tell(ctx context.Context, tx *db.Tx, by access.Actor, o Offer) error {
	return s.log.Append(ctx, tx, by, Counted{Offer: o.ID, Service: o.Service, Unit: o.Unit, Population: o.Population, Free: o.Free, Surge: o.Surge()})
}
