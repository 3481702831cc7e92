package message

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"net"
	"strings"
	"time"

	mail "github.com/wneessen/go-mail"

	"passerelle/internal/contact"
	"passerelle/internal/fault"
)

// Mail is the carrier of e-mail: one server of the operator's, spoken to by SMTP.
// It carries what a worker asked to be told (contact.Notice), in plain text.
type Mail struct {
	Host     string // empty: no e-mail leaves
	Port     int
	Implicit bool // the connection is encrypted from its first byte; else by STARTTLS
	Bare     bool // no encryption: for a server on this very machine alone
	User     string
	Password string
	From     string // an address, perhaps with a name before it

	Roots  *x509.CertPool // who is believed to name the server; nil: whom the machine believes
	Within time.Duration  // how long the server may take; zero: mailWithin
}

// mailWithin is how long a server may take for each thing that it is told.
const mailWithin = 20 * time.Second

// On reports that e-mail can leave.
func (m *Mail) On() bool { return m != nil && m.Host != "" }

// Send implements contact.Sender. Unavailable says that the server took nothing,
// so that it may be told again; after any other error it may have taken it, and
// telling it again could tell somebody twice. No cause is kept: servers quote
// addresses.
func (m *Mail) Send(c contact.Cleared) (string, error) {
	if !m.On() || c.Empty() || c.Channel() != contact.ByMail {
		return "", fault.New(fault.Invalid, "error.invalid")
	}
	letter, err := m.letter(c)
	if err != nil {
		return "", fault.New(fault.Invalid, "error.invalid")
	}
	line := &line{implicit: m.Implicit, tls: m.tls()}
	defer line.hangUp()
	client, err := m.client(line)
	if err != nil {
		return "", fault.New(fault.Invalid, "error.invalid")
	}
	ctx, cancel := context.WithTimeout(context.Background(), m.within())
	defer cancel()
	if err := client.DialWithContext(ctx); err != nil {
		return "", fault.New(fault.Unavailable, "error.unavailable")
	}
	if err := fate(client.Send(letter)); err != nil {
		return "", err
	}
	_ = client.Close() // the server has answered for the letter: how it takes leave changes nothing
	return c.ID(), nil
}

// line is the connection to the server: the library leaves one open when what
// comes before a letter fails.
type line struct {
	implicit bool
	tls      *tls.Config
	conn     net.Conn
}

func (l *line) dial(ctx context.Context, network, address string) (c net.Conn, err error) {
	if l.implicit {
		c, err = (&tls.Dialer{Config: l.tls}).DialContext(ctx, network, address)
	} else {
		c, err = (&net.Dialer{}).DialContext(ctx, network, address)
	}
	if err == nil {
		l.conn = c
	}
	return c, err
}

func (l *line) hangUp() {
	if l.conn != nil {
		_ = l.conn.Close() // closed already when all went well
	}
}

// fate is what an answer of the server means for whoever sends.
func fate(err error) error {
	var said *mail.SendError
	switch {
	case err == nil:
		return nil
	case !errors.As(err, &said):
		return fault.New(fault.Internal, "error.internal")
	case said.Reason == mail.ErrSMTPReset: // it was taken before
		return nil
	case said.ErrorCode() >= 500:
		return fault.New(fault.Invalid, "error.invalid")
	case said.ErrorCode() >= 400 || before(said.Reason):
		return fault.New(fault.Unavailable, "error.unavailable")
	}
	return fault.New(fault.Internal, "error.internal")
}

// before reports that a server was not given the letter yet.
func before(r mail.SendErrReason) bool {
	switch r {
	case mail.ErrConnCheck, mail.ErrSMTPMailFrom, mail.ErrSMTPRcptTo, mail.ErrSMTPData:
		return true
	}
	return false
}

func (m *Mail) within() time.Duration {
	if m.Within > 0 {
		return m.Within
	}
	return mailWithin
}

func (m *Mail) tls() *tls.Config {
	return &tls.Config{ServerName: m.Host, RootCAs: m.Roots, MinVersion: tls.VersionTLS12}
}

func (m *Mail) client(l *line) (*mail.Client, error) {
	set := []mail.Option{
		mail.WithPort(m.Port), mail.WithTimeout(m.within()), mail.WithHELO(m.domain()), // not the name of this machine
		mail.WithTLSConfig(m.tls()), mail.WithDialContextFunc(l.dial),
	}
	switch {
	case m.Bare:
		set = append(set, mail.WithTLSPolicy(mail.NoTLS))
	case m.Implicit:
		set = append(set, mail.WithSSL())
	default:
		set = append(set, mail.WithTLSPolicy(mail.TLSMandatory))
	}
	if m.User != "" {
		// The two that say the password itself do so over an encrypted line alone.
		set = append(set, mail.WithOpportunisticSMTPAuth(mail.SMTPAuthSCRAMSHA256, mail.SMTPAuthPlain, mail.SMTPAuthLogin), mail.WithUsername(m.User), mail.WithPassword(m.Password))
	}
	return mail.NewClient(m.Host, set...)
}

// letter is what the server gets. Nothing in it tells which machine or which
// program wrote it.
func (m *Mail) letter(c contact.Cleared) (*mail.Msg, error) {
	if !contact.IsAddress(c.To()) {
		return nil, fault.New(fault.Invalid, "error.invalid")
	}
	l := mail.NewMsg(mail.WithNoDefaultUserAgent())
	if err := errors.Join(l.From(m.From), l.To(c.To())); err != nil {
		return nil, err
	}
	l.Subject(c.Subject())
	l.SetMessageIDWithValue(c.ID() + "@" + m.domain())
	l.SetGenHeader("Auto-Submitted", "auto-generated") // nobody's holiday answers it
	if err := l.SetListUnsubscribeOneClick(c.Stop()); err != nil {
		return nil, err
	}
	l.SetBodyString(mail.TypeTextPlain, c.Text())
	return l, nil
}

// domain is that of the address that sends.
func (m *Mail) domain() string {
	_, host, _ := strings.Cut(strings.TrimSuffix(m.From, ">"), "@")
	if host == "" {
		return "localhost"
	}
	return host
}
