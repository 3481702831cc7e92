package demo

// Team is a team of an organisation.
type Team struct {
	Code, Org string
	Name      Text
}

func team(r *row) Team { return Team{Code: r.text("code"), Org: r.text("org"), Name: r.both("name")} }

// Worker is an invented worker. Strip is the place in the strip from which a
// visitor steps into a role; 0 keeps the worker out of it.
type Worker struct {
	Code, Name, Email, Org, Team string
	Roles                        []string // as package access names them
	Strip                        int
	Persona, Brief               Text // Brief is the persona in three words; may be empty
}

func worker(r *row) Worker {
	return Worker{
		Code: r.text("code"), Name: r.text("name"), Email: r.text("email"), Org: r.text("org"), Team: r.text("team"),
		Roles: r.list("roles", ","), Strip: r.number("strip", 0), Persona: r.both("persona"), Brief: r.both("brief"),
	}
}

// Hat is a further team in whose name a worker acts, besides his own.
type Hat struct {
	Worker, Org, Team string
	Roles             []string
	Why               Text
}

func hat(r *row) Hat {
	return Hat{Worker: r.text("worker"), Org: r.text("org"), Team: r.text("team"), Roles: r.list("roles", ","), Why: r.both("why")}
}

// Person is an accompanied person: an alias, a language, a way to be reached.
// There is no name, no birth date and no status, in the demo as in the product.
type Person struct {
	Code, Alias, Org, Worker, Language string
	// In French, as the worker wrote them: what helps to recognise the alias;
	// by what way to reach the person; whether a message may be left, and with
	// which words; what not to do.
	Note, Reach, Message, Avoid string
	Persona                     Text // empty: not offered in the strip
	Brief                       Text // the persona in three words; may be empty
	// Number is where it is safe to call and text, on weekdays from one hour to
	// another; empty: they said nothing.
	Number           string
	FromHour, ToHour int
}

func person(r *row) Person {
	return Person{
		Code: r.text("code"), Alias: r.text("alias"), Org: r.text("org"), Worker: r.text("worker"), Language: r.text("language"),
		Note: r.text("note_fr"), Reach: r.text("reach_fr"), Message: r.text("message_fr"), Avoid: r.text("avoid_fr"), Persona: r.both("persona"), Brief: r.both("brief"),
		Number: r.text("number"), FromHour: r.number("from_hour", 0), ToHour: r.number("to_hour", 0),
	}
}

// Consent is a person's answer about one organisation.
type Consent struct {
	Person, Org string
	Need        string // of each part: granted, refused, later
	Contact     string
	Done        string
	Asked       Ago
	Until       string // 7d, 3m, say (« je dirai »); empty unless granted
	How         string // screen, spoken, paper
	Language    string // in which it was read
	Worker      string
	Withdrawn   Ago
	WhatFor     Text
}

func consent(r *row) Consent {
	return Consent{
		Person: r.text("person"), Org: r.text("org"), Need: r.text("need"), Contact: r.text("contact"), Done: r.text("done"),
		Asked: r.ago("asked_days"), Until: r.text("until"),
		How: r.text("how"), Language: r.text("language"), Worker: r.text("worker"), Withdrawn: r.ago("withdrawn_days"), WhatFor: r.both("what_for"),
	}
}
