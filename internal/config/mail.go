package config

import (
	"net/mail"
	"strings"

	"passerelle/internal/fault"
)

// Mail is e-mail that leaves, by one server (SMTP); off while MailHost is empty.
// It needs the public address (URL): a message leads to pages and is stopped by
// one.
type Mail struct {
	MailHost         string `name:"mail-host" env:"PASSERELLE_MAIL_HOST" placeholder:"HOST" help:"cli.help_mail_host"`
	MailPort         int    `name:"mail-port" env:"PASSERELLE_MAIL_PORT" default:"587" help:"cli.help_mail_port"`
	MailSecurity     string `name:"mail-security" env:"PASSERELLE_MAIL_SECURITY" default:"starttls" enum:"starttls,tls,none" help:"cli.help_mail_security"`
	MailUser         string `name:"mail-user" env:"PASSERELLE_MAIL_USER" placeholder:"NAME" help:"cli.help_mail_user"`
	MailPassword     string `name:"mail-password" env:"PASSERELLE_MAIL_PASSWORD" placeholder:"SECRET" help:"cli.help_mail_password"`
	MailPasswordFile string `name:"mail-password-file" env:"PASSERELLE_MAIL_PASSWORD_FILE" placeholder:"FILE" help:"cli.help_mail_password_file"`
	MailFrom         string `name:"mail-from" env:"PASSERELLE_MAIL_FROM" placeholder:"ADDRESS" help:"cli.help_mail_from"`
}

// The ways of MailSecurity: encrypted after a first greeting, from the first
// byte, or not at all, to a server on this very machine.
const (
	MailSTARTTLS = "starttls"
	MailTLS      = "tls"
	MailNone     = "none"
)

// On reports that e-mail can leave.
func (m *Mail) On() bool { return m.MailHost != "" }

// check reads the *_FILE setting and lists what is wrong.
func (m *Mail) check(public string) (wrong fault.Fields) {
	if wrong = fromFile("mail-password-file", m.MailPasswordFile, &m.MailPassword); len(wrong) > 0 || !m.On() {
		return wrong
	}
	here := m.MailHost == "localhost" || m.MailHost == "127.0.0.1" || m.MailHost == "::1"
	switch m.MailSecurity {
	case MailSTARTTLS, MailTLS:
	case MailNone:
		if !here {
			wrong = append(wrong, fault.Field("mail-security", "config.mail_in_clear"))
		}
	default:
		wrong = append(wrong, fault.Field("mail-security", "config.mail_security_unknown"))
	}
	if m.MailPort < 1 || m.MailPort > 65535 {
		wrong = append(wrong, fault.Field("mail-port", "config.mail_port"))
	}
	if (m.MailUser == "") != (m.MailPassword == "") {
		wrong = append(wrong, fault.Field("mail-user", "config.mail_half"))
	}
	if a, err := mail.ParseAddress(m.MailFrom); err != nil || strings.ContainsAny(m.MailFrom, "\r\n") || !strings.Contains(a.Address, ".") {
		wrong = append(wrong, fault.Field("mail-from", "config.mail_from_malformed"))
	}
	if !strings.HasPrefix(public, "https://") { // one press that stops it is a form sent over a safe connection (RFC 8058)
		wrong = append(wrong, fault.Field("url", "config.mail_needs_url"))
	}
	return wrong
}
