package browser

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	_ "image/png" // pictures of sheets
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/makiuchi-d/gozxing"
	"github.com/makiuchi-d/gozxing/multi/qrcode"
	"rsc.io/qr"
)

// Sheet is a size of paper, in millimetres.
type Sheet struct{ Width, Height float64 }

// The sheets of Québec and Ontario, and of the standards.
var (
	Letter = Sheet{215.9, 279.4}
	A4     = Sheet{210, 297}
)

// Paper is a page as it was printed.
type Paper struct {
	t    testing.TB
	file string
}

// Print prints the page that the tab shows to a PDF, without the browser's own
// header, on a sheet unless the page says its own size.
func (tab *Tab) Print(s Sheet) Paper {
	tab.t.Helper()
	needPoppler(tab.t)
	ctx, stop := context.WithTimeout(tab.ctx, 2*patience) // a booklet has a hundred pages
	defer stop()
	yes := true
	res, err := chromedp.Call(ctx, page.PrintToPDF, page.PrintToPDFParams{
		PaperWidth: s.Width / 25.4, PaperHeight: s.Height / 25.4, PreferCSSPageSize: &yes,
	})
	if err != nil {
		tab.t.Fatalf("print: %v (at %s)", err, tab.where())
	}
	p := Paper{t: tab.t, file: filepath.Join(tab.t.TempDir(), "paper.pdf")}
	if err := os.WriteFile(p.file, res.Data, 0o600); err != nil {
		tab.t.Fatal(err)
	}
	return p
}

// needPoppler skips a test of paper where its reader is not installed, unless
// everything must run.
func needPoppler(t testing.TB) {
	t.Helper()
	for _, name := range []string{"pdfinfo", "pdftotext", "pdftoppm"} {
		if _, err := exec.LookPath(name); err != nil {
			if os.Getenv("PASSERELLE_TEST_REQUIRE") == "all" {
				t.Fatal(err)
			}
			t.Skip("not run: no poppler found (make test installs it or says how)")
		}
	}
}

func (p Paper) run(name string, args ...string) []byte {
	p.t.Helper()
	out, err := exec.Command(name, args...).Output()
	if err != nil {
		var exit *exec.ExitError
		if errors.As(err, &exit) {
			p.t.Fatalf("%s: %v\n%s", name, err, exit.Stderr)
		}
		p.t.Fatal(err)
	}
	return out
}

var pagesLine = regexp.MustCompile(`(?m)^Pages:\s+(\d+)`)

// Pages is how many sheets came out.
func (p Paper) Pages() int {
	p.t.Helper()
	m := pagesLine.FindSubmatch(p.run("pdfinfo", p.file))
	if m == nil {
		p.t.Fatal("pdfinfo says no number of pages")
	}
	n, _ := strconv.Atoi(string(m[1]))
	return n
}

// Text is what can be read on one sheet, from 1; 0 is all of them.
func (p Paper) Text(sheet int) string {
	p.t.Helper()
	args := []string{"-layout"}
	if sheet > 0 {
		args = append(args, "-f", strconv.Itoa(sheet), "-l", strconv.Itoa(sheet))
	}
	return string(p.run("pdftotext", append(args, p.file, "-")...))
}

// Squeezed is all that can be read on one sheet, in the order it was drawn and
// without spaces: an address in clear may be cut at the end of its line.
func (p Paper) Squeezed(sheet int) string {
	p.t.Helper()
	n := strconv.Itoa(sheet)
	return strings.Join(strings.Fields(string(p.run("pdftotext", "-raw", "-f", n, "-l", n, p.file, "-"))), "")
}

// sharp is the definition of pictures of sheets, in dots per inch: that of a
// poor printer.
const sharp = 150

// Grey is a picture of a sheet as a printer without colour makes it.
func (p Paper) Grey(sheet int) image.Image {
	p.t.Helper()
	n := strconv.Itoa(sheet)
	img, _, err := image.Decode(bytes.NewReader(p.run("pdftoppm", "-gray", "-png", "-r", strconv.Itoa(sharp), "-f", n, "-l", n, "-singlefile", p.file)))
	if err != nil {
		p.t.Fatal(err)
	}
	return img
}

// Code is a QR code found on a sheet.
type Code struct {
	Words string
	MM    float64 // side, without the quiet zone
}

// Codes reads the codes of a sheet as a phone does, from its grey picture.
func (p Paper) Codes(sheet int) (list []Code) {
	p.t.Helper()
	bits, err := gozxing.NewBinaryBitmapFromImage(p.Grey(sheet))
	if err != nil {
		p.t.Fatal(err)
	}
	found, err := qrcode.NewQRCodeMultiReader().DecodeMultiple(bits, map[gozxing.DecodeHintType]any{gozxing.DecodeHintType_TRY_HARDER: true})
	if err != nil {
		p.t.Logf("no code on sheet %d: %v", sheet, err)
		return nil
	}
	for _, r := range found {
		list = append(list, Code{Words: r.GetText(), MM: side(r)})
	}
	return list
}

// side is the side of a code in millimetres: its finder patterns stand seven
// modules nearer to one another than its edges.
func side(r *gozxing.Result) float64 {
	at := r.GetResultPoints()
	code, err := qr.Encode(r.GetText(), qr.M)
	if err != nil || len(at) < 3 {
		return 0
	}
	near := func(a, b gozxing.ResultPoint) float64 { return math.Hypot(a.GetX()-b.GetX(), a.GetY()-b.GetY()) }
	apart := min(near(at[0], at[1]), near(at[1], at[2]), near(at[0], at[2])) // the diagonal is longer
	return apart * float64(code.Size) / float64(code.Size-7) / sharp * 25.4
}

// Faint is the share of a grey sheet's marks that are neither dark nor paper:
// what a poor copier loses. Edges of letters are a part of it.
func (p Paper) Faint(sheet int) float64 {
	p.t.Helper()
	img := p.Grey(sheet)
	b := img.Bounds()
	dark, faint := 0, 0
	for y := b.Min.Y; y < b.Max.Y; y++ {
		for x := b.Min.X; x < b.Max.X; x++ {
			g, _, _, _ := img.At(x, y).RGBA()
			switch {
			case g < 0x6000:
				dark++
			case g > 0xd000 && g < 0xf800:
				faint++
			}
		}
	}
	if dark == 0 {
		p.t.Fatalf("sheet %d is empty", sheet)
	}
	return float64(faint) / float64(dark+faint)
}

// String says how the paper is known in messages.
func (p Paper) String() string { return fmt.Sprintf("%d sheets", p.Pages()) }
