// Package imports takes whole directories through the real program: real ones,
// to see that nothing of them is lost and that what we export is what we
// imported; and its own, while the program is ended with SIGKILL, to see that
// an import is done or not begun, and that the same command, or the server when
// it is back, brings it to the same end.
//
// It must not look inside the program but where a person cannot: what became of
// a task whose pages need somebody to sign in.
package imports
