package app

import (
	"context"
	"io"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/alert"
	"passerelle/internal/clock"
	"passerelle/internal/config"
	"passerelle/internal/consent"
	"passerelle/internal/consortium"
	"passerelle/internal/crisis"
	"passerelle/internal/db"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/feedback"
	"passerelle/internal/fhir"
	"passerelle/internal/hsds/api"
	"passerelle/internal/hsds/feed"
	"passerelle/internal/hsds/intake"
	"passerelle/internal/i18n"
	"passerelle/internal/incident"
	"passerelle/internal/need"
	"passerelle/internal/notice"
	"passerelle/internal/org"
	"passerelle/internal/partner"
	"passerelle/internal/pathway"
	"passerelle/internal/place"
	"passerelle/internal/reach"
	"passerelle/internal/referral"
	"passerelle/internal/round"
	"passerelle/internal/share"
	"passerelle/internal/signal"
	"passerelle/internal/strongbox"
	"passerelle/internal/web"
)

// App is one node: the ground, the domains, the search index and the site.
type App struct {
	*Ground
	Region    access.Region
	Directory *directory.Service
	Upkeep    *directory.Upkeep
	Index     *directory.Index
	Org       *org.Service
	Consent   *consent.Service
	Referral  *referral.Service
	Feedback  *feedback.Service
	Keeper    *feed.Keeper
	Share     *share.Service
	Place     *place.Service
	Crisis    *crisis.Service
	Incident  *incident.Service
	Strongbox *strongbox.Service
	Need      *need.Service
	Signal    *signal.Service
	Alert     *alert.Service
	Pathway   *pathway.Service
	Reach     *reach.Service
	Partner   *partner.Service
	Notifier  *fhir.Notifier
	Round     *round.Service
	Notice    *notice.Service
	Site      *web.Site

	Consortium *consortium.Service

	kept     *keptIndex
	missed   directory.MissedCount
	position int64 // next event the index has not seen; under follow
	follow   turn
	ready    atomic.Bool
	work     sync.WaitGroup
	stop     context.CancelFunc
}

// Packs are language packs to load, by name.
type Packs map[string]io.Reader

// Settings are what a node needs beyond its ground.
type Settings struct {
	Store  config.Store
	Server config.Server
	Clock  clock.Clock
	Log    *slog.Logger
	Packs  Packs
}

// Open opens a node: it brings the schema up to date, joins the domains and
// loads the index. Nothing is served and no job runs before Start.
func Open(ctx context.Context, set Settings) (_ *App, err error) {
	if err := set.Server.Resolve(); err != nil {
		return nil, err
	}
	if err := set.Store.Resolve(); err != nil {
		return nil, err
	}
	zone, err := time.LoadLocation(set.Server.TimeZone)
	if err != nil {
		return nil, err
	}
	bundle, err := openBundle(set)
	if err != nil {
		return nil, err
	}
	g, err := OpenGround(ctx, set.Store, MayCreate, set.Clock, set.Server.Conns, set.Log)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = joinClose(err, g)
		}
	}()
	if err := g.Migrate(ctx); err != nil {
		return nil, err
	}
	if err := g.Vault.Fits(ctx, g.DB, access.Region(set.Store.Region)); err != nil {
		return nil, err
	}
	a := &App{Ground: g, Region: access.Region(set.Store.Region), follow: make(turn, 1)}
	a.join(zone)
	a.notifies(set.Server.Notified())
	a.retains(set.Server.Keep)
	a.kept = newKeptIndex(set.Server.KeptIndex(set.Store), zone.String(), g.Keys.Fingerprint("kept-index", ""))
	if err := a.loadIndex(ctx, zone); err != nil {
		return nil, err
	}
	gateway := a.speaks(bundle, zone, set.Server)
	feed, err := a.feed(bundle, set.Server.Feed)
	if err != nil {
		return nil, err
	}
	if a.Site, err = a.site(bundle, zone, set.Server, feed); err != nil {
		return nil, err
	}
	a.mails(bundle, zone, set.Server)
	if gateway != nil {
		a.Site.Gateway = gateway
	}
	return a, nil
}

