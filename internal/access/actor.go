package access

// Role is what a worker does in an organisation, under one hat. Only
// Intervention and Coordination see what concerns persons; Management,
// Administration and Privacy do not, by design: whoever funds, counts or configures has no
// need to read.
type Role string

// The roles. Privacy is who is in charge of the protection of personal
// information, as the law has every organisation name somebody: they keep the
// register of incidents, and nothing of it opens to anybody else.
const (
	Intervention   Role = "intervention"
	Coordination   Role = "coordination"
	Management     Role = "management"
	Administration Role = "administration"
	Privacy        Role = "privacy"
)

// Roles lists them in the order of screens.
var Roles = []Role{Intervention, Coordination, Management, Administration, Privacy}

// ActorKind says in what capacity somebody acts.
type ActorKind string

// The kinds of actors. The zero value is nobody, who may do nothing.
const (
	Nobody   ActorKind = ""
	Public   ActorKind = "public"   // anyone, unnamed
	Staff    ActorKind = "worker"   // signed in, under one hat
	Holder   ActorKind = "person"   // the person, by the five words of their thread
	LinkedIn ActorKind = "link"     // a receiver without account, by a signed answer link
	Partner  ActorKind = "partner"  // an organisation's own information system, by its token
	Updater  ActorKind = "update"   // an organisation that says what is true of its own services, by the link of a campaign
	Machine  ActorKind = "system"   // a job of ours
	Operator ActorKind = "operator" // the command line of the installation
)

// Actor is who acts. The zero Actor is nobody.
type Actor struct {
	kind     ActorKind
	region   Region
	org      Org
	team     Team
	worker   Worker
	roles    []Role
	person   Person
	thread   Thread
	referral Referral
	steward  bool
}

// The constructors make nobody of whoever lacks an id. An empty id that a bug
// let through would otherwise equal an empty column that another bug left.

// ForWorker is a signed-in worker under one hat: an organisation, a team (may
// be empty) and the roles held there.
func ForWorker(region Region, worker Worker, org Org, team Team, roles ...Role) Actor {
	if region == "" || worker == "" || org == "" {
		return Actor{}
	}
	roles = append([]Role(nil), roles...) // the caller's list may change later
	return Actor{kind: Staff, region: region, worker: worker, org: org, team: team, roles: roles}
}

// InStewardship is the same worker in an organisation that keeps the whole
// directory for the region. It gives no right on what concerns persons, and
// none to whoever is no worker.
func (a Actor) InStewardship() Actor {
	a.steward = a.kind == Staff
	return a
}

// ForPerson is the person who holds a thread.
func ForPerson(region Region, thread Thread, person Person) Actor {
	if region == "" || thread == "" || person == "" {
		return Actor{}
	}
	return Actor{kind: Holder, region: region, thread: thread, person: person}
}

// ForLink is whoever holds the answer link of one referral, on behalf of the
// organisation it was sent to.
func ForLink(region Region, referral Referral, org Org) Actor {
	if region == "" || referral == "" || org == "" {
		return Actor{}
	}
	return Actor{kind: LinkedIn, region: region, referral: referral, org: org}
}

// ForPartner is the information system of an organisation, known by its id. It
// acts for that organisation, and stands for no worker of it.
func ForPartner(region Region, system string, org Org) Actor {
	if region == "" || system == "" || org == "" {
		return Actor{}
	}
	return Actor{kind: Partner, region: region, org: org, worker: Worker(system)}
}

// ForUpdate is whoever holds the link by which an organisation looks at its own
// services and mends what changed. It opens nothing that concerns persons.
func ForUpdate(region Region, org Org) Actor {
	if region == "" || org == "" {
		return Actor{}
	}
	return Actor{kind: Updater, region: region, org: org}
}

// Anyone is the public.
func Anyone(region Region) Actor { return Actor{kind: Public, region: region} }

// System is a job of the installation. It reads nothing that is protected.
func System(region Region) Actor { return Actor{kind: Machine, region: region} }

// ForOperator is the person at the command line of the installation.
func ForOperator(region Region) Actor { return Actor{kind: Operator, region: region} }

// Kind says in what capacity the actor acts.
func (a Actor) Kind() ActorKind { return a.kind }

// Region is where the actor acts; nothing crosses regions.
func (a Actor) Region() Region { return a.region }

// Org is the organisation acted for; empty for a person or the public.
func (a Actor) Org() Org { return a.org }

// Team is the team of the hat worn; may be empty.
func (a Actor) Team() Team { return a.team }

// Worker is the worker, or the system of a partner: who acts, for the log. Empty
// for others.
func (a Actor) Worker() Worker { return a.worker }

// Person is the person who holds the thread; empty unless Kind is Holder.
func (a Actor) Person() Person { return a.person }

// Thread is the thread held; empty unless Kind is Holder.
func (a Actor) Thread() Thread { return a.thread }

// Referral is the one referral a link opens; empty unless Kind is LinkedIn.
func (a Actor) Referral() Referral { return a.referral }

// Roles are those of the hat worn.
func (a Actor) Roles() []Role { return append([]Role(nil), a.roles...) }

// Has reports whether the hat worn holds any of the roles.
func (a Actor) Has(any ...Role) bool {
	if a.kind != Staff {
		return false
	}
	for _, r := range a.roles {
		for _, want := range any {
			if r == want {
				return true
			}
		}
	}
	return false
}

// Steward reports whether the actor keeps the directory of the whole region:
// those who coordinate or administer in an organisation that was entrusted with
// it, whoever operates the installation, and its jobs.
func (a Actor) Steward() bool {
	return a.kind == Operator || a.kind == Machine || a.steward && a.Has(Coordination, Administration)
}

// answersForField reports whether the actor is a worker who accompanies persons,
// or who answers for those that do.
func (a Actor) answersForField() bool { return a.Has(Intervention, Coordination, Management) }

// WorksWithPeople reports whether the actor is a worker whose role is to
// accompany persons.
func (a Actor) WorksWithPeople() bool { return a.Has(Intervention, Coordination) }
