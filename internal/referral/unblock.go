package referral

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/job"
	"passerelle/internal/seal"
)

// Blocked is why a worker asks for a way to be opened ("débloquer un accès").
type Blocked string

// The reasons, in the order of screens.
const (
	BlockedSilent  Blocked = "silent"       // the agreed delay passed without an answer
	BlockedRule    Blocked = "against_rule" // refused for a reason that the service's own page contradicts
	BlockedClosed  Blocked = "door_closed"  // the door was closed when the person came
	UnblockWithin          = 2 * day        // what the addressee has to answer: a clock of its own
	unblockWordMax         = 500
)

// Blockings lists the reasons.
var Blockings = []Blocked{BlockedSilent, BlockedRule, BlockedClosed}

// UnblockAnswer is what the addressee says. Silence is computed, never stored:
// it is theirs who were asked.
type UnblockAnswer string

// The answers.
const (
	Unblocked     UnblockAnswer = "unblocked" // the way is open
	StillBlocked  UnblockAnswer = "refused"   // it is not, and why
	noUnblockSaid UnblockAnswer = ""
)

// Asking is what the sender's worker says of a blocked way.
type Asking struct {
	Line   string // the direct line it goes through; empty when the service has published none
	Reason Blocked
	Words  string // what happened at the door; sealed, optional
}

// Unblocking is a way that was asked to be opened, as both sides see it. It holds
// nothing of the person: the receiver of a referral that was refused may read it.
type Unblocking struct {
	ID       string
	Referral access.Referral
	Code     string        // of the referral, short
	Person   access.Person // for the sender and the person alone
	Side     Side          // where the reader stands
	Sender   access.Org
	Receiver access.Org
	Service  access.Service
	State    State // of the referral

	Line   string
	Reason Blocked
	Words  string
	Worker access.Worker
	Team   access.Team
	Asked  time.Time
	Due    time.Time
	Late   time.Duration // of the addressee's answer, while it lacks

	Answer       UnblockAnswer
	AnswerReason string // one of Reasons[OfService], of a refusal
	AnswerWords  string
	Answered     time.Time
	AnswerOrg    access.Org // who noted it: the sender, when it came by telephone
	AnswerWorker access.Worker
}

// Open reports whether an answer is waited for.
func (u Unblocking) Open() bool { return u.Answered.IsZero() }

// Heard reports whether the answer came by telephone and the sender noted it.
func (u Unblocking) Heard() bool { return u.Answer != noUnblockSaid && u.AnswerOrg == u.Sender }

// jobUnblock says once that an answer to a blocked way is waited for.
const jobUnblock = "referral.unblock_remind"

// AskUnblock asks the receiver, through a direct line, to open a way that is
// blocked. Only the sender's workers may, while the person's consent lives; one
// at a time: Conflict while another waits. The referral and the person's place in
// it stay as they are, whatever comes of it. It returns the id of the asking.
func (s *Service) AskUnblock(ctx context.Context, by access.Actor, ref access.Referral, act string, a Asking) (id string, err error) {
	defer fault.Wrap(&err, "referral.AskUnblock(%s)", ref)
	if err := a.check(); err != nil {
		return "", err
	}
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		id, err = once(ctx, tx, by, act, "ask_unblock", ref, func() (string, error) { return s.askUnblock(ctx, tx, by, ref, a) })
		return err
	})
	return id, err
}

func (a *Asking) check() error {
	a.Words = strings.TrimSpace(a.Words)
	var bad fault.Fields
	switch a.Reason {
	case BlockedSilent, BlockedRule, BlockedClosed:
	default:
		bad = append(bad, fault.Field("reason", "unblock.reason_missing"))
	}
	if utf8.RuneCountInString(a.Words) > unblockWordMax {
		bad = append(bad, fault.Field("words", "referral.text_too_long", "max", unblockWordMax))
	}
	return bad.Err()
}

