package directory

// What Load reads beside what every service has (store_load.go).

type costRow struct {
	ID, Service, Option, Currency, Words, From, To, Dataset string
	Amount                                                  *float64
}

const selectCosts = `SELECT x.id, x.service_id, x.option_name, x.currency, x.amount_description, x.valid_from, x.valid_to, x.dataset_id, x.amount FROM cost_option AS x`

func (c *costRow) fields() []any {
	return []any{&c.ID, &c.Service, &c.Option, &c.Currency, &c.Words, &c.From, &c.To, &c.Dataset, &c.Amount}
}

type urlRow struct{ ID, Service, Org, Label, URL, Dataset string }

const selectURLs = `SELECT x.id, x.service_id, x.organization_id, x.label, x.url, x.dataset_id FROM url AS x`

func (r *urlRow) fields() []any {
	return []any{&r.ID, &r.Service, &r.Org, &r.Label, &r.URL, &r.Dataset}
}

type contactRow struct{ ID, Service, Door, Location, Name, Title, Department, Email, Dataset string }

type areaRow struct{ ID, Service, Door, Name, Description, Extent, ExtentType, Dataset string }

const (
	selectContacts = `SELECT x.id, x.service_id, x.service_at_location_id, x.location_id, x.name, x.title, x.department, x.email, x.dataset_id FROM contact AS x`
	selectAreas    = `SELECT x.id, x.service_id, x.service_at_location_id, x.name, x.description, x.extent, x.extent_type, x.dataset_id FROM service_area AS x`
)

func (r *contactRow) fields() []any {
	return []any{&r.ID, &r.Service, &r.Door, &r.Location, &r.Name, &r.Title, &r.Department, &r.Email, &r.Dataset}
}

func (r *areaRow) fields() []any {
	return []any{&r.ID, &r.Service, &r.Door, &r.Name, &r.Description, &r.Extent, &r.ExtentType, &r.Dataset}
}

type languageRow struct{ ID, Service, Location, Phone, Code, Name, Note, Dataset string }

const selectLanguages = `SELECT x.id, x.service_id, x.location_id, x.phone_id, x.code, x.name, x.note, x.dataset_id FROM language AS x`

func (r *languageRow) fields() []any {
	return []any{&r.ID, &r.Service, &r.Location, &r.Phone, &r.Code, &r.Name, &r.Note, &r.Dataset}
}
