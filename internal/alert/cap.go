package alert

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"passerelle/internal/fault"
	"passerelle/internal/text"
)

// namespace is that of CAP 1.2. What stands in another one, a signature, is not
// read.
const namespace = "urn:oasis:names:tc:emergency:cap:1.2"

// What an alert may weigh and hold. The largest that Canada publishes are a few
// tens of kilobytes.
const (
	BytesMost = 256 << 10
	deepest   = 8
	elements  = 5000
	textMost  = 8000 // characters of one element
)

// Alert is what an authority announces.
type Alert struct {
	Identifier string
	Sender     string
	Sent       time.Time
	Status     string // Actual, Exercise, System, Test, Draft
	Type       string // Alert, Update, Cancel, Ack, Error
	Scope      string // Public, Restricted, Private
	References []Reference
	Infos      []Info
}

// Reference names an earlier alert.
type Reference struct {
	Sender, Identifier string
	Sent               time.Time
}

// Info is the announcement in one language.
type Info struct {
	Language    string // BCP 47; "en-US" where nothing is said
	Event       string
	Urgency     string
	Severity    string
	Certainty   string
	SenderName  string
	Headline    string
	Description string
	Instruction string
	Web         string
	Effective   time.Time // zero: from when it was sent
	Expires     time.Time // zero: not said
	Areas       []string  // in words
}

// withoutEnd is how long an alert holds that does not say until when.
const withoutEnd = 24 * time.Hour

// Expires is when the last of its announcements ends.
func (a *Alert) Expires() (end time.Time) {
	for _, i := range a.Infos {
		if e := a.until(i); e.After(end) {
			end = e
		}
	}
	return end
}

// until is when one of its announcements ends.
func (a *Alert) until(i Info) time.Time {
	if i.Expires.IsZero() {
		return a.Sent.Add(withoutEnd)
	}
	return i.Expires
}

// In are its announcements that hold at an instant, in one language: that of the
// page, else that of the first. An alert has several in a language where it says
// one thing of one area and another of the next.
func (a *Alert) In(lang string, now time.Time) (list []Info) {
	base := func(i Info) string {
		b, _, _ := strings.Cut(strings.ToLower(i.Language), "-")
		return b
	}
	holding := slices.DeleteFunc(slices.Clone(a.Infos), func(i Info) bool { return !a.until(i).After(now) })
	if !slices.ContainsFunc(holding, func(i Info) bool { return base(i) == lang }) && len(holding) > 0 {
		lang = base(holding[0])
	}
	return slices.DeleteFunc(holding, func(i Info) bool { return base(i) != lang })
}

// reader reads one alert, element by element, and knows the line it is at.
type reader struct {
	dec   *xml.Decoder
	depth int
	count int
	out   Alert
	info  *Info
}

// Read understands an alert. A fault.Field of "file" says the line at which it
// is not one, and what to do.
func Read(b []byte) (_ *Alert, err error) {
	if len(b) > BytesMost {
		return nil, fault.Field("file", "alert.too_large", "kilo", BytesMost>>10)
	}
	if len(bytes.TrimSpace(b)) == 0 {
		return nil, fault.Field("file", "alert.missing")
	}
	r := &reader{dec: xml.NewDecoder(bytes.NewReader(b))}
	r.dec.Strict = true
	if err := r.document(); err != nil {
		return nil, err
	}
	return &r.out, r.whole()
}

// at is a fault at the line that is being read.
func (r *reader) at(key string, pairs ...any) error {
	line, _ := r.dec.InputPos()
	return fault.Field("file", key, append([]any{"line", line}, pairs...)...)
}

func (r *reader) document() error {
	root := false
	for {
		tok, err := r.dec.Token()
		if errors.Is(err, io.EOF) {
			if !root {
				return r.at("alert.not_cap")
			}
			return nil
		}
		if err != nil {
			return r.at("alert.not_xml")
		}
		switch t := tok.(type) {
		case xml.Directive: // a document type: where entities hide
			return r.at("alert.doctype")
		case xml.StartElement:
			if root || t.Name.Space != namespace || t.Name.Local != "alert" {
				return r.at("alert.not_cap")
			}
			root = true
			if err := r.children("alert"); err != nil {
				return err
			}
		}
	}
}

// children reads what stands in an element that holds others.
func (r *reader) children(parent string) error {
	if r.depth++; r.depth > deepest {
		return r.at("alert.too_much")
	}
	defer func() { r.depth-- }()
	for {
		tok, err := r.dec.Token()
		if err != nil {
			return r.at("alert.not_xml")
		}
		switch t := tok.(type) {
		case xml.Directive:
			return r.at("alert.doctype")
		case xml.EndElement:
			return nil
		case xml.StartElement:
			if err := r.element(parent, t); err != nil {
				return err
			}
		}
	}
}

