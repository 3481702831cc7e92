package crisis

import (
	"context"
	"encoding/json"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/named"
	"passerelle/internal/seal"
)

// Service is the use-cases of the mode crise.
type Service struct {
	db    *db.DB
	log   *event.Log
	vault *seal.Vault
	known named.Known
}

// New joins the parts. known tells the names that everybody may say.
func New(d *db.DB, log *event.Log, vault *seal.Vault, known named.Known) *Service {
	return &Service{db: d, log: log, vault: vault, known: known}
}

// MayWrite reports that an actor answers for their organisation: they open a
// cell, and write in one that it is a member of.
func MayWrite(by access.Actor) bool { return by.Has(access.Coordination, access.Management) }

// notFound answers alike what is not there and what is not permitted.
func notFound() error { return fault.New(fault.NotFound, "error.not_found") }

// owner is whose key the words of a crisis are sealed with.
func owner(id string) seal.Owner { return seal.Owner("crisis:" + id) }

// cell is a crisis on which somebody acts, in the transaction that looked.
type cell struct {
	Crisis
	by  access.Actor
	key *seal.Key
}

// seal seals what is typed for a row.
func (c *cell) seal(row string, content any) ([]byte, error) {
	return sealed(c.key, c.ID, row, content)
}

func sealed(k *seal.Key, crisis, row string, content any) ([]byte, error) {
	plain, err := json.Marshal(content)
	if err != nil {
		return nil, err
	}
	return k.Seal(plain, crisis, row)
}

func open(k *seal.Key, crisis, row string, b []byte, into any) error {
	plain, err := k.Open(b, crisis, row)
	if err != nil {
		return err
	}
	return json.Unmarshal(plain, into)
}

// on runs an act once on a crisis that is not over, for somebody who may write
// in it. member says that their organisation must be of the cell.
func (s *Service) on(ctx context.Context, by access.Actor, act, id string, member bool, do func(tx *db.Tx, c *cell) (result string, err error)) (result string, err error) {
	if !MayWrite(by) {
		return "", notFound()
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		result, err = event.Once(ctx, tx, by, act, func() (string, error) {
			c, err := s.find(ctx, tx, by, id)
			if err != nil {
				return "", err
			}
			if member {
				switch in, err := memberNow(ctx, tx, by.Region(), id, by.Org()); {
				case err != nil:
					return "", err
				case !in:
					return "", fault.New(fault.Conflict, "crisis.not_member")
				}
			}
			if c.Over(tx.Now) {
				return "", fault.New(fault.Conflict, "crisis.over")
			}
			return do(tx, c)
		})
		return err
	})
	return result, err
}

// find reads a crisis of the actor's region and opens its words.
func (s *Service) find(ctx context.Context, tx *db.Tx, by access.Actor, id string) (*cell, error) {
	if by.Kind() != access.Staff {
		return nil, notFound()
	}
	r, err := findCrisis(ctx, tx, by.Region(), id)
	if err != nil {
		return nil, err
	}
	k, err := s.vault.Existing(ctx, tx, by.Region(), owner(id))
	if err != nil {
		return nil, err
	}
	c := &cell{by: by, key: k}
	c.Crisis, err = r.open(k)
	return c, err
}

// write adds a line to the journal and to the log.
func (s *Service) write(ctx context.Context, tx *db.Tx, c *cell, e Entry) error {
	e.ID, e.Org, e.At = tx.NewID(), c.by.Org(), db.At(tx.Now)
	b, err := c.seal(e.ID, entryWords{e.Words, e.Origin})
	if err != nil {
		return err
	}
	if err := insertEntry(ctx, tx, c.by.Region(), c.ID, e, b); err != nil {
		return err
	}
	return s.log.Append(ctx, tx, c.by, happened{kind: "crisis." + string(e.Kind), Crisis: c.ID, About: e.About, Until: e.Until})
}
