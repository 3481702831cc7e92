package directory

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// Owner is the organisation that gives a published service, or the one that it
// became; fault.NotFound when there is none.
func (s *Service) Owner(ctx context.Context, tx *db.Tx, service access.Service) (access.Org, error) {
	service, err := standing(ctx, tx, service)
	if err != nil {
		return "", err
	}
	return ownerOf(ctx, tx, service)
}

// Believed is how long a count in a unit is believed; false when the unit, or
// the population ("" is anyone), is none of ours.
func (s *Service) Believed(unit, population string) (time.Duration, bool) {
	known := slices.Contains(Units, Unit(unit)) && (population == "" || slices.Contains(Populations, population))
	return Unit(unit).holds(), known
}

// OnCounted reacts to an organisation's having counted its free places: the
// directory says the same figure, said today by the same organisation, beside
// what it says of the whole (total, funded, wait). Temporary places are not the
// service's own and leave it as it is.
//
// The event has the organisation's word and no arrival: a figure that fell by
// one when a door opened would tell the public of one person.
func (s *Service) OnCounted(ctx context.Context, tx *db.Tx, r event.Record) (err error) {
	defer fault.Wrap(&err, "directory.OnCounted(%s)", r.Subject)
	var told struct {
		Service    access.Service `json:"service"`
		Unit       string         `json:"unit"`
		Population string         `json:"population"`
		Free       int            `json:"free"`
		Surge      bool           `json:"surge"`
	}
	if err := json.Unmarshal([]byte(r.Body), &told); err != nil {
		return err
	}
	if told.Surge {
		return nil
	}
	if told.Service, err = standing(ctx, tx, told.Service); err != nil {
		return err
	}
	all, err := facts(ctx, tx, []string{string(told.Service)})
	if err != nil {
		return err
	}
	room := Room{Unit: Unit(told.Unit), Population: told.Population, Total: -1, Funded: -1, WaitDays: -1}
	for _, f := range winners(all) {
		if known, _, ok := roomOf(f.Code, f.Value); ok && f.Kind == FactRoom && f.holds() && f.Code == room.Code() {
			room = known
		}
	}
	room.Available = told.Free
	if room.Total >= 0 && room.Available > room.Total {
		room.Total = room.Available // more are free than were said to exist: they exist
	}
	said, err := checkAll([]Fact{{Kind: FactRoom, Code: room.Code(), Value: room.Value()}})
	if err != nil {
		return err
	}
	by := access.ForWorker(r.Region, r.Worker, r.Org, r.Team)
	return s.changed(ctx, tx, by, told.Service, func(tx *db.Tx) error {
		return declare(ctx, tx, by, told.Service, said)
	})
}
