package web

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/notice"
	"passerelle/internal/referral"
	"passerelle/internal/signal"
)

// dayList is a list of S5.
type dayList int

// The lists, what was met lately, and what stands in none.
const (
	inNone dayList = iota
	inTodo
	inWaiting
	inNews
	metLately
)

// listOf says in which list of the day a referral stands; week is since when a
// need that was met is told of.
func listOf(r referral.Summary, week time.Time) dayList {
	switch {
	case r.State == referral.NeedMet && r.Ended.After(week):
		return metLately
	case r.State == referral.NeedMet, r.Next == referral.NextNothing:
		return inNone
	case r.Next == referral.NextReceive:
		return inNews
	case r.Next == referral.NextWait:
		return inWaiting
	}
	return inTodo
}

func weekBefore(now time.Time) time.Time { return now.AddDate(0, 0, -7) }

// Day implements notice.Desk: how many rows the lists of S5 have for an actor,
// all of them. For who accompanies nobody, what waits is the signals and the
// closed doors that their organisation is to answer.
func (s *Site) Day(ctx context.Context, by access.Actor) (d notice.Day, err error) {
	d.Pressing = map[notice.Trigger]int{}
	if signal.MaySay(by) {
		owed, err := s.Signal.Duties(ctx, by)
		if err != nil {
			return d, err
		}
		d.Pressing[notice.OnSignal] = owed.Waiting
	}
	if !by.WorksWithPeople() {
		d.Todo = d.Pressing[notice.OnSignal]
		if ForManager.admits(by) {
			doors, err := s.Directory.DoorsToAnswer(ctx, by)
			if err != nil {
				return d, err
			}
			d.Todo += doors
		}
		return d, nil
	}
	blocked, err := s.Referral.Unblockings(ctx, by, "")
	if err != nil {
		return d, err
	}
	for _, u := range blocked {
		if u.Side == referral.Target {
			d.Pressing[notice.OnUnblock]++
		}
	}
	spaces, err := s.Referral.Spaces(ctx, by)
	if err != nil {
		return d, err
	}
	queue, err := s.Referral.List(ctx, by, referral.Filter{})
	if err != nil {
		return d, err
	}
	d.Todo = len(blocked) + len(spaces)
	week := weekBefore(s.Clock.Now())
	for _, r := range queue {
		if r.Unread > 0 {
			d.Todo++
		}
		if r.Side == referral.Target && r.State.Unanswered() {
			d.Pressing[notice.OnLate]++
		}
		switch listOf(r, week) {
		case inTodo:
			d.Todo++
		case inWaiting:
			d.Waiting++
		case inNews:
			d.News++
		case metLately:
			d.Week++
		}
	}
	return d, nil
}
