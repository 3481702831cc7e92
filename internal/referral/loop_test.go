package referral_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/consent"
	"passerelle/internal/db"
	"passerelle/internal/db/dbtest"
	"passerelle/internal/fault"
	"passerelle/internal/referral"
)

// Maëlle hands Mésange over to a dentist; the bond is handed over by a call;
// the person says it helped.
func TestTheWholeLoop(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id, err := w.svc.Draft(u.Ctx, w.maelle, w.act(), referral.NewDraft{Person: w.person, CallFirst: true})
		must(t, err)
		list, err := w.svc.Check(u.Ctx, w.maelle, id)
		must(t, err)
		if list.Ready || list.Tasks[0].Progress != referral.Finished || list.Tasks[1].Progress != referral.Incomplete || list.Tasks[4].Progress != referral.Impossible {
			t.Errorf("an empty draft: %+v", list)
		}
		wantFields(t, w.svc.Send(u.Ctx, w.maelle, id, w.act()), "need", "door", "done", "consent")

		door, service := access.Org("dents"), access.Service("dentiste")
		must(t, w.svc.Save(u.Ctx, w.maelle, id, w.act(), referral.Change{Version: 1, Receiver: &door, Service: &service}))
		must(t, w.svc.Save(u.Ctx, w.pair, id, w.act(), referral.Change{Version: 2, Need: &referral.Need{Words: theirWords, Observed: observed}}))
		must(t, w.svc.Save(u.Ctx, w.maelle, id, w.act(), referral.Change{Version: 3, Contact: &referral.Contact{Reach: reach}, Done: &referral.Done{Tried: tried}}))
		wantFields(t, w.svc.Send(u.Ctx, w.maelle, id, w.act()), "consent")
		w.allow(t, "dents")
		if list, err = w.svc.Check(u.Ctx, w.maelle, id); err != nil || !list.Ready {
			t.Fatalf("a finished draft: %+v, %v", list, err)
		}
		if queue, err := w.svc.List(u.Ctx, w.ximena, referral.Filter{}); err != nil || len(queue) > 0 {
			t.Errorf("a draft is in the receiver's queue: %v, %v", queue, err)
		}
		must(t, w.svc.Send(u.Ctx, w.maelle, id, w.act()))

		s := w.summary(t, w.ximena, id)
		if s.State != referral.Sent || s.Next != referral.NextReceive || s.Person != "" || s.Sender != "halte" || s.SenderTeam != "halte-team" || len(s.Code) != 6 {
			t.Errorf("the receiver's queue: %+v", s)
		}
		must(t, w.svc.Receive(u.Ctx, w.ximena, id, w.act()))
		must(t, w.svc.Assess(u.Ctx, w.ximena, id, w.act(), referral.Assessment{}))
		must(t, w.svc.Accept(u.Ctx, w.ximena, id, w.act()))
		if s := w.summary(t, w.ximena, id); s.Next != referral.NextCall {
			t.Errorf("accepted: next is %q, want the call", s.Next)
		}

		must(t, w.svc.OpenHandoff(u.Ctx, w.pair, id, w.act(), referral.Opening{How: referral.ByCall}))
		v, err := w.svc.Show(u.Ctx, w.ximena, id)
		must(t, err)
		if v.Need == nil || v.Need.Words != theirWords || v.Need.Observed != observed || v.Contact == nil || v.Contact.Reach != reach || v.Done == nil || v.Done.Tried != tried {
			t.Errorf("opened: %+v %+v %+v", v.Need, v.Contact, v.Done)
		}
		must(t, w.svc.StartHandoff(u.Ctx, w.ximena, id, w.act()))
		must(t, w.svc.NoteContact(u.Ctx, w.ximena, id, w.act(), referral.Attempt{Step: referral.StepCallAgain}))
		must(t, w.svc.NoteContact(u.Ctx, w.ximena, id, w.act(), referral.Attempt{Reached: true}))
		must(t, w.svc.SayOutcome(u.Ctx, w.holder, id, w.act(), referral.Word{Fact: referral.MetNeed, Said: referral.SaidYes}))
		if got := w.state(t, id); got != referral.NeedMet {
			t.Errorf("state = %s, want need_met", got)
		}

		moments, err := w.svc.Timeline(u.Ctx, w.ximena, id)
		must(t, err)
		var kinds []string
		for _, m := range moments {
			kinds = append(kinds, strings.TrimPrefix(m.Kind, "referral."))
		}
		want := "sent received assessing accepted handoff_opened handoff_started contact_noted contact_noted outcome_said"
		if got := strings.Join(kinds, " "); got != want {
			t.Errorf("timeline\n got  %s\n want %s", got, want)
		}
		if m := moments[4]; m.Org != "halte" || m.Team != "halte-team" || m.Worker != "pair" || m.How != referral.ByCall {
			t.Errorf("the call was noted by %+v", m)
		}

		o, err := w.consent.Overview(u.Ctx, w.holder)
		must(t, err)
		if len(o.Log) != 1 || o.Log[0].Worker != "ximena" || !o.Log[0].Allowed || len(o.Log[0].Parts) != 3 {
			t.Errorf("the person reads %+v", o.Log)
		}
		mine, err := w.svc.List(u.Ctx, w.holder, referral.Filter{})
		must(t, err)
		if len(mine) != 1 || mine[0].Side != referral.ThePerson || mine[0].Person != w.person {
			t.Errorf("the person's own list: %+v", mine)
		}
	})
}

