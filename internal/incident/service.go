package incident

import (
	"context"
	"encoding/json"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/seal"
)

// Service is the use-cases of the register.
type Service struct {
	db    *db.DB
	log   *event.Log
	vault *seal.Vault
	zone  *time.Location
}

// New joins the parts. Dates are those of the zone.
func New(d *db.DB, log *event.Log, vault *seal.Vault, zone *time.Location) *Service {
	return &Service{db: d, log: log, vault: vault, zone: zone}
}

// MayKeep reports that an actor keeps their organisation's register.
func MayKeep(by access.Actor) bool { return by.Has(access.Privacy) }

// notFound answers alike what is not there and what is not permitted.
func notFound() error { return fault.New(fault.NotFound, "error.not_found") }

func (s *Service) today(tx *db.Tx) string { return tx.Now.In(s.zone).Format(time.DateOnly) }

// Open begins an incident with what is known, and returns its id. It may be
// little: the clock of a notice runs from the day on which somebody knew.
func (s *Service) Open(ctx context.Context, by access.Actor, act string, said Said) (id string, err error) {
	defer fault.Wrap(&err, "incident.Open")
	if !MayKeep(by) {
		return "", notFound()
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if err := said.check(s.today(tx)); err != nil {
			return err
		}
		id, err = event.Once(ctx, tx, by, act, func() (string, error) {
			id := tx.NewID()
			if err := insertIncident(ctx, tx, by, id); err != nil {
				return "", err
			}
			said := said
			said.Why = "" // nothing is corrected yet
			return id, s.say(ctx, tx, by, id, "incident.opened", said)
		})
		return err
	})
	return id, err
}

// Correct adds what is known now, and why it differs from what was said before:
// nothing said is ever rewritten. seen is how much had been said when it was read
// (Story.Entries): what a colleague said since would be lost from what is known now.
// A closed incident may be corrected too, and stays whole.
func (s *Service) Correct(ctx context.Context, by access.Actor, act, id string, seen int, said Said) (err error) {
	defer fault.Wrap(&err, "incident.Correct(%s)", id)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		if _, err := findIncident(ctx, tx, by.Scope(access.KeepIncidents, tx.Now), by.Region(), id); err != nil {
			return err
		}
		if err := said.check(s.today(tx)); err != nil {
			return err
		}
		if said.Why == "" {
			return fault.Field("why", "incident.why_missing")
		}
		_, err := event.Once(ctx, tx, by, "incident:"+id+":"+act, func() (string, error) {
			x, err := s.find(ctx, tx, by, id)
			if err != nil {
				return "", err
			}
			if len(x.Entries) != seen {
				return "", fault.Field("why", "incident.said_since")
			}
			if !x.Closed.IsZero() {
				if err := said.Missing().Err(); err != nil {
					return "", err
				}
			}
			return "", s.say(ctx, tx, by, id, "incident.corrected", said)
		})
		return err
	})
}

// Close says that the eight parts are there. It returns what is missing, at its
// fields, and fault.Conflict when it was closed already.
func (s *Service) Close(ctx context.Context, by access.Actor, act, id string) (err error) {
	defer fault.Wrap(&err, "incident.Close(%s)", id)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, "incident:"+id+":"+act, func() (string, error) {
			x, err := s.find(ctx, tx, by, id)
			if err != nil {
				return "", err
			}
			if !x.Closed.IsZero() {
				return "", fault.New(fault.Conflict, "incident.closed_already")
			}
			if err := x.Said.Missing().Err(); err != nil {
				return "", err
			}
			if err := closeIncident(ctx, tx, by.Scope(access.KeepIncidents, tx.Now), by.Region(), id); err != nil {
				return "", err
			}
			return "", s.log.Append(ctx, tx, by, happened{"incident.closed", id})
		})
		return err
	})
}

// say seals one saying and adds it.
func (s *Service) say(ctx context.Context, tx *db.Tx, by access.Actor, id, kind string, said Said) error {
	key, err := s.vault.ForOrg(ctx, tx, by.Region(), by.Org(), owner(id))
	if err != nil {
		return err
	}
	plain, err := json.Marshal(said)
	if err != nil {
		return err
	}
	entry := tx.NewID()
	sealed, err := key.Seal(plain, id, entry)
	if err != nil {
		return err
	}
	if err := insertEntry(ctx, tx, by, id, entry, sealed); err != nil {
		return err
	}
	return s.log.Append(ctx, tx, by, happened{kind, id})
}

