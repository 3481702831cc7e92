package house

import (
	"go/ast"
	"testing"
)

// speaks lists the packages that ask something of another machine over HTTP,
// and what for. Only message carries words to people.
var speaks = map[string]string{
	"message":     "the gateways of text messages, and the server of e-mail: each takes what package contact cleared",
	"web":         "signing in through an institution's own server",
	"fhir":        "tells a partner's system that something moved: an id, and no word",
	"hsds/intake": "fetches directories that are imported",
	"hsds/check":  "reads the feed that it is asked to check",
}

// mailDoor is how e-mail leaves: package message alone opens it, for what package
// contact cleared.
const mailDoor = "github.com/wneessen/go-mail"

var oneDoor = Rule{
	Name: "words leave for people by one door",
	Why: "how a person may be reached safely is asked in one place (package contact): whatever reaches a gateway without it may reach whoever forces them. " +
		"A gateway takes a contact.Cleared, which nobody else can make, and nothing else in the program can send",
	Check: func(t *Tree) (bad []Finding) {
		for _, f := range t.Go {
			pkg := Internal(f.Dir)
			if f.Test || pkg == "" {
				continue
			}
			for _, mail := range []string{"net/smtp", "os/exec", mailDoor, mailDoor + "/smtp"} {
				if at := f.Imports()[mail]; at != nil && !(mail == mailDoor && pkg == "message") {
					bad = append(bad, found(t.At(at), "imports %s: words could leave by it", mail))
				}
			}
			f.selectors(func(imp, name string, at ast.Node) {
				asks := imp == "net/http" && contains([]string{"NewRequest", "NewRequestWithContext", "Client", "DefaultClient", "Post", "PostForm", "Get"}, name)
				if asks && speaks[pkg] == "" {
					bad = append(bad, found(t.At(at), "uses http.%s: only those of the list in test/house/door_test.go speak to other machines", name))
				}
			})
			if pkg == "message" {
				bad = append(bad, ungated(t, f)...)
			}
		}
		return bad
	},
}

// ungated finds what sends in package message without having been given what
// was cleared.
func ungated(t *Tree, f *File) (bad []Finding) {
	for _, d := range f.AST.Decls {
		fn, ok := d.(*ast.FuncDecl)
		if !ok || fn.Body == nil || fn.Name.Name == "do" {
			continue
		}
		cleared := false
		for _, p := range fn.Type.Params.List {
			if s, ok := p.Type.(*ast.SelectorExpr); ok && s.Sel.Name == "Cleared" {
				x, ok := s.X.(*ast.Ident)
				cleared = cleared || ok && x.Name == "contact"
			}
		}
		ast.Inspect(fn.Body, func(n ast.Node) bool {
			c, ok := n.(*ast.CallExpr)
			if !ok {
				return true
			}
			s, ok := c.Fun.(*ast.SelectorExpr)
			if ok && !cleared && contains([]string{"do", "Do", "NewRequest", "NewRequestWithContext", "Post", "PostForm", "DialWithContext", "DialAndSend", "DialAndSendWithContext"}, s.Sel.Name) {
				bad = append(bad, found(t.At(c), "%s sends, and was given no contact.Cleared", fn.Name.Name))
			}
			return true
		})
	}
	return bad
}

func TestWordsLeaveByOneDoor(t *testing.T) {
	enforce(t, oneDoor)
	bites(t, oneDoor, files{"internal/referral/a.go": "package referral\nimport \"net/http\"\nvar x, _ = http.PostForm(\"\", nil)\n"}, "http.PostForm")
	bites(t, oneDoor, files{"internal/job/a.go": "package job\nimport \"net/http\"\nvar x = &http.Client{}\n"}, "http.Client")
	bites(t, oneDoor, files{"internal/web/a.go": "package web\nimport _ \"net/smtp\"\n"}, "net/smtp")
	bites(t, oneDoor, files{"internal/message/a.go": "package message\ntype G struct{}\nfunc (g G) do(int) {}\nfunc (g G) Notify(to string) { g.do(1) }\n"}, "Notify sends")
	bites(t, oneDoor, files{"internal/app/a.go": "package app\nimport _ \"" + mailDoor + "\"\n"}, mailDoor)
	bites(t, oneDoor, files{"internal/message/a.go": "package message\nimport m \"" + mailDoor + "\"\nfunc tell(c *m.Client) { c.DialAndSend() }\n"}, "tell sends")
	spares(t, oneDoor, files{"internal/message/a.go": "package message\nimport \"passerelle/internal/contact\"\ntype G struct{}\nfunc (g G) do(int) {}\nfunc (g G) Send(c contact.Cleared) { g.do(1) }\n"})
}
