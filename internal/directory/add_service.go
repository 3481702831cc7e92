package directory

import (
	"context"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
)

// NewService is a service as its organisation tells of it first: what somebody
// needs to know to come. The rest is said on its page, part by part.
type NewService struct {
	Name        string
	Description string
	Need        string // a code of the tree of needs
	Phone       string
	// Address, City, Province and Postal are all given, or none: a service may
	// have no door.
	Address, City, Province, Postal string
	Shows                           Showing // of the address
	Language                        string  // of the words, fr or en

	// OrgName and About present the organisation, when the directory does not
	// know it yet.
	OrgName, About string
}

// AddService publishes a new service of the actor's organisation: for those who
// coordinate, manage or administer it. It returns the service; a retried act
// adds one. What is missing is said at the fields.
func (s *Service) AddService(ctx context.Context, by access.Actor, act string, n NewService) (service access.Service, err error) {
	defer fault.Wrap(&err, "directory.AddService")
	if by.Kind() != access.Staff || !SpeaksFor(by, by.Org()) || by.Org() == "" {
		return "", notFound()
	}
	n.tidy()
	err = s.db.Write(ctx, func(tx *db.Tx) error {
		known, err := orgPublished(ctx, tx, by.Org())
		if err != nil {
			return err
		}
		if err := n.check(known); err != nil {
			return err
		}
		made, err := event.Once(ctx, tx, by, act, func() (string, error) { return s.addService(ctx, tx, by, n, known) })
		service = access.Service(made)
		return err
	})
	return service, err
}

// Presented reports that the directory knows an organisation.
func (s *Service) Presented(ctx context.Context, org access.Org) (known bool, err error) {
	defer fault.Wrap(&err, "directory.Presented(%s)", org)
	err = s.db.Read(ctx, func(tx *db.Tx) error {
		known, err = orgPublished(ctx, tx, org)
		return err
	})
	return known, err
}

func (n *NewService) tidy() {
	for _, s := range []*string{&n.Name, &n.Phone, &n.Address, &n.City, &n.Province, &n.Postal, &n.OrgName} {
		*s = strings.Join(strings.Fields(plain(*s)), " ")
	}
	for _, s := range []*string{&n.Description, &n.About} {
		*s = strings.TrimSpace(plain(*s))
	}
	n.Postal = strings.ToUpper(n.Postal)
}

// NameWords is how long the name of a service may be.
const NameWords = 120

func (n *NewService) check(known bool) error {
	var bad fault.Fields
	need := func(field, value, key string) {
		if value == "" {
			bad = append(bad, fault.Field(field, key))
		}
	}
	short := func(field, value string, most int) {
		if utf8.RuneCountInString(value) > most {
			bad = append(bad, fault.Field(field, "own.too_long", "most", most))
		}
	}
	need("name", n.Name, "own.name_missing")
	short("name", n.Name, NameWords)
	short("description", n.Description, FieldWords)
	if !KnownNeed(n.Need) || n.Need == ThemeOf(n.Need) {
		bad = append(bad, fault.Field("need", "own.need_missing"))
	}
	switch {
	case n.Phone != "" && !callable(n.Phone):
		bad = append(bad, fault.Field("phone", "sheet.bad_phone"))
	case n.Phone == "" && n.Address == "":
		bad = append(bad, fault.Field("phone", "own.no_way_in"))
	}
	if n.Address+n.City+n.Postal != "" {
		need("address", n.Address, "own.address_missing")
		need("city", n.City, "own.city_missing")
		need("postal", n.Postal, "own.postal_missing")
		if !oneOf(n.Province, "QC", "ON") {
			bad = append(bad, fault.Field("province", "error.invalid"))
		}
		if !oneOf(string(n.Shows), string(ShowAddress), string(ShowArea), string(ShowNothing)) {
			bad = append(bad, fault.Field("shows", "own.shows_missing"))
		}
	}
	for field, value := range map[string]string{"address": n.Address, "city": n.City, "postal": n.Postal} {
		short(field, value, NameWords)
	}
	if !known {
		need("about", n.About, "own.about_missing")
		short("about", n.About, FieldWords)
	}
	return bad.Err()
}

