// Package mailbox is a server of e-mail for tests: it takes letters as servers
// do, by SMTP with STARTTLS or from the first byte, keeps them, and can be told to
// misbehave. It stands for the world outside, and sends nothing on.
package mailbox