func wantFields(t *testing.T, err error, fields ...string) {
	t.Helper()
	var got []string
	for _, f := range fault.FieldsOf(err) {
		got = append(got, f.Field)
	}
	if !slices.Equal(got, fields) {
		t.Errorf("fields %v (%v), want %v", got, err, fields)
	}
}

// Withdrawn halfway: the receiver's very next request shows nothing, the link
// neither; the sender and the person see it withdrawn.
func TestWithdrawnHalfway(t *testing.T) {
	for name, withdraw := range map[string]func(*testing.T, *world, access.Referral){
		"consent_by_the_person": func(t *testing.T, w *world, _ access.Referral) {
			_, err := w.consent.Withdraw(w.Ctx, w.holder, w.act(), "", "dents")
			must(t, err)
		},
		"consent_on_their_word": func(t *testing.T, w *world, _ access.Referral) {
			_, err := w.consent.Withdraw(w.Ctx, w.pair, w.act(), w.person, "dents")
			must(t, err)
		},
		"a_non": func(t *testing.T, w *world, _ access.Referral) { w.answer(t, "dents", consent.No) },
		"the_referral": func(t *testing.T, w *world, id access.Referral) {
			must(t, w.svc.Withdraw(w.Ctx, w.holder, id, w.act()))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
				w := newWorld(t, u)
				id := w.sent(t, false)
				token, err := w.svc.MakeLink(u.Ctx, w.maelle, id)
				must(t, err)
				link, err := w.svc.OpenLink(u.Ctx, dbtest.Region, token, "")
				must(t, err)
				must(t, w.svc.Accept(u.Ctx, w.ximena, id, w.act()))
				if _, err := w.svc.Show(u.Ctx, w.ximena, id); err != nil {
					t.Fatal(err)
				}

				withdraw(t, w, id)

				for who, by := range map[string]access.Actor{"ximena": w.ximena, "carlos": w.carlos, "link": link} {
					if v, err := w.svc.Show(u.Ctx, by, id); !fault.Is(err, fault.NotFound) || v.Need != nil || v.ID != "" {
						t.Errorf("%s still sees %+v, %v", who, v, err)
					}
					if queue, _ := w.svc.List(u.Ctx, by, referral.Filter{}); len(queue) > 0 {
						t.Errorf("%s still lists it", who)
					}
					if _, err := w.svc.Timeline(u.Ctx, by, id); !fault.Is(err, fault.NotFound) {
						t.Errorf("%s still follows it: %v", who, err)
					}
					if err := w.svc.StartHandoff(u.Ctx, by, id, w.act()); !fault.Is(err, fault.NotFound) {
						t.Errorf("%s still acts: %v", who, err)
					}
				}
				_, err = w.svc.OpenLink(u.Ctx, dbtest.Region, token, "")
				wantKind(t, err, fault.NotFound, "referral.link_dead")
				if got := w.state(t, id); got != referral.Withdrawn {
					t.Errorf("the sender sees %s, want withdrawn", got)
				}
				if n := w.count(t, id, "referral.withdrawn"); n != 1 {
					t.Errorf("withdrawn %d times", n)
				}
				if _, err := w.svc.MakeLink(u.Ctx, w.maelle, id); !fault.Is(err, fault.Conflict) {
					t.Errorf("a new link was made: %v", err)
				}
			})
		})
	}
}

