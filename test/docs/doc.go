// Package docs keeps the documents true: every "make X", "passerelle X" and
// flag they name exists, every path and picture they point at is there, and
// each block marked runnable runs.
//
//	```sh runnable
//	passerelle import --db essai.db --dry-run exemple/
//	```
//
// A runnable block runs in an empty folder, with the real program on the PATH
// and a shell that stops at the first failure.
//
// What it must not do: read a document as specification. It finds what is
// untrue, not what is missing.
package docs
