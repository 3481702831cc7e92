package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"

	"passerelle/internal/directory"
	"passerelle/internal/text"
)

// luceneJars is where Debian's liblucene8-java puts what is needed.
var luceneJars = []string{"lucene-core", "lucene-analyzers-common"}

// lucene is Lucene 8 in a process of its own (lucene/Peer.java).
type lucene struct {
	cmd *exec.Cmd
	in  io.WriteCloser
	out *bufio.Reader
	cpu time.Duration // of its searches so far
	dir string
}

// errNoPeer says that a peer is not on this machine: it is then not run, and
// that is printed.
var errNoPeer = errors.New("not on this machine")

func newLucene(listings []*directory.Listing) (_ *lucene, err error) {
	var path []string
	for _, jar := range luceneJars {
		found, err := filepath.Glob("/usr/share/java/" + jar + "-8*.jar")
		if err != nil || len(found) == 0 {
			return nil, fmt.Errorf("Lucene: %w (apt-get install liblucene8-java default-jdk)", errNoPeer)
		}
		path = append(path, found[len(found)-1])
	}
	if _, err := exec.LookPath("javac"); err != nil {
		return nil, fmt.Errorf("Lucene: %w (apt-get install default-jdk)", errNoPeer)
	}
	p := &lucene{}
	if p.dir, err = os.MkdirTemp("", "bench-lucene-"); err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.RemoveAll(p.dir))
		}
	}()
	jars := strings.Join(path, ":")
	if out, err := exec.Command("javac", "-cp", jars, "-d", p.dir, filepath.Join("lucene", "Peer.java")).CombinedOutput(); err != nil {
		return nil, fmt.Errorf("javac: %w\n%s", err, out)
	}
	services := filepath.Join(p.dir, "services.tsv")
	if err := writeServices(services, listings); err != nil {
		return nil, err
	}
	p.cmd = exec.Command("java", "-Xmx2g", "-cp", jars+":"+p.dir, "Peer", services, filepath.Join(p.dir, "index"))
	p.cmd.Stderr = os.Stderr
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.out = bufio.NewReader(out)
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	if line, err := p.out.ReadString('\n'); err != nil || line != "ready\n" {
		return nil, fmt.Errorf("lucene said %q: %w", line, err)
	}
	return p, nil
}

// writeServices writes what the other programs index: the words folded and cut
// as ours are, so that no analysis is measured.
func writeServices(path string, listings []*directory.Listing) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(f)
	for _, l := range listings {
		if !l.Searchable() {
			continue
		}
		lat, lon := "", ""
		if len(l.Places) > 0 && l.Places[0].HasPoint {
			lat, lon = fmt.Sprint(l.Places[0].Lat), fmt.Sprint(l.Places[0].Lon)
		}
		fmt.Fprintf(out, "%s\t%s\t%s\t%s\t%g\t%g\n", strings.Join(wordsOf(l), " "), strings.Join(l.Needs, " "), lat, lon, l.MinAge, oldest(l))
	}
	return errors.Join(out.Flush(), f.Close())
}

func wordsOf(l *directory.Listing) (words []string) {
	for _, t := range []directory.Text{l.Name, l.OrgName, l.Summary} {
		words = text.AppendWords(words, t.FR)
		if t.EN != t.FR {
			words = text.AppendWords(words, t.EN)
		}
	}
	return words
}

func oldest(l *directory.Listing) float64 {
	if l.MaxAge == 0 {
		return 1000
	}
	return l.MaxAge
}

// Ours counts every answer, and so does Lucene when it is asked to; by itself
// it skips what can no longer be among the twenty once it has counted a
// thousand, and says "a thousand or more".
const (
	countAll      = math.MaxInt32
	countThousand = 1000
)

func (p *lucene) search(q *directory.Query, counted int) (found int, err error) {
	where := "\t\t\t"
	if q.Near != nil {
		where = fmt.Sprintf("%g\t%g\t%g\t%g", q.Near.Lat, q.Near.Lon, q.WithinMetres, q.Age)
	}
	if _, err := fmt.Fprintf(p.in, "%s\t%s\t%s\t%d\n", strings.Join(text.Words(q.Text), " "), q.Need, where, counted); err != nil {
		return 0, err
	}
	var spent int64
	if _, err := fmt.Fscanln(p.out, &found, &spent); err != nil {
		return 0, err
	}
	p.cpu += time.Duration(spent)
	return found, nil
}

func (p *lucene) close() {
	_ = p.in.Close() // it ends with its input
	_ = p.cmd.Wait()
	_ = os.RemoveAll(p.dir)
}
