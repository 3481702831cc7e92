package demo

// Steward is the code of the organisation that keeps the directory on behalf of
// all.
const Steward = "regroupement"

// AskedByLink is the code of the organisation without account whose pages a
// visitor looks at by a link.
const AskedByLink = "deuxrives"

// Organization is one of the region's organisations. Account tells that its
// workers sign in; the others answer referrals by link.
type Organization struct {
	Code, Sector, Kind, Parent, Regime string
	Name, Description                  Text
	Phone, Email, URL                  string
	Account                            bool
}

func organization(r *row) Organization {
	return Organization{
		Code: r.text("code"), Sector: r.text("sector"), Kind: r.text("kind"), Parent: r.text("parent"), Regime: r.text("regime"),
		Name: r.both("name"), Description: r.both("description"),
		Phone: r.text("phone"), Email: r.text("email"), URL: r.text("url"), Account: r.flag("account"),
	}
}

// Place is where services are given.
type Place struct {
	Code                                           string
	Name                                           Text
	Address, Neighbourhood, City, Province, Postal string
	Lat, Lon                                       float64
	Transport, Access                              Text
}

func place(r *row) Place {
	return Place{
		Code: r.text("code"), Name: r.both("name"),
		Address: r.text("address"), Neighbourhood: r.text("neighbourhood"), City: r.text("city"),
		Province: r.text("province"), Postal: r.text("postal"), Lat: r.float("lat"), Lon: r.float("lon"),
		Transport: r.both("transport"), Access: r.both("access"),
	}
}

// Service is one service. Place is empty where the service is a line, a visit
// or Hidden; a Hidden one has an address that is given by telephone only, and
// so has none here at all.
type Service struct {
	Code, Org, Place  string
	Name, Summary     Text
	Needs, Languages  []string
	Interpreter       Text
	Phone             string            // empty: the organisation's own
	Papers            map[string]string // ifhp, ramq, ohip, none → confirmed, announced, no
	Asks              map[string]string // status, papers, money, address → yes, no
	Unconditional     bool
	MinAge, MaxAge    int // 0 = none
	Populations       []string
	Eligibility       Text
	Process, Fees     Text
	Documents         []Text
	Capacity          string // open, full, waitlist, assessment; empty = unknown
	CapacityAgo       Ago
	Wait              Text
	Hours             []Hours
	HoursNote         Text
	Status            string // as HSDS: active, temporarily closed
	Alert             Text
	Hidden, Sensitive bool
	ConfirmedAgo      Ago
	ConfirmedBy       string // code of an organisation
	ClosedDoors       int
}

func service(r *row) Service {
	s := Service{
		Code: r.text("code"), Org: r.text("org"), Place: r.text("place"), Name: r.both("name"), Summary: r.both("summary"),
		Needs: r.list("needs", ","), Languages: r.list("languages", ","), Interpreter: r.both("interpreter"), Phone: r.text("phone"),
		Papers: r.pairs("papers"), Asks: r.pairs("asks"), Unconditional: r.flag("unconditional"),
		MinAge: r.number("min_age", 0), MaxAge: r.number("max_age", 0), Populations: r.list("populations", ","),
		Eligibility: r.both("eligibility"), Process: r.both("process"), Fees: r.both("fees"),
		Capacity: r.text("capacity"), CapacityAgo: r.ago("capacity_days"), Wait: r.both("wait"), HoursNote: r.both("hours_note"),
		Status: r.text("status"), Alert: r.both("alert"), Hidden: r.flag("hidden"), Sensitive: r.flag("sensitive"),
		ConfirmedAgo: r.ago("confirmed_days"), ConfirmedBy: r.text("confirmed_by"), ClosedDoors: r.number("closed_doors", 0),
	}
	fr, en := r.list("documents_fr", "; "), r.list("documents_en", "; ")
	if len(fr) != len(en) {
		r.fault("documents_en", "does not match documents_fr")
		return s
	}
	for i := range fr {
		s.Documents = append(s.Documents, Text{FR: fr[i], EN: en[i]})
	}
	hours, err := parseHours(r.text("hours"))
	if err != nil {
		r.fault("hours", err.Error())
	}
	s.Hours = hours
	return s
}
