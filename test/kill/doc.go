// Package kill ends the real program with SIGKILL while people write, again
// and again, and looks at what is left.
//
// Clients send acts with an id of their own (the hidden field "act" of every
// form), gateways bring text messages with theirs, and each notes which were
// acknowledged. After each kill they send again what had no answer, as a browser,
// a phone or a gateway would. At the end each acknowledged act is there once, none
// is there twice, a message has left one need and one answer, and "passerelle
// check" is clean.
//
// A kill proves little about power cuts (the system keeps what it was given);
// it proves that an acknowledgement is never sent before the commit, that a
// retry acts once, and that the program recovers by itself.
package kill
