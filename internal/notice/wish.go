package notice

import (
	"context"
	"encoding/json"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/id"
	"passerelle/internal/job"
)

const (
	secretBytes = 15
	stopUse     = "notice-stop"
	proofUse    = "notice-proof"
	// ProofLife is how long an address may be confirmed.
	ProofLife = 3 * 24 * time.Hour
	// proofsMost is how many such messages somebody has sent in a day: an address
	// may be that of a stranger.
	proofsMost = 3
	proofJob   = "notice.proof"
	sealedAs   = "notice_wish"
	dayOf      = time.DateOnly
)

// secrets are what is sealed of a wish.
type secrets struct {
	Address string `json:"address"`
	Stop    string `json:"stop"`
	Proof   string `json:"proof,omitempty"`
}

// Shown is a wish as its worker reads it.
type Shown struct {
	Wish
	Confirmed bool
	Waiting   bool // a message that asks to confirm the address was sent, and still holds
	Week      int  // messages of the last seven days
}

// Own is what the worker who asks wants to be told; the usual proposal, with no
// address, when they never said.
func (s *Service) Own(ctx context.Context, by access.Actor) (out Shown, err error) {
	defer fault.Wrap(&err, "notice.Own")
	if err := isStaff(by); err != nil {
		return out, err
	}
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		out = Shown{Wish: Wish{Rhythm: Never, Hour: 8, CalmFrom: CalmFrom, CalmTo: CalmTo}}
		r, err := find(ctx, tx, by.Region(), by.Worker())
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		x, err := s.open(r)
		if err != nil {
			return err
		}
		out.Wish, out.Confirmed = r.wish(x), !r.confirmed.IsZero()
		out.Waiting = !out.Confirmed && r.proofUntil.After(tx.Now)
		out.Week, err = countSent(ctx, tx, by.Region(), by.Worker(), tx.Now.Add(-week), false)
		return err
	})
	return out, err
}

// Kept is how long the list of what was sent is kept, and an address that nobody
// confirms once its link is over.
const Kept = 30 * 24 * time.Hour

const week = 7 * 24 * time.Hour

// Ask keeps what the worker who asks wants to be told. An address that changed
// gets nothing before it is confirmed by the link that is sent there. TooMany when
// that was asked too often today.
func (s *Service) Ask(ctx context.Context, by access.Actor, act string, w Wish) (err error) {
	defer fault.Wrap(&err, "notice.Ask")
	if err := isStaff(by); err != nil {
		return err
	}
	if err := w.check(); err != nil {
		return err
	}
	return s.change(ctx, by, "notice:"+act, func(tx *db.Tx, r *row, x *secrets) error {
		r.set(w)
		if x.Address != w.Address {
			*x = secrets{Address: w.Address, Stop: id.Secret(secretBytes)}
			r.stopMark, r.confirmed = s.keys.Fingerprint(stopUse, x.Stop), db.Time{}
			// A link that was sent to the address before proves nothing of this one,
			// which is forgotten in time like any other that nobody confirms.
			r.proofMark, r.proofUntil = "", db.At(tx.Now)
		}
		if !r.confirmed.IsZero() || w.Off() {
			return nil
		}
		return s.askProof(ctx, tx, by, r, x)
	})
}

// Prove sends once more the message by which an address is confirmed.
func (s *Service) Prove(ctx context.Context, by access.Actor, act string) (err error) {
	defer fault.Wrap(&err, "notice.Prove")
	if err := isStaff(by); err != nil {
		return err
	}
	return s.change(ctx, by, "notice-proof:"+act, func(tx *db.Tx, r *row, x *secrets) error {
		if x.Address == "" || !r.confirmed.IsZero() {
			return fault.New(fault.NotFound, "error.not_found")
		}
		return s.askProof(ctx, tx, by, r, x)
	})
}

// Less has the worker who asks be told less often: one step at a time.
func (s *Service) Less(ctx context.Context, by access.Actor, act string) (err error) {
	defer fault.Wrap(&err, "notice.Less")
	if err := isStaff(by); err != nil {
		return err
	}
	return s.change(ctx, by, "notice-less:"+act, func(_ *db.Tx, r *row, x *secrets) error {
		r.set(r.wish(*x).less())
		return nil
	})
}

