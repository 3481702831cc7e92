package r4

import (
	"encoding/base64"
	"encoding/xml"
	"errors"
	"io"
	"slices"
	"strings"
)

// The elements and attributes that a narrative may hold: txt-1 of R4 and the
// checks of its schematron. None of them runs anything or fetches a frame.
var (
	formatting = strings.Fields(`a abbr acronym address b bdo big blockquote br caption cite code col colgroup dd dfn div dl dt em h1 h2 h3 h4 h5 h6 hr i img
		kbd li ol p pre q s samp small span strong sub sup table tbody td tfoot th thead tr tt u ul var`)
	ornaments = strings.Fields(`abbr accesskey align alt axis bgcolor border cellhalign cellpadding cellspacing cellvalign char charoff charset cite class
		clear color colspan compact coords datetime dir face frame headers height href hreflang hspace id lang longdesc name noshade nowrap rel rev rowspan
		rules scope shape size span src start style summary tabindex title type valign value vspace width xmlns`)
)

const (
	xhtml = "http://www.w3.org/1999/xhtml"
	xmlNS = "http://www.w3.org/XML/1998/namespace"
)

// soundNarrative reports whether a text is one div of XHTML that formats and does
// nothing else, and that says something: txt-1 and txt-2 of R4.
func soundNarrative(s string) bool {
	d := xml.NewDecoder(strings.NewReader(s))
	says, depth, roots := false, 0, 0
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return roots == 1 && says
		}
		if err != nil {
			return false
		}
		switch x := t.(type) {
		case xml.ProcInst, xml.Directive:
			return false
		case xml.StartElement:
			if depth == 0 {
				roots++
			}
			if depth == 0 && x.Name.Local != "div" || x.Name.Space != xhtml || !slices.Contains(formatting, x.Name.Local) || slices.ContainsFunc(x.Attr, acts) {
				return false
			}
			depth++
			says = says || x.Name.Local == "img"
		case xml.EndElement:
			depth--
		case xml.CharData:
			if strings.TrimSpace(string(x)) == "" {
				continue
			}
			if depth == 0 {
				return false
			}
			says = true
		}
	}
}

// acts reports whether an attribute is none that formats, or leads to a program.
func acts(a xml.Attr) bool {
	switch a.Name.Space {
	case "":
	case xmlNS:
		return a.Name.Local != "lang" && a.Name.Local != "space"
	default:
		return a.Name.Space != "xmlns" || a.Value != xhtml
	}
	return !slices.Contains(ornaments, a.Name.Local) || a.Name.Local == "xmlns" && a.Value != xhtml || runs(a.Value)
}

// runs reports whether an address is a program that a browser would run where it
// is shown as a link. Browsers skip spaces and controls in the name of a scheme.
func runs(address string) bool {
	scheme, _, ok := strings.Cut(address, ":")
	scheme = strings.ToLower(strings.Map(func(r rune) rune {
		if r <= ' ' {
			return -1
		}
		return r
	}, scheme))
	return ok && (scheme == "javascript" || scheme == "vbscript")
}

// isBase64 reports whether a text is base64 to the end. R4 lets spaces stand in it.
func isBase64(s string) bool {
	_, err := base64.StdEncoding.Strict().DecodeString(strings.Join(strings.Fields(s), ""))
	return err == nil
}