// join makes the domains and registers what reacts to what. Domains do not
// import one another: this is the one place that knows them all.
func (a *App) join(zone *time.Location) {
	a.Directory = directory.New(a.DB, a.Events).Seals(a.Vault)
	a.Upkeep = directory.NewUpkeep(a.Directory, a.Queue, a.Keys, a.Clock)
	a.Keeper = &feed.Keeper{Directory: a.Directory}
	a.Org = org.New(a.DB, a.Events, a.Keys, a.Clock, a.Region)
	a.Consent = consent.New(a.DB, a.Events, a.Vault, a.Keys, a.Clock).Knows(a.Org).Works(a.Queue).In(zone)
	a.Reach = reach.New(a.DB, a.Events, a.Queue, a.Vault, a.Consent)
	a.Referral = referral.New(a.DB, a.Events, a.Queue, a.Vault, a.Keys, a.Consent, a.Consent).Asks(a.Reach).Works(a.Org)
	a.Feedback = feedback.New(a.DB, a.Events, a.Vault, a.Keys)
	a.Share = share.New(a.DB, a.Events)
	a.Partner = partner.New(a.DB, a.Events, a.Vault, a.Keys, a.Clock, a.Region)
	a.Place = place.New(a.DB, a.Events, a.Queue, a.Directory)
	a.Crisis = crisis.New(a.DB, a.Events, a.Vault, atlas{a}.Named)
	a.Incident = incident.New(a.DB, a.Events, a.Vault, zone)
	a.Need = need.New(a.DB, a.Events, a.Queue, a.Vault, a.Keys, a.Clock, atlas{a})
	a.Signal = signal.New(a.DB, a.Events, a.Vault, atlas{a}, a.Org, a.Need)
	a.Need.Carries(a.Signal)
	a.Alert = alert.New(a.DB, a.Events).PushedBy(a.Org, a.Clock)
	a.Pathway = pathway.New(a.DB, a.Events, a.Queue, a.Vault, a.Keys, a.Clock, a.Referral)
	a.Round = round.New(a.DB, a.Events, a.Queue, a.Vault, a.Keys, a.Clock, doorNeeds{a}, a.Org, atlas{a})
	a.Consortium = consortium.New(a.DB, a.Events, atlas{a})
	a.Notice = notice.New(a.DB, a.Events, a.Queue, a.Keys, a.Org, a.Log)
	a.Strongbox = strongbox.New(a.DB, a.Events, a.Vault, a.Clock, consent.WordList(),
		a.Round.Before, a.Partner.Before, a.Consent.PutIn, a.Reach.PutIn, a.Referral.PutIn, a.Incident.PutIn)

	imports := &intake.Intake{Directory: a.Directory, Fetcher: intake.DefaultFetcher, Log: a.Log}
	a.Queue.HandleAlone(intake.Job, imports.Work)
	a.Events.After(directory.ImportAsked{}.Kind(), intake.Job)

	a.Events.InTx("consent.withdrawn", a.Referral.OnConsentEnded)
	a.Events.InTx("consent.refused", a.Referral.OnConsentEnded)
	a.Events.InTx(org.JoinedKind, a.Consent.OnJoined)
	a.Events.InTx(referral.AcceptedKind, a.Directory.OnAnswered(referral.SentKind))
	a.Events.InTx(referral.DeclinedKind, a.Directory.OnAnswered(referral.SentKind))
	a.Events.InTx(referral.ExpiredKind, a.Directory.OnSilence)
	a.Events.InTx(place.CountedKind, a.Directory.OnCounted)
	a.tells()
}

func (a *App) site(bundle *i18n.Bundle, zone *time.Location, s config.Server, feed *api.API) (*web.Site, error) {
	proxies, err := s.Proxies()
	if err != nil {
		return nil, err
	}
	return &web.Site{
		Bundle: bundle, Region: a.Region, Zone: zone, Clock: a.Clock, Log: a.Log, DB: a.DB, Keys: a.Keys,
		Live: web.NewLive(), Kept: kept(s.Keep),
		URL: s.URL, MapTiles: s.MapTiles, MapCredit: s.MapCredit, Ready: a.ready.Load, Refresh: a.Refresh, Proxies: proxies, Feed: feed, FHIR: a.facade(bundle),
		Services: web.Services{
			Finder: a.Index, Locator: directory.NewLocator(a.Index), Doors: a.Directory, Surveyor: directory.NewSurveyor(a.Index), Missed: &a.missed,
			Directory: a.Directory, Upkeep: a.Upkeep, Org: a.Org, Consent: a.Consent, Referral: a.Referral, Feedback: a.Feedback,
			Share: a.Share, Place: a.Place, Crisis: a.Crisis, Incident: a.Incident, Strongbox: a.Strongbox, Need: a.Need, Signal: a.Signal, Alert: a.Alert, Pathway: a.Pathway, Partner: a.Partner, Reach: a.Reach, Round: a.Round, Notice: a.Notice, Consortium: a.Consortium,
		},
	}, nil
}