// change reads the wish of the actor, has it changed and keeps it, once.
func (s *Service) change(ctx context.Context, by access.Actor, act string, do func(tx *db.Tx, r *row, x *secrets) error) error {
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, act, func() (string, error) {
			r, err := find(ctx, tx, by.Region(), by.Worker())
			var x secrets
			switch {
			case fault.Is(err, fault.NotFound):
				r = row{worker: by.Worker(), rhythm: Never}
			case err != nil:
				return "", err
			default:
				if x, err = s.open(r); err != nil {
					return "", err
				}
			}
			if err := do(tx, &r, &x); err != nil {
				return "", err
			}
			if r.sealed, err = s.seal(r.worker, x); err != nil {
				return "", err
			}
			if err := save(ctx, tx, by.Region(), r); err != nil {
				return "", err
			}
			return "", s.log.Append(ctx, tx, by, happened{kind: AskedKind, Worker: by.Worker()})
		})
		return err
	})
}

// askProof has a message leave that asks to confirm the address.
func (s *Service) askProof(ctx context.Context, tx *db.Tx, by access.Actor, r *row, x *secrets) error {
	n, err := countSent(ctx, tx, by.Region(), r.worker, tx.Now.Add(-24*time.Hour), true)
	if err != nil {
		return err
	}
	if n >= proofsMost {
		return fault.New(fault.TooMany, "notice.proofs_many")
	}
	x.Proof = id.Secret(secretBytes)
	r.proofMark, r.proofUntil = s.keys.Fingerprint(proofUse, x.Proof), db.At(tx.Now.Add(ProofLife))
	if err := insertSent(ctx, tx, by.Region(), tx.NewID(), r.worker, OfProof); err != nil {
		return err
	}
	return s.queue.Enqueue(ctx, tx, by.Region(), proofJob, r.proofMark, proofArgs{r.worker}, tx.Now)
}

type proofArgs struct {
	Worker access.Worker `json:"worker"`
}

// sendProof is the job that asks to confirm an address: of the newest link alone.
func (s *Service) sendProof(ctx context.Context, j job.Job) (err error) {
	defer fault.Wrap(&err, "notice.sendProof")
	var a proofArgs
	if err := j.Args(&a); err != nil {
		return err
	}
	var r row
	var x secrets
	err = s.db.Write(ctx, func(tx *db.Tx) (err error) {
		x = secrets{}
		r, err = find(ctx, tx, j.Region, a.Worker)
		if err != nil || r.proofMark != j.Key || !r.confirmed.IsZero() || !r.proofUntil.After(tx.Now) {
			return forgotten(err)
		}
		if x, err = s.open(r); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, access.System(j.Region), happened{kind: LeavesKind, Worker: r.worker, Sent: OfProof})
	})
	if err != nil || x.Proof == "" || !s.Sends() {
		return err
	}
	if err := s.deliver(j.ID, x, s.proofWords(r.language, x)); fault.Is(err, fault.Unavailable) {
		return err // later
	}
	return nil // refused for good: the page offers to send it again
}

// forgotten is no error: what a job was to do is no more.
func forgotten(err error) error {
	if fault.Is(err, fault.NotFound) {
		return nil
	}
	return err
}

// Confirm says that somebody at the address wants these messages: whoever holds
// the link that was sent there. Done twice it is done.
func (s *Service) Confirm(ctx context.Context, region access.Region, token string) (err error) {
	defer fault.Wrap(&err, "notice.Confirm")
	return s.db.Write(ctx, func(tx *db.Tx) error {
		r, err := s.proven(ctx, tx, region, token)
		if err != nil || !r.confirmed.IsZero() {
			return err
		}
		r.confirmed = db.At(tx.Now)
		if now := tx.Now.In(s.speech.Zone); now.Hour() >= r.hour {
			r.toldDay = now.Format(dayOf) // the first one comes at the hour they chose
		}
		if err := save(ctx, tx, region, r); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, access.Anyone(region), happened{kind: ConfirmedKind, Worker: r.worker})
	})
}

// Confirmable reports whether a link still confirms an address: NotFound when not.
func (s *Service) Confirmable(ctx context.Context, region access.Region, token string) (done bool, err error) {
	defer fault.Wrap(&err, "notice.Confirmable")
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		r, err := s.proven(ctx, tx, region, token)
		done = !r.confirmed.IsZero()
		return err
	})
	return done, err
}

