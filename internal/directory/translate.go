package directory

import (
	"context"
	"slices"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/db"
)

// passages are the texts of a service that may be in two languages, with where
// a listing has them.
var passages = []struct {
	field string
	of    func(*Listing) Text
}{
	{"name", func(l *Listing) Text { return l.Name }},
	{"description", func(l *Listing) Text { return l.Summary }},
	{"alert", func(l *Listing) Text { return l.Alert }},
	{"application_process", func(l *Listing) Text { return l.Process }},
	{"eligibility_description", func(l *Listing) Text { return l.Eligibility }},
	{"fees_description", func(l *Listing) Text { return l.Fees }},
	{"wait_time", func(l *Listing) Text { return l.Wait }},
	{"interpretation_services", func(l *Listing) Text { return l.Interpreter }},
}

// hasLanguage reports a field that may be in two languages.
func hasLanguage(field string) bool {
	for _, p := range passages {
		if p.field == field {
			return true
		}
	}
	return false
}

// otherThan is English beside French, and French beside English.
func otherThan(lang string) string {
	if lang == "en" {
		return "fr"
	}
	return "en"
}

// untranslate takes out what a passage of a service is in languages other than
// French and English.
func untranslate(ctx context.Context, tx *db.Tx, by access.Actor, service access.Service, field string) error {
	rows, err := translationsOf(ctx, tx, service, field)
	if err != nil {
		return err
	}
	for _, r := range rows {
		if slices.Contains([]string{"fr", "en"}, BaseLanguage(r.Language)) {
			continue
		}
		if err := dropRecord(ctx, tx, by, service, Translations.Name, r.ID); err != nil {
			return err
		}
	}
	return nil
}

// translationsOf are the shown translations of a passage of a service.
func translationsOf(ctx context.Context, tx *db.Tx, service access.Service, field string) ([]translationRow, error) {
	rows, err := some(ctx, tx, (*translationRow).fields, selectTranslations, "resource_id", []string{string(service)})
	return slices.DeleteFunc(rows, func(r translationRow) bool { return r.Field != field }), err
}

// BaseLanguage is the short code of a language tag: fr-CA is fr.
func BaseLanguage(tag string) string {
	code, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(tag)), "-")
	return code
}

// translate says here what a passage of a service is in the other language than
// its record's; an empty value takes it out. What a machine said stays as it is,
// beside: nobody put their name to it.
func translate(ctx context.Context, tx *db.Tx, by access.Actor, service access.Service, field, lang, value string) error {
	rows, err := translationsOf(ctx, tx, service, field)
	if err != nil {
		return err
	}
	at := slices.IndexFunc(rows, func(r translationRow) bool { return r.Origin != machineMade && BaseLanguage(r.Language) == lang })
	if at < 0 && value == "" {
		return nil
	}
	if err := seeAspect(ctx, tx, by, service, aspectOfField("service", field)); err != nil {
		return err
	}
	switch {
	case at >= 0 && value == "":
		return dropRecord(ctx, tx, by, service, Translations.Name, rows[at].ID)
	case at >= 0:
		return correctField(ctx, tx, by, service, stateKey{Translations.Name, rows[at].ID, "value"}, value)
	}
	r := NewRecord(Translations.Name, tx.NewID())
	for name, v := range map[string]string{"resource_type": "service", "resource_id": string(service), "field_name": field, "language": lang, "value": value} {
		r.Set(name, v)
	}
	return addRecord(ctx, tx, by, service, lang, r)
}