func (r *reader) element(parent string, t xml.StartElement) error {
	if r.count++; r.count > elements {
		return r.at("alert.too_much")
	}
	name := t.Name.Local
	switch {
	case t.Name.Space != namespace:
		return r.skip()
	case parent == "alert" && name == "info":
		r.out.Infos = append(r.out.Infos, Info{Language: "en-US"})
		r.info = &r.out.Infos[len(r.out.Infos)-1]
		return r.children("info")
	case parent == "info" && name == "area":
		return r.children("area")
	case parent == "info" && (name == "resource" || name == "parameter" || name == "eventCode"), parent == "area" && name == "geocode":
		return r.skip()
	}
	words, err := r.text()
	if err != nil {
		return err
	}
	return r.take(parent, name, words)
}

// skip passes over an element, and counts what stands in it.
func (r *reader) skip() error {
	for open := 1; open > 0; {
		tok, err := r.dec.Token()
		if err != nil {
			return r.at("alert.not_xml")
		}
		switch tok.(type) {
		case xml.Directive:
			return r.at("alert.doctype")
		case xml.StartElement:
			open++
			r.count++
		case xml.EndElement:
			open--
		}
		if open+r.depth > deepest || r.count > elements {
			return r.at("alert.too_much")
		}
	}
	return nil
}

// text is the words of an element that holds nothing else.
func (r *reader) text() (string, error) {
	var b strings.Builder
	for {
		tok, err := r.dec.Token()
		if err != nil {
			return "", r.at("alert.not_xml")
		}
		switch t := tok.(type) {
		case xml.Directive:
			return "", r.at("alert.doctype")
		case xml.StartElement:
			return "", r.at("alert.misplaced", "name", cut(t.Name.Local))
		case xml.CharData:
			b.Write(t)
		case xml.EndElement:
			words := strings.TrimSpace(text.Clean(b.String()))
			if utf8.RuneCountInString(words) > textMost {
				return "", r.at("alert.too_much")
			}
			return words, nil
		}
	}
}

// cut is a name short enough to be said.
func cut(s string) string { return string([]rune(s)[:min(40, utf8.RuneCountInString(s))]) }

var (
	statuses = []string{"Actual", "Exercise", "System", "Test", "Draft"}
	types    = []string{"Alert", "Update", "Cancel", "Ack", "Error"}
	scopes   = []string{"Public", "Restricted", "Private"}
)

// take keeps what an element says, where this program reads it.
func (r *reader) take(parent, name, words string) (err error) {
	among := func(to *string, list []string) error {
		if !slices.Contains(list, words) {
			return r.at("alert.bad_value", "name", name)
		}
		*to = words
		return nil
	}
	when := func(to *time.Time) error {
		t, err := time.Parse(time.RFC3339, words)
		if err != nil {
			return r.at("alert.bad_time", "name", name)
		}
		*to = t
		return nil
	}
	switch parent + "/" + name {
	case "alert/identifier":
		r.out.Identifier = words
	case "alert/sender":
		r.out.Sender = words
	case "alert/sent":
		return when(&r.out.Sent)
	case "alert/status":
		return among(&r.out.Status, statuses)
	case "alert/msgType":
		return among(&r.out.Type, types)
	case "alert/scope":
		return among(&r.out.Scope, scopes)
	case "alert/references":
		for _, one := range strings.Fields(words) {
			p := strings.Split(one, ",")
			if len(p) != 3 {
				return r.at("alert.bad_value", "name", name)
			}
			sent, err := time.Parse(time.RFC3339, p[2])
			if err != nil {
				return r.at("alert.bad_time", "name", name)
			}
			r.out.References = append(r.out.References, Reference{p[0], p[1], sent})
		}
	case "info/effective":
		return when(&r.info.Effective)
	case "info/expires":
		return when(&r.info.Expires)
	case "area/areaDesc":
		r.info.Areas = append(r.info.Areas, words)
	default:
		if parent == "info" {
			if to := r.info.field(name); to != nil {
				*to = words
			}
		}
	}
	return nil
}

func (i *Info) field(name string) *string {
	return map[string]*string{
		"language": &i.Language, "event": &i.Event, "urgency": &i.Urgency, "severity": &i.Severity, "certainty": &i.Certainty, "senderName": &i.SenderName,
		"headline": &i.Headline, "description": &i.Description, "instruction": &i.Instruction, "web": &i.Web,
	}[name]
}

// whole is what an alert lacks to be one.
func (r *reader) whole() error {
	a := &r.out
	for name, is := range map[string]bool{
		"identifier": a.Identifier != "" && !strings.ContainsAny(a.Identifier, " ,<&"), "sender": a.Sender != "" && !strings.ContainsAny(a.Sender, " ,<&"),
		"sent": !a.Sent.IsZero(), "status": a.Status != "", "msgType": a.Type != "", "scope": a.Scope != "",
	} {
		if !is {
			return fault.Field("file", "alert.lacks", "name", name)
		}
	}
	if (a.Type == "Alert" || a.Type == "Update") && !slices.ContainsFunc(a.Infos, func(i Info) bool { return i.Headline != "" || i.Event != "" }) {
		return fault.Field("file", "alert.lacks", "name", "info")
	}
	if (a.Type == "Update" || a.Type == "Cancel") && len(a.References) == 0 {
		return fault.Field("file", "alert.lacks", "name", "references")
	}
	return nil
}