// Show is one incident with all that was said of it. Opening it is in the log:
// what is read here may be about somebody.
func (s *Service) Show(ctx context.Context, by access.Actor, id string) (x *Story, err error) {
	defer fault.Wrap(&err, "incident.Show(%s)", id)
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if x, err = s.find(ctx, tx, by, id); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, by, happened{"incident.read", id})
	})
	if err != nil {
		return nil, err
	}
	return x, nil
}

func (s *Service) find(ctx context.Context, tx *db.Tx, by access.Actor, id string) (*Story, error) {
	sc := by.Scope(access.KeepIncidents, tx.Now)
	row, err := findIncident(ctx, tx, sc, by.Region(), id)
	if err != nil {
		return nil, err
	}
	key, err := s.vault.Existing(ctx, tx, by.Region(), owner(id))
	if err != nil {
		return nil, err
	}
	entries, err := entriesOf(ctx, tx, sc, by.Region(), id)
	if err != nil {
		return nil, err
	}
	x := &Story{Incident: row}
	for _, e := range entries {
		said, err := e.open(key)
		if err != nil {
			return nil, err
		}
		x.Entries = append(x.Entries, Entry{e.worker, e.at, said})
	}
	if len(x.Entries) > 0 {
		x.Said, x.Last = x.Entries[0].Said, x.Entries[0].At
	}
	return x, nil
}

// List is the register, the latest first, as it is known now. It is read into the
// log once.
func (s *Service) List(ctx context.Context, by access.Actor) (list []Incident, err error) {
	defer fault.Wrap(&err, "incident.List")
	return s.register(ctx, by, "incident.listed")
}

// Export is the register for a file that leaves; the log says so.
func (s *Service) Export(ctx context.Context, by access.Actor) (list []Incident, err error) {
	defer fault.Wrap(&err, "incident.Export")
	return s.register(ctx, by, "incident.exported")
}

func (s *Service) register(ctx context.Context, by access.Actor, kind string) (list []Incident, err error) {
	if !MayKeep(by) {
		return nil, notFound()
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		list = nil
		sc := by.Scope(access.KeepIncidents, tx.Now)
		rows, err := incidents(ctx, tx, sc, by.Region())
		if err != nil {
			return err
		}
		latest, err := latestEntries(ctx, tx, sc, by.Region())
		if err != nil {
			return err
		}
		var owners []seal.Owner
		for _, r := range rows {
			owners = append(owners, owner(r.ID))
		}
		keys, err := s.vault.Keys(ctx, tx, by.Region(), owners...)
		if err != nil {
			return err
		}
		said := map[string]entryRow{}
		for _, e := range latest { // in order of time: the last one stays
			said[e.incident] = e
		}
		for _, r := range rows {
			key := keys[owner(r.ID)]
			if key == nil { // a backup put back: its time was over
				continue
			}
			e := said[r.ID]
			if r.Said, err = e.open(key); err != nil {
				return err
			}
			r.Last = e.at
			list = append(list, r)
		}
		return s.log.Append(ctx, tx, by, happened{kind, string(by.Org())})
	})
	return list, err
}

// forgetAtOnce is how many incidents one transaction forgets.
const forgetAtOnce = 20

// Forget destroys what was last said before an instant, which is never less than
// five years ago. It says how many; the caller asks again until there are none.
func (s *Service) Forget(ctx context.Context, region access.Region, before time.Time) (n int, err error) {
	defer fault.Wrap(&err, "incident.Forget")
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		if least := tx.Now.Add(-Kept); before.After(least) {
			before = least
		}
		list, err := quietBefore(ctx, tx, region, before, forgetAtOnce)
		n = len(list)
		for _, id := range list {
			if err := s.vault.Destroy(ctx, tx, region, owner(id)); err != nil {
				return err
			}
			if err := deleteIncident(ctx, tx, region, id); err != nil {
				return err
			}
			if err := s.log.Append(ctx, tx, access.System(region), happened{"incident.forgotten", id}); err != nil {
				return err
			}
		}
		return err
	})
	return n, err
}
