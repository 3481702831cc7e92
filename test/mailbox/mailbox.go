package mailbox

import (
	"bufio"
	"crypto/tls"
	"crypto/x509"
	"encoding/base64"
	"fmt"
	"io"
	"mime"
	"mime/quotedprintable"
	"net"
	"net/http/httptest"
	"net/mail"
	"strings"
	"sync"
	"testing"
)

// Server is one server of e-mail.
type Server struct {
	Host  string
	Port  int
	Roots *x509.CertPool // who vouches for it

	tls   *tls.Config
	bare  bool
	first bool // encrypted from the first byte
	mu    sync.Mutex
	got   []Letter
	says  map[string]string // an answer in the place of the usual one, by command
	conns int
}

// Letter is what was taken.
type Letter struct {
	From, To string // of the envelope
	Raw      string
	Header   mail.Header
	Subject  string
	Text     string
	Secure   bool
	Signed   bool // whoever brought it said a password
}

// Kind says how a server is spoken to.
type Kind int

// StartTLS begins in clear, Implicit is encrypted from the first byte, Bare knows
// no encryption.
const (
	StartTLS Kind = iota
	Implicit
	Bare
)

// New starts a server, which ends with the test.
func New(t testing.TB, k Kind) *Server {
	t.Helper()
	lent := httptest.NewTLSServer(nil) // its certificate is for 127.0.0.1
	defer lent.Close()
	roots := x509.NewCertPool()
	roots.AddCert(lent.Certificate())
	s := &Server{Host: "127.0.0.1", Roots: roots, tls: &tls.Config{Certificates: lent.TLS.Certificates}, bare: k == Bare, first: k == Implicit, says: map[string]string{}}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	s.Port = l.Addr().(*net.TCPAddr).Port
	var open sync.WaitGroup
	t.Cleanup(func() { l.Close(); open.Wait() })
	open.Go(func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			open.Go(func() { s.talk(c) })
		}
	})
	return s
}

// Says has the server answer a command (MAIL, RCPT, DATA, "." after a letter)
// otherwise; an empty answer cuts the connection, and "usual" is as before.
func (s *Server) Says(command, answer string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.says[command] = answer; answer == "usual" {
		delete(s.says, command)
	}
}

// Letters are those taken so far, the oldest first.
func (s *Server) Letters() []Letter {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]Letter(nil), s.got...)
}

// Calls is how often somebody connected.
func (s *Server) Calls() int { s.mu.Lock(); defer s.mu.Unlock(); return s.conns }

func (s *Server) instead(command string) (answer string, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	answer, ok = s.says[command]
	return answer, ok
}

func (s *Server) talk(c net.Conn) {
	defer func() { c.Close() }()
	s.mu.Lock()
	s.conns++
	s.mu.Unlock()
	secure := s.first
	if secure {
		c = tls.Server(c, s.tls)
	}
	in := bufio.NewReader(c)
	say := func(line string) { fmt.Fprintf(c, "%s\r\n", line) }
	say("220 mailbox.example")
	var from, to string
	signed := false
	for {
		line, err := in.ReadString('\n')
		if err != nil {
			return
		}
		line = strings.TrimRight(line, "\r\n")
		verb, rest, _ := strings.Cut(line, " ")
		verb = strings.ToUpper(verb)
		if answer, ok := s.instead(verb); ok {
			if answer == "" {
				return
			}
			say(answer)
			continue
		}
		switch verb {
		case "EHLO":
			more := "250-AUTH PLAIN"
			if !secure && !s.bare {
				more = "250-STARTTLS"
			}
			say("250-mailbox.example\r\n" + more + "\r\n250 8BITMIME")
		case "STARTTLS":
			if s.bare || secure {
				say("502 no")
				continue
			}
			say("220 go on")
			c = tls.Server(c, s.tls)
			in, secure = bufio.NewReader(c), true
		case "AUTH":
			b, err := base64.StdEncoding.DecodeString(strings.TrimPrefix(rest, "PLAIN "))
			if signed = err == nil && string(b) == "\x00user\x00word"; !signed {
				say("535 no")
				continue
			}
			say("235 ok")
		case "MAIL":
			from = between(rest)
			say("250 ok")
		case "RCPT":
			to = between(rest)
			say("250 ok")
		case "DATA":
			say("354 go on")
			var raw strings.Builder
			for {
				l, err := in.ReadString('\n')
				if err != nil {
					return
				}
				if l == ".\r\n" {
					break
				}
				raw.WriteString(strings.TrimPrefix(l, "."))
			}
			if answer, ok := s.instead("."); ok {
				if answer == "" { // it took the letter, and nobody hears that it did
					s.take(from, to, raw.String(), secure, signed)
					return
				}
				say(answer)
				continue
			}
			s.take(from, to, raw.String(), secure, signed)
			say("250 taken")
		case "QUIT":
			say("221 bye")
			return
		default:
			say("250 ok")
		}
	}
}

func between(s string) string {
	_, s, _ = strings.Cut(s, "<")
	s, _, _ = strings.Cut(s, ">")
	return s
}

func (s *Server) take(from, to, raw string, secure, signed bool) {
	l := Letter{From: from, To: to, Raw: raw, Secure: secure, Signed: signed}
	if m, err := mail.ReadMessage(strings.NewReader(raw)); err == nil {
		l.Header = m.Header
		l.Subject, _ = new(mime.WordDecoder).DecodeHeader(m.Header.Get("Subject"))
		body := m.Body
		if m.Header.Get("Content-Transfer-Encoding") == "quoted-printable" {
			body = quotedprintable.NewReader(body)
		}
		b, _ := io.ReadAll(body)
		l.Text = strings.ReplaceAll(string(b), "\r\n", "\n")
	}
	s.mu.Lock()
	s.got = append(s.got, l)
	s.mu.Unlock()
}