func (s *Service) askUnblock(ctx context.Context, tx *db.Tx, by access.Actor, ref access.Referral, a Asking) (string, error) {
	r, err := s.find(ctx, tx, by, access.Send, ref)
	if err != nil {
		return "", err
	}
	if by.Kind() != access.Staff {
		return "", fault.New(fault.NotFound, "error.not_found")
	}
	if err := r.blocked(a.Reason, tx.Now); err != nil {
		return "", err
	}
	granted, refused, err := s.consents.Standing(ctx, tx, by, r.Person, r.Receiver, r.ReceiverWorker, access.PartNeed)
	if err != nil {
		return "", err
	}
	if refused || !granted { // who blocks would not learn of it, and must not
		return "", fault.New(fault.Conflict, "unblock.consent_over")
	}
	u := Unblocking{ID: tx.NewID(), Referral: r.ID, Line: a.Line, Reason: a.Reason, Worker: by.Worker(), Team: by.Team(), Asked: tx.Now, Due: tx.Now.Add(UnblockWithin)}
	sealed, err := s.sealAsked(ctx, tx, &r, u.ID, askedPart, a.Words)
	if err != nil {
		return "", err
	}
	switch err := insertUnblocking(ctx, tx, r.Region, u, sealed); {
	case fault.Is(err, fault.Conflict):
		return "", fault.New(fault.Conflict, "unblock.waits")
	case err != nil:
		return "", err
	}
	if err := s.queue.Enqueue(ctx, tx, r.Region, jobUnblock, u.ID, machineUnblock{r.ID, u.ID}, u.Due); err != nil {
		return "", err
	}
	e := happenedTo(r.ID, UnblockAskedKind)
	e.Receiver, e.Service, e.Side, e.Reason = r.Receiver, r.Service, Source, string(a.Reason)
	return u.ID, s.log.Append(ctx, tx, by, e)
}

// blocked says, at the field, what the reason given needs to be true.
func (r *referral) blocked(why Blocked, now time.Time) error {
	if r.State == Proposed || r.State == NeedMet || r.State == Withdrawn {
		return fault.New(fault.Conflict, happened[r.State])
	}
	switch {
	case why == BlockedSilent && r.State != Expired && !(r.State.Unanswered() && now.After(r.due())):
		return fault.Field("reason", "unblock.not_silent")
	case why == BlockedRule && !(r.State == Declined && r.DeclineBy == OfService):
		return fault.Field("reason", "unblock.not_refused")
	}
	return nil
}

// MayAskUnblock lists the reasons that could be given now; none when there is
// nothing to open.
func (v Summary) MayAskUnblock(now time.Time) (list []Blocked) {
	r := referral{State: v.State, DeclineBy: v.DeclineBy, SentAt: v.SentAt, PromisedTo: v.Due}
	if v.Side != Source {
		return nil
	}
	for _, why := range Blockings {
		if r.blocked(why, now) == nil {
			list = append(list, why)
		}
	}
	return list
}

// UnblockSaid is an answer to be given.
type UnblockSaid struct {
	Answer UnblockAnswer
	Reason string // of a refusal
	Words  string // optional; sealed
}

// AnswerUnblock says whether the way is open. A worker of the addressee does; or
// the sender's, when the answer came by telephone, and then it says so. A refusal
// needs a reason, which is the service's. Conflict when it was answered already.
func (s *Service) AnswerUnblock(ctx context.Context, by access.Actor, ref access.Referral, act, id string, said UnblockSaid) (err error) {
	defer fault.Wrap(&err, "referral.AnswerUnblock(%s)", id)
	if err := said.check(); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := once(ctx, tx, by, act, "answer_unblock", ref, func() (string, error) { return "", s.answerUnblock(ctx, tx, by, ref, id, said) })
		return err
	})
}

func (u *UnblockSaid) check() error {
	u.Words = strings.TrimSpace(u.Words)
	var bad fault.Fields
	switch u.Answer {
	case Unblocked:
		u.Reason = ""
	case StillBlocked:
		if party, ok := partyOf(u.Reason); !ok || party != OfService {
			bad = append(bad, fault.Field("reason", "referral.reason_missing"))
		}
	default:
		bad = append(bad, fault.Field("answer", "unblock.answer_missing"))
	}
	if utf8.RuneCountInString(u.Words) > unblockWordMax {
		bad = append(bad, fault.Field("words", "referral.text_too_long", "max", unblockWordMax))
	}
	return bad.Err()
}

