package org

import (
	"context"
	"net/netip"
	"sync"
	"time"

	"passerelle/internal/clock"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// allowance is a bucket of guesses: burst at once, then one more each period.
type allowance struct {
	burst int
	every time.Duration
}

// The limits in one place. An account takes ten tries, then twelve an hour: a
// person who mistypes waits minutes, who guesses waits centuries. A source is
// wider, as a whole organisation may stand behind one address; what succeeds
// is given back.
var (
	perAccount = allowance{burst: 10, every: 5 * time.Minute}
	perSource  = allowance{burst: 40, every: 15 * time.Second}
)

// maxBuckets bounds the memory a stranger can make us use.
const maxBuckets = 100_000

// try counts a guess here, and looks at those that were refused on other nodes or
// before this one started: an account has one allowance, however many nodes stand
// behind the address. What is refused at one instant on several nodes may pass on
// each of them, once its own allowance long.
func (s *Service) try(ctx context.Context, account, source string) error {
	if err := s.guess.try(account, source); err != nil {
		return err
	}
	return s.db.Read(ctx, func(tx *db.Tx) error {
		refused, err := event.Times(ctx, tx, s.region, account, refusedKind, tx.Now.Add(-time.Duration(perAccount.burst)*perAccount.every))
		if err != nil {
			return err
		}
		all := bucket{allowance: perAccount}
		for _, at := range refused {
			all.take(at)
		}
		if !all.allows(tx.Now) {
			return fault.New(fault.TooMany, "org.too_many_tries")
		}
		return nil
	})
}

// guesses counts tries to sign in, in memory.
type guesses struct {
	clock   clock.Clock
	mu      sync.Mutex
	buckets map[string]*bucket
	sweep   time.Time // not before; a full memory must not cost a search each time
}

// bucket is full again at a time; each try moves that time one period later.
type bucket struct {
	allowance
	fullAt time.Time
}

func newGuesses(c clock.Clock) *guesses {
	return &guesses{clock: c, buckets: map[string]*bucket{}}
}

// try takes one guess of an account and of a source, or of neither and says
// fault.TooMany. The answer tells nothing of whether the account exists.
func (g *guesses) try(account, source string) error {
	now := g.clock.Now()
	g.mu.Lock()
	defer g.mu.Unlock()
	// The source first: one that is out of guesses makes no bucket of accounts.
	if s := g.bucket("s:"+sourceOf(source), perSource, now); s != nil && s.allows(now) {
		if a := g.bucket("a:"+account, perAccount, now); a != nil && a.allows(now) {
			a.take(now)
			s.take(now)
			return nil
		}
	}
	return fault.New(fault.TooMany, "org.too_many_tries")
}

// giveBack returns the guess of one who proved to be the right person.
func (g *guesses) giveBack(account, source string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, key := range []string{"a:" + account, "s:" + sourceOf(source)} {
		if b := g.buckets[key]; b != nil {
			b.fullAt = b.fullAt.Add(-b.every)
		}
	}
}

// bucket is nil when memory is full of buckets in use: then nobody new may
// guess, which is the safe side.
func (g *guesses) bucket(key string, a allowance, now time.Time) *bucket {
	if b := g.buckets[key]; b != nil {
		return b
	}
	if len(g.buckets) >= maxBuckets && !g.sweep.After(now) {
		g.sweep = now.Add(time.Minute)
		for k, b := range g.buckets {
			if !b.fullAt.After(now) {
				delete(g.buckets, k)
			}
		}
	}
	if len(g.buckets) >= maxBuckets {
		return nil
	}
	b := &bucket{allowance: a, fullAt: now}
	g.buckets[key] = b
	return b
}

func (b *bucket) allows(now time.Time) bool {
	return b.fullAt.Sub(now) <= time.Duration(b.burst-1)*b.every
}

func (b *bucket) take(now time.Time) {
	if b.fullAt.Before(now) {
		b.fullAt = now
	}
	b.fullAt = b.fullAt.Add(b.every)
}

// sourceOf groups IPv6 addresses by network: one subscriber has 2^64 of them.
func sourceOf(s string) string {
	ip, err := netip.ParseAddr(s)
	if err != nil {
		return s
	}
	ip = ip.Unmap().WithZone("")
	if ip.Is6() {
		if p, err := ip.Prefix(64); err == nil {
			return p.String()
		}
	}
	return ip.String()
}
