package pathway_test

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"passerelle/internal/fault"
	"passerelle/internal/pathway"
)

// TestAFileComesBackEqual: each example leaves and returns byte for byte.
func TestAFileComesBackEqual(t *testing.T) {
	t.Parallel()
	names, err := os.ReadDir("examples")
	if err != nil || len(names) < 7 {
		t.Fatalf("%d files: %v", len(names), err)
	}
	for _, n := range names {
		data, err := os.ReadFile("examples/" + n.Name())
		if err != nil {
			t.Fatal(err)
		}
		p, err := pathway.Decode(data)
		if err != nil {
			t.Fatalf("%s: %v", n.Name(), err)
		}
		if list := pathway.Check(p); len(list) > 0 {
			t.Errorf("%s: %v", n.Name(), list)
		}
		if again, err := pathway.Encode(p); err != nil || !bytes.Equal(again, data) {
			t.Errorf("%s does not come back equal: %v", n.Name(), err)
		}
	}
}

func TestWhatIsNoPathwaySaysItsLine(t *testing.T) {
	t.Parallel()
	for text, key := range map[string]string{
		"":                                       "pathway.file_unreadable",
		"bonjour":                                "pathway.file_unreadable",
		"{}":                                     "pathway.file_format",
		`{"passerelle_pathway": 2}`:              "pathway.file_format",
		`{"passerelle_pathway": 1, "nom": "x"}`:  "pathway.file_unreadable",
		`{"passerelle_pathway": 1} {}`:           "pathway.file_unreadable",
		`{"passerelle_pathway": 1, "steps": 3}`:  "pathway.file_unreadable",
		strings.Repeat(" ", pathway.FileBytes+1): "pathway.file_big",
	} {
		_, err := pathway.Decode([]byte(text))
		if got, _ := fault.KeyOf(err); got != key || len(fault.FieldsOf(err)) != 1 {
			t.Errorf("%.60q: %v, want %s", text, err, key)
		}
	}
	_, err := pathway.Decode([]byte("{\n\"passerelle_pathway\": 1,\n\"start\": 7\n}"))
	if _, args := fault.KeyOf(err); len(args) != 2 || args[1] != 3 {
		t.Errorf("line of %v: %v", err, args)
	}
}

// FuzzDecode: whatever is sent, reading it ends, what was read is checked in
// bounded work, and walking it ends.
func FuzzDecode(f *testing.F) {
	names, err := os.ReadDir("examples")
	if err != nil {
		f.Fatal(err)
	}
	for _, n := range names {
		data, err := os.ReadFile("examples/" + n.Name())
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(`{"passerelle_pathway":1,"start":"a","steps":[{"id":"a","kind":"yesno","next":[{"go":"a"}]}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := pathway.Decode(data)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatal(err)
			}
			return
		}
		passes := len(pathway.Check(p)) == 0
		var w pathway.Walk
		for range 120 {
			here := w.Here(p)
			if here.End != nil {
				return
			}
			if here.Step == nil {
				if passes {
					t.Fatal("a pathway that passes leads nowhere")
				}
				return
			}
			if w.Answer(p, here.N, here.Step.ID, pathway.Unsure) != nil {
				return
			}
		}
	})
}
