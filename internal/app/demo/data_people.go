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
	Persona                      Text
}

func worker(r *row) Worker {
	return Worker{
		Code: r.text("code"), Name: r.text("name"), Email: r.text("email"), Org: r.text("org"), Team: r.text("team"),
		Roles: r.list("roles", ","), Strip: r.number("strip", 0), Persona: r.both("persona"),
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
	Contact                            string // French, as the worker wrote it
	Persona                            Text   // empty: not offered in the strip
}

func person(r *row) Person {
	return Person{
		Code: r.text("code"), Alias: r.text("alias"), Org: r.text("org"), Worker: r.text("worker"), Language: r.text("language"),
		Contact: r.text("contact_fr"), Persona: r.both("persona"),
	}
}

// Consent is a person's answer about one organisation.
type Consent struct {
	Person, Org string
	Answer      string // yes, no, later
	Asked       Ago
	Until       string // 7d, 3m, open (« je dirai »); empty unless yes
	How         string // screen, spoken, paper
	Worker      string
	Withdrawn   Ago
	Purpose     Text
}

func consent(r *row) Consent {
	return Consent{
		Person: r.text("person"), Org: r.text("org"), Answer: r.text("answer"), Asked: r.ago("asked_days"), Until: r.text("until"),
		How: r.text("how"), Worker: r.text("worker"), Withdrawn: r.ago("withdrawn_days"), Purpose: r.both("purpose"),
	}
}