func (s *Service) answerUnblock(ctx context.Context, tx *db.Tx, by access.Actor, ref access.Referral, id string, said UnblockSaid) error {
	r, err := s.find(ctx, tx, by, access.Unblock, ref)
	if err != nil {
		return err
	}
	if by.Kind() != access.Staff {
		return fault.New(fault.NotFound, "error.not_found")
	}
	sealed, err := s.sealAsked(ctx, tx, &r, id, answeredPart, said.Words)
	if err != nil {
		return err
	}
	n, err := saveUnblockAnswer(ctx, tx, by, r.ID, id, said, sealed)
	if err != nil {
		return err
	}
	if n == 0 {
		return fault.New(fault.Conflict, "unblock.answered_before")
	}
	if err := s.queue.Cancel(ctx, tx, r.Region, jobUnblock, id); err != nil {
		return err
	}
	e := happenedTo(r.ID, UnblockSaidKind)
	e.Side, e.Reason, e.Unblock, e.Heard = r.side(by), said.Reason, said.Answer, r.side(by) == Source
	return s.log.Append(ctx, tx, by, e)
}

// Unblockings lists the ways that were asked to be opened: of one referral, or,
// without an id, those that wait for an answer on either side of the desk.
func (s *Service) Unblockings(ctx context.Context, by access.Actor, ref access.Referral) (list []Unblocking, err error) {
	defer fault.Wrap(&err, "referral.Unblockings(%s)", ref)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		list = nil
		rows, err := unblockings(ctx, tx, by.Region(), by.Scope(access.Unblock, tx.Now), ref)
		for i := range rows {
			u, err := s.unblocking(ctx, tx, by, &rows[i])
			if err != nil {
				return err
			}
			list = append(list, u)
		}
		return err
	})
	return list, err
}

func (s *Service) unblocking(ctx context.Context, tx *db.Tx, by access.Actor, row *unblockRow) (u Unblocking, err error) {
	u = row.value()
	r := row.of
	sum := r.summary(by, tx.Now)
	u.Code, u.Side, u.Person, u.State = sum.Code, sum.Side, sum.Person, r.State
	u.Sender, u.Receiver, u.Service = r.Sender, r.Receiver, r.Service
	if u.Open() && tx.Now.After(u.Due) {
		u.Late = tx.Now.Sub(u.Due)
	}
	for _, w := range []struct {
		part   string
		sealed []byte
		into   *string
	}{{askedPart, row.sealed, &u.Words}, {answeredPart, row.answerSealed, &u.AnswerWords}} {
		if len(w.sealed) == 0 {
			continue
		}
		key, err := s.packageKey(ctx, tx, r.Region, r.ID)
		if err != nil {
			return u, err
		}
		if err := openPart(key, r.ID, unblockPart(u.ID, w.part), w.sealed, w.into); err != nil {
			return u, err
		}
	}
	return u, nil
}

// The two things that are typed, each sealed to its own place.
const (
	askedPart    = "asked"
	answeredPart = "answered"
)

func unblockPart(id, part string) access.Part { return access.Part("unblock/" + id + "/" + part) }

func (s *Service) sealAsked(ctx context.Context, tx *db.Tx, r *referral, id, part, words string) ([]byte, error) {
	if words == "" {
		return nil, nil
	}
	key, err := s.vault.For(ctx, tx, r.Region, seal.OfPackage(r.ID))
	if err != nil {
		return nil, err
	}
	return sealPart(key, r.ID, unblockPart(id, part), words)
}

// machineUnblock are the arguments of the one reminder.
type machineUnblock struct {
	Referral access.Referral `json:"referral"`
	ID       string          `json:"id"`
}

// remindUnblock tells the log, once, that nobody answered in time: whose silence
// it is stands on the page without it. It may run twice, and late.
func (s *Service) remindUnblock(ctx context.Context, j job.Job) error {
	var w machineUnblock
	if err := j.Args(&w); err != nil {
		return err
	}
	by := access.System(j.Region)
	return s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := once(ctx, tx, by, w.ID, Verb(j.Kind), w.Referral, func() (string, error) {
			waits, err := unblockWaits(ctx, tx, j.Region, w.ID)
			if err != nil || !waits {
				return "", err
			}
			r, err := findByMachine(ctx, tx, j.Region, w.Referral)
			if err != nil || r.State == Withdrawn || r.State == NeedMet { // nothing is owed any more
				return "", err
			}
			if err := hold(ctx, tx, j.Region, r.ID); err != nil {
				return "", err
			}
			var e event.Event = silentUnblock(&r)
			return "", s.log.Append(ctx, tx, by, e)
		})
		return err
	})
}

func silentUnblock(r *referral) Happened {
	e := happenedTo(r.ID, UnblockSilentKind)
	e.Receiver, e.Service, e.Party = r.Receiver, r.Service, OfSilence
	return e
}
