// Package web answers browsers: a secure server, one table of routes, and
// handlers, one file per noun.
//
// Guarantees. Every route says who it is for, or the program does not start.
// Every answer, errors included, carries the security headers. Every POST
// passes cross-origin protection. Public pages set no cookie and load no
// script. What is about persons is never cached. An error shows a calm page in
// the reader's language with what to do; its cause goes to the log, without
// personal content.
//
// It must not hold SQL or a rule: handlers read the request, call one use-case
// with the actor, and compose a page.
package web