func (s *Service) addService(ctx context.Context, tx *db.Tx, by access.Actor, n NewService, known bool) (string, error) {
	dataset := saidHereFR
	if n.Language == "en" {
		dataset = saidHereEN
	}
	row := func(table string, pairs ...string) stored {
		r := NewRecord(table, tx.NewID())
		for i := 0; i < len(pairs); i += 2 {
			r.Set(pairs[i], pairs[i+1])
		}
		return stored{Record: r, Dataset: dataset, Updated: db.At(tx.Now)}
	}
	insert := func(rows ...stored) error {
		for _, r := range rows {
			if err := insertAll(ctx, tx, TableOf(r.Table), []stored{r}); err != nil {
				return err
			}
		}
		return nil
	}
	if !known {
		o := row("organization", "name", n.OrgName, "description", n.About)
		o.Set("id", string(by.Org())) // the partner that signs in and the organisation of the directory are one
		if err := presentOrg(ctx, tx, by, o); err != nil {
			return "", err
		}
	}
	made := row("service", "organization_id", string(by.Org()), "name", n.Name, "description", n.Description, "status", string(Active))
	made.Withheld = true
	rows := []stored{made}
	if err := giveCodes(ctx, tx, rows); err != nil {
		return "", err
	}
	if err := insert(rows...); err != nil {
		return "", err
	}
	service := access.Service(made.ID())
	return made.ID(), s.amend(ctx, tx, by, service, cause{kind: ByChange}, func(tx *db.Tx) error {
		// It is shown by a change like any other, which its history begins with.
		if err := correctField(ctx, tx, by, service, stateKey{"service", made.ID(), publishedField}, "1"); err != nil {
			return err
		}
		if err := declare(ctx, tx, by, service, []Fact{{Kind: FactNeed, Code: n.Need}}); err != nil {
			return err
		}
		if n.Phone != "" {
			if err := insert(row("phone", "service_id", made.ID(), "number", n.Phone, "type", "voice")); err != nil {
				return err
			}
		}
		if n.Address != "" {
			place := row("location", "location_type", "physical", "organization_id", string(by.Org()))
			err := insert(place, row("service_at_location", "service_id", made.ID(), "location_id", place.ID()),
				row("address", "location_id", place.ID(), "address_1", n.Address, "city", n.City, "state_province", n.Province, "postal_code", n.Postal, "country", "CA", "address_type", "physical"))
			if err == nil && n.Shows != ShowAddress {
				err = showPlace(ctx, tx, by, service, place.ID(), n.Shows)
			}
			if err != nil {
				return err
			}
		}
		name, err := orgNameOf(ctx, tx, by.Org())
		if err != nil {
			return err
		}
		return confirmIn(ctx, tx, by, service, name, nil)
	})
}

// presentOrg has the directory show the actor's organisation. One that its source
// told and hid is shown by its own word, which the next imports keep.
func presentOrg(ctx context.Context, tx *db.Tx, by access.Actor, o stored) error {
	t := TableOf(o.Table)
	there, err := fullOf(ctx, tx, t, []string{o.ID()})
	if err != nil {
		return err
	}
	if len(there) == 0 {
		return insertAll(ctx, tx, t, []stored{o})
	}
	says := map[string]string{"description": o.Get("description"), publishedField: "1"}
	if there[0].Get("name") == "" {
		says["name"] = o.Get("name")
	}
	for _, field := range slices.Sorted(maps.Keys(says)) {
		is := fieldState{Value: says[field], Corrected: true, Org: string(by.Org()), At: ms(tx.Now)}
		if err := setField(ctx, tx, stateKey{o.Table, o.ID(), field}, is); err != nil {
			return err
		}
	}
	return nil
}