// A third organisation gets the same answer for what exists and what does not,
// on every use-case.
func TestAThirdOrganisationLearnsNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		existing, unknown := w.sent(t, false), access.Referral("01890000-0000-7000-8000-000000000000")
		must(t, w.svc.Accept(u.Ctx, w.ximena, existing, w.act()))
		stranger := access.ForPerson(dbtest.Region, "t", "somebody-else")
		for name, use := range map[string]func(by access.Actor, id access.Referral) error{
			"Show":     func(by access.Actor, id access.Referral) error { _, err := w.svc.Show(u.Ctx, by, id); return err },
			"Timeline": func(by access.Actor, id access.Referral) error { _, err := w.svc.Timeline(u.Ctx, by, id); return err },
			"Check":    func(by access.Actor, id access.Referral) error { _, err := w.svc.Check(u.Ctx, by, id); return err },
			"MakeLink": func(by access.Actor, id access.Referral) error { _, err := w.svc.MakeLink(u.Ctx, by, id); return err },
			"Save": func(by access.Actor, id access.Referral) error {
				return w.svc.Save(u.Ctx, by, id, w.act(), referral.Change{})
			},
			"Send":    func(by access.Actor, id access.Referral) error { return w.svc.Send(u.Ctx, by, id, w.act()) },
			"Discard": func(by access.Actor, id access.Referral) error { return w.svc.Discard(u.Ctx, by, id, w.act()) },
			"Receive": func(by access.Actor, id access.Referral) error { return w.svc.Receive(u.Ctx, by, id, w.act()) },
			"Assess": func(by access.Actor, id access.Referral) error {
				return w.svc.Assess(u.Ctx, by, id, w.act(), referral.Assessment{})
			},
			"Accept": func(by access.Actor, id access.Referral) error { return w.svc.Accept(u.Ctx, by, id, w.act()) },
			"Decline": func(by access.Actor, id access.Referral) error {
				return w.svc.Decline(u.Ctx, by, id, w.act(), referral.Refusal{Reason: "no_capacity"})
			},
			"Doubt": func(by access.Actor, id access.Referral) error {
				return w.svc.Decline(u.Ctx, by, id, w.act(), referral.Refusal{Reason: "no_longer_wants"})
			},
			"StillWanted": func(by access.Actor, id access.Referral) error { return w.svc.StillWanted(u.Ctx, by, id, w.act()) },
			"OpenHandoff": func(by access.Actor, id access.Referral) error {
				return w.svc.OpenHandoff(u.Ctx, by, id, w.act(), referral.Opening{How: referral.ByCall})
			},
			"StartHandoff": func(by access.Actor, id access.Referral) error { return w.svc.StartHandoff(u.Ctx, by, id, w.act()) },
			"NoteContact": func(by access.Actor, id access.Referral) error {
				return w.svc.NoteContact(u.Ctx, by, id, w.act(), referral.Attempt{Reached: true})
			},
			"SayOutcome": func(by access.Actor, id access.Referral) error {
				return w.svc.SayOutcome(u.Ctx, by, id, w.act(), referral.Word{Fact: referral.MetNeed, Said: referral.SaidYes})
			},
			"Withdraw": func(by access.Actor, id access.Referral) error { return w.svc.Withdraw(u.Ctx, by, id, w.act()) },
			"Draft": func(by access.Actor, id access.Referral) error {
				_, err := w.svc.Draft(u.Ctx, by, w.act(), referral.NewDraft{Person: access.Person(id), Previous: id})
				return err
			},
		} {
			for who, by := range map[string]access.Actor{"third": w.malik, "manager": w.boss, "other_person": stranger, "public": access.Anyone(dbtest.Region), "nobody": {}} {
				a, b := use(by, existing), use(by, unknown)
				if !fault.Is(a, fault.NotFound) || !fault.Is(b, fault.NotFound) {
					t.Errorf("%s by %s: existing %v, unknown %v; want not found twice", name, who, a, b)
					continue
				}
				ka, _ := fault.KeyOf(a)
				kb, _ := fault.KeyOf(b)
				if ka != kb || ka != "error.not_found" {
					t.Errorf("%s by %s: %q for what exists, %q for what does not", name, who, ka, kb)
				}
			}
		}
		if got := w.state(t, existing); got != referral.Accepted {
			t.Errorf("somebody moved it: %s", got)
		}
		if queue, err := w.svc.List(u.Ctx, w.malik, referral.Filter{}); err != nil || len(queue) > 0 {
			t.Errorf("the third organisation lists %v, %v", queue, err)
		}
		// The person reads that it was tried.
		o, err := w.consent.Overview(u.Ctx, w.holder)
		must(t, err)
		tried := 0
		for _, s := range o.Log {
			if s.Org == "comptoir" && !s.Allowed && len(s.Parts) == 0 {
				tried++
			}
		}
		if tried != 1 {
			t.Errorf("the person reads %d refused openings by the third organisation, want 1", tried)
		}
	})
}