// Start runs what a node does besides answering: linking events, following
// them, and jobs. Stop ends it.
func (a *App) Start(ctx context.Context) {
	ctx, a.stop = context.WithCancel(ctx)
	news := a.Linker.Follow()
	a.work.Go(func() { a.Linker.Run(ctx) })
	a.work.Go(func() { a.keepUp(ctx, news, "index not current", a.CatchUp) })
	a.work.Go(func() { a.keepIndexes(ctx) })
	a.work.Go(func() { a.minutely(ctx) })
	a.work.Go(func() { a.surveys(ctx) })
	a.work.Go(func() { a.tellsWorkers(ctx) })
	boards := a.Linker.Follow()
	a.work.Go(func() { a.keepUp(ctx, boards, "boards not current", newBoards(a).catchUp) })
	published := a.Linker.Follow()
	a.work.Go(func() { a.keepUp(ctx, published, "feed not current", a.Keeper.CatchUp) })
	a.work.Go(func() {
		if a.DB.Engine() == db.SQLite { // no other node: what is held was held by a program that was killed
			if err := a.Queue.Reclaim(ctx, a.Region); err != nil {
				a.Log.Error("jobs not taken up again", "kind", fault.KindOf(err).String(), "cause", err)
			}
		}
		if err := a.retainNext(ctx, a.Region, 0); err != nil && ctx.Err() == nil {
			a.Log.Error("what is too old is not looked for today", "kind", fault.KindOf(err).String(), "cause", err)
		}
		if err := a.Need.PublishDue(ctx, a.Region); err != nil && ctx.Err() == nil {
			a.Log.Error("the public board is not made", "kind", fault.KindOf(err).String(), "cause", err)
		}
		a.Queue.Run(ctx, a.Region)
	})
	a.ready.Store(true)
}

// surveyFirst is how soon after a start the tables are counted again; then after
// twice as long, up to a minute. Tables that were just made fill at once, and
// PostgreSQL reads what it takes for empty in ways that have writers meet.
const surveyFirst = 5 * time.Second

// surveys has the database count its tables.
func (a *App) surveys(ctx context.Context) {
	for wait := surveyFirst; ; wait = min(2*wait, time.Minute) {
		if err := a.DB.Survey(ctx); err != nil && ctx.Err() == nil {
			a.Log.Warn("tables not counted: some reads may be slow", "kind", fault.KindOf(err).String(), "cause", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

// minutely keeps what searches missed, and deletes what is left of destroyed keys,
// at the start and every minute.
func (a *App) minutely(ctx context.Context) {
	tick := time.NewTicker(time.Minute)
	defer tick.Stop()
	for {
		a.keepMissed(ctx)
		a.sweep(ctx)
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (a *App) keepMissed(ctx context.Context) {
	if err := a.Directory.KeepMissed(ctx, a.Region, &a.missed); err != nil && ctx.Err() == nil {
		a.Log.Warn("missed searches not counted", "kind", fault.KindOf(err).String(), "cause", err)
	}
}

// Stop ends the work in the background, links what is left, and closes.
func (a *App) Stop() error {
	a.ready.Store(false)
	if a.stop != nil {
		a.stop()
		a.work.Wait()
		a.keepIndex(context.Background())
		a.keepMissed(context.Background())
		a.sweep(context.Background())
	}
	// What was acknowledged in the last instant gets its place in the log now,
	// not at the next start.
	err := a.Linker.Drain(context.Background())
	return joinClose(err, a.Ground)
}
