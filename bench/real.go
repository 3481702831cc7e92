package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"passerelle/internal/app/demo"
	"passerelle/internal/directory"
	"passerelle/internal/directory/corpus"
	"passerelle/internal/text"
)

// A shape is one kind of directory to search in, and what is asked of it.
type shape struct {
	name  string
	make  func(n int) []*directory.Listing
	texts []string // of one to three words that occur
}

const asked = 1000 // queries of each shape

// shapes are dense words, drawn from a made-up vocabulary, and real ones. The
// second needs the folder bench as the one it runs in.
func shapes() ([]shape, error) {
	out := []shape{{"dense", func(n int) []*directory.Listing { return corpus.Make(seed, n) }, corpus.Texts(5, asked)}}
	w, err := readWritten()
	if err != nil {
		return nil, err
	}
	return append(out, shape{"real", w.listings, w.texts(asked)}), nil
}

// written are the words of real services: of three real directories and of the
// invented region, which was written as the real ones are.
type written struct {
	services []wording
}

type wording struct {
	org, name, summary directory.Text
	terms, needs       []string
}

func readWritten() (*written, error) {
	w := &written{}
	for _, name := range []string{"health", "legal", "food"} {
		b, err := os.ReadFile(filepath.Join("..", "test", "judged", "data", name+".tsv"))
		if err != nil {
			return nil, err
		}
		for i, line := range strings.Split(strings.TrimSpace(string(b)), "\n") {
			c := strings.Split(line, "\t")
			if i == 0 || len(c) < 12 || c[2] == "" {
				continue
			}
			say := func(s string) directory.Text {
				if c[11] == "fr" {
					return directory.Text{FR: s}
				}
				return directory.Text{EN: s}
			}
			s := wording{org: say(c[1]), name: say(c[2]), summary: say(c[3])}
			for t := range strings.SplitSeq(c[4], ";") {
				if t = strings.TrimSpace(t); t != "" {
					s.terms = append(s.terms, t)
				}
			}
			s.needs = directory.GuessNeeds(&directory.Listing{Name: s.name, Summary: s.summary, Terms: s.terms})
			w.services = append(w.services, s)
		}
	}
	d, err := demo.LoadData()
	if err != nil {
		return nil, err
	}
	orgs := map[string]directory.Text{}
	for _, o := range d.Organizations {
		orgs[o.Code] = directory.Text(o.Name)
	}
	for range 5 { // the only ones in both languages: a third of the whole
		for _, s := range d.Services {
			w.services = append(w.services, wording{orgs[s.Org], directory.Text(s.Name), directory.Text(s.Summary), nil, s.Needs})
		}
	}
	return w, nil
}

// listings are n services in real words: each has the name of one, with its town,
// and the descriptions of that one and of another of its kind. Places, hours, ages
// and papers are those of the dense shape, so that only the words differ.
func (w *written) listings(n int) []*directory.Listing {
	out := corpus.Make(seed, n)
	r := corpus.New(seed + 1)
	for i, l := range out {
		s, other := w.services[r.N(len(w.services))], w.services[r.N(len(w.services))]
		l.Name, l.OrgName, l.Summary, l.Terms, l.Needs = s.name, s.org, s.summary, s.terms, s.needs
		if len(l.Places) > 0 {
			l.Name = with(l.Name, " "+l.Places[0].City)
		}
		if i%3 == 0 {
			l.Name = with(l.Name, fmt.Sprintf(" %d", 1+i%40))
		}
		if i%2 == 0 {
			l.Summary = with(l.Summary, " "+other.summary.FR+" "+other.summary.EN)
		}
	}
	return out
}

// with adds words to what is said in each language.
func with(t directory.Text, more string) directory.Text {
	if t.FR != "" {
		t.FR += more
	}
	if t.EN != "" {
		t.EN += more
	}
	return t
}

// texts are n questions in the words of names and descriptions, two times in
// three of a name.
func (w *written) texts(n int) (out []string) {
	r := corpus.New(5)
	for len(out) < n {
		s := w.services[r.N(len(w.services))]
		from := s.name.FR + " " + s.name.EN
		if r.N(3) == 0 {
			from = s.summary.FR + " " + s.summary.EN
		}
		var words []string
		for _, x := range text.Words(from) {
			if len(x) > 2 && !text.Stop(x) {
				words = append(words, x)
			}
		}
		if len(words) == 0 {
			continue
		}
		at := r.N(len(words))
		out = append(out, strings.Join(words[at:min(len(words), at+1+r.N(3))], " "))
	}
	return out
}