// What was sealed is in no column: the words are searched in the bytes of the
// database file, and in those of its journal.
func TestNoWordIsStoredInClear(t *testing.T) {
	t.Parallel()
	path := dbtest.Address(t, db.SQLite)
	u := openAt(t, path)
	w := newWorld(t, u)
	id := w.sent(t, false)
	must(t, w.svc.Decline(u.Ctx, w.ximena, id, w.act(), referral.Refusal{Reason: "other", Words: "La liste est longue ce mois-ci"}))
	v, err := w.svc.Show(u.Ctx, w.maelle, id)
	must(t, err)
	if v.Answer != "La liste est longue ce mois-ci" {
		t.Errorf("the sender reads %q", v.Answer)
	}
	wantNowhere(t, path, theirWords, observed, reach, tried, "La liste est longue", "Mésange", "Maëlle, 819", "muela")
	if !found(t, path, "dentiste") {
		t.Error("control: a word that is in clear was not found either")
	}
}

// Grants, to the millisecond.
func TestAGrantThatRanOutOpensNothing(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, false)
		end := dbtest.Start.AddDate(0, 3, 0)
		u.Clock.Set(end.Add(-time.Millisecond))
		if _, err := w.svc.Show(u.Ctx, w.ximena, id); err != nil {
			t.Errorf("a millisecond before the end: %v", err)
		}
		u.Clock.Set(end)
		_, err := w.svc.Show(u.Ctx, w.ximena, id)
		wantKind(t, err, fault.NotFound, "error.not_found")
		wantKind(t, w.svc.Accept(u.Ctx, w.ximena, id, w.act()), fault.NotFound, "error.not_found")
	})
}

func TestARefusalBeatsEveryGrant(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.draft(t, "dents", false)
		w.allow(t, "dents")
		w.answer(t, "dents", consent.No)
		list, err := w.svc.Check(u.Ctx, w.maelle, id)
		must(t, err)
		if !list.Refused || list.Ready || list.Tasks[4].Progress != referral.Impossible {
			t.Errorf("after a Non: %+v", list)
		}
		wantKind(t, w.svc.Send(u.Ctx, w.maelle, id, w.act()), fault.Conflict, "referral.refused_slip")
	})
}

// A part that was refused is not in the view, and neither is it in the log.
func TestEachPartIsConsentedToApart(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.draft(t, "dents", false)
		w.allow(t, "dents", access.PartNeed)
		must(t, w.svc.Send(u.Ctx, w.maelle, id, w.act()))
		v, err := w.svc.Show(u.Ctx, w.ximena, id)
		must(t, err)
		if v.Need == nil || v.Contact != nil || v.Done != nil || v.Withheld {
			t.Errorf("view %+v %+v %+v", v.Need, v.Contact, v.Done)
		}
		o, err := w.consent.Overview(u.Ctx, w.holder)
		must(t, err)
		if len(o.Log) != 1 || !slices.Equal(o.Log[0].Parts, []access.Part{access.PartNeed}) {
			t.Errorf("log %+v", o.Log)
		}
	})
}

// "Pas elle": the Non to one worker beats the Oui to her organisation, for her
// and for whoever cannot be told from her.
func TestNotThisWorker(t *testing.T) {
	dbtest.Each(t, func(t *testing.T, u *dbtest.Universe) {
		w := newWorld(t, u)
		id := w.sent(t, false)
		token, err := w.svc.MakeLink(u.Ctx, w.maelle, id)
		must(t, err)
		holder := w.link(t, token, "") // has it open already
		q := consent.Question{Person: w.person, Recipient: "dents", Worker: w.ximena.Worker(), Parts: map[access.Part]consent.Answer{access.PartNeed: consent.No},
			Wording: "v1", Language: "es", How: consent.Spoken}
		_, err = w.consent.Record(u.Ctx, w.maelle, w.act(), q)
		must(t, err)
		for who, by := range map[string]access.Actor{"ximena": w.ximena, "whoever holds the link": holder} {
			if _, err := w.svc.Show(u.Ctx, by, id); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s reads it: %v", who, err)
			}
			if err := w.svc.Accept(u.Ctx, by, id, w.act()); !fault.Is(err, fault.NotFound) {
				t.Errorf("%s answers it: %v", who, err)
			}
		}
		_, err = w.svc.OpenLink(u.Ctx, dbtest.Region, token, "") // and cannot be told from one that was never made
		wantKind(t, err, fault.NotFound, "referral.link_dead")
		if _, err := w.svc.Show(u.Ctx, w.carlos, id); err != nil {
			t.Errorf("her colleague: %v", err)
		}
		if got := w.state(t, id); got != referral.Sent {
			t.Errorf("state = %s: a Non to one worker ends nothing", got)
		}
	})
}