func (s *Service) proven(ctx context.Context, tx *db.Tx, region access.Region, token string) (row, error) {
	w, err := byProof(ctx, tx, region, s.keys.Fingerprint(proofUse, token))
	if err != nil {
		return row{}, dead(err)
	}
	return find(ctx, tx, region, w)
}

// Stop ends all messages to an address: whoever holds the link that each of them
// carries. Done twice it is done.
func (s *Service) Stop(ctx context.Context, region access.Region, token string) (err error) {
	defer fault.Wrap(&err, "notice.Stop")
	return s.db.Write(ctx, func(tx *db.Tx) error {
		r, err := s.stopped(ctx, tx, region, token)
		if err != nil || r.off() {
			return err
		}
		r.rhythm, r.onUnblock, r.onSignal, r.onLate, r.pressing = Never, false, false, false, db.Time{}
		if err := save(ctx, tx, region, r); err != nil {
			return err
		}
		return s.log.Append(ctx, tx, access.Anyone(region), happened{kind: StoppedKind, Worker: r.worker})
	})
}

// Stoppable reports whether messages that a link ends have ended: NotFound for a
// link of none.
func (s *Service) Stoppable(ctx context.Context, region access.Region, token string) (done bool, err error) {
	defer fault.Wrap(&err, "notice.Stoppable")
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		r, err := s.stopped(ctx, tx, region, token)
		done = r.off()
		return err
	})
	return done, err
}

func (s *Service) stopped(ctx context.Context, tx *db.Tx, region access.Region, token string) (row, error) {
	w, err := byStop(ctx, tx, region, s.keys.Fingerprint(stopUse, token))
	if err != nil {
		return row{}, dead(err)
	}
	return find(ctx, tx, region, w)
}

// dead gives links of nothing their one sentence.
func dead(err error) error {
	if fault.Is(err, fault.NotFound) {
		return fault.New(fault.NotFound, "notice.link_dead")
	}
	return err
}

// OnGone is the reaction to a worker leaving an organisation, or to the end of
// their account: of whoever works nowhere any more, the address is forgotten.
func (s *Service) OnGone(ctx context.Context, tx *db.Tx, r event.Record) error {
	var e struct {
		Worker access.Worker `json:"worker"`
	}
	if err := json.Unmarshal([]byte(r.Body), &e); err != nil {
		return err
	}
	return deleteGone(ctx, tx, r.Region, e.Worker)
}

// Forget deletes addresses that nobody confirmed, and the list of what was sent
// before an instant. It says how many, for the clock that asks.
func (s *Service) Forget(ctx context.Context, region access.Region, before time.Time) (n int, err error) {
	defer fault.Wrap(&err, "notice.Forget")
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		a, err := deleteSentBefore(ctx, tx, region, before)
		if err != nil {
			return err
		}
		b, err := deleteUnproven(ctx, tx, region, before)
		n = int(a + b)
		return err
	})
	return n, err
}

func isStaff(by access.Actor) error {
	if by.Kind() != access.Staff {
		return fault.New(fault.NotFound, "error.not_found")
	}
	return nil
}

func (s *Service) seal(w access.Worker, x secrets) ([]byte, error) {
	b, err := json.Marshal(x)
	if err != nil {
		return nil, err
	}
	return s.keys.Seal(b, sealedAs, string(w))
}

func (s *Service) open(r row) (x secrets, err error) {
	b, err := s.keys.Open(r.sealed, sealedAs, string(r.worker))
	if err != nil {
		return x, err
	}
	return x, json.Unmarshal(b, &x)
}

func (r *row) set(w Wish) {
	r.rhythm, r.hour, r.quietToo, r.calmFrom, r.calmTo, r.language = w.Rhythm, w.Hour, w.QuietToo, w.CalmFrom, w.CalmTo, w.Language
	r.onUnblock, r.onSignal, r.onLate = w.has(OnUnblock), w.has(OnSignal), w.has(OnLate)
}

func (r *row) wish(x secrets) Wish {
	w := Wish{Rhythm: r.rhythm, Hour: r.hour, QuietToo: r.quietToo, CalmFrom: r.calmFrom, CalmTo: r.calmTo, Language: r.language, Address: x.Address}
	for t, on := range map[Trigger]bool{OnUnblock: r.onUnblock, OnSignal: r.onSignal, OnLate: r.onLate} {
		if on {
			w.Triggers = append(w.Triggers, t)
		}
	}
	return w
}

func (r *row) off() bool { return r.wish(secrets{}).Off() }
