package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"passerelle/internal/fault"
)

// output is a file that a command was asked to write. It appears whole or not
// at all: it is written beside its place and moved there when it is complete.
// What is there already and is no plain file (a pipe, a terminal, a link) stays
// what it is and is written to.
type output struct {
	path   string
	file   *os.File // nil once it is closed
	beside string   // where it is written meanwhile; "" when that is its place
}

// openOutput tries the place before any work is done for it. Without a path
// there is no file: nil, which drop leaves alone.
func openOutput(option, path string) (*output, error) {
	if path == "" {
		return nil, nil
	}
	o := &output{path: path}
	info, err := os.Lstat(path)
	if err == nil && !info.Mode().IsRegular() {
		o.file, err = os.OpenFile(path, os.O_WRONLY|os.O_TRUNC, 0)
	} else if o.file, err = os.CreateTemp(filepath.Dir(path), ".passerelle-"); err == nil {
		o.beside = o.file.Name()
	}
	if err != nil {
		return nil, fault.Field(option, "config.file_unwritable").With(err)
	}
	return o, nil
}

// fill writes the file and puts it in its place, or leaves nothing of it. What
// the disk refused is for the operator to mend; whatever else write says is not
// about the file.
func (o *output) fill(write func(io.Writer) error) error {
	w := &noting{w: o.file}
	err := write(w)
	if err == nil && w.err == nil {
		w.err = o.place()
	}
	if w.err != nil {
		err = fault.New(fault.Unavailable, "cli.file_cut", "file", o.path).With(w.err)
	}
	return errors.Join(err, o.drop())
}

func (o *output) place() error {
	if o.beside == "" {
		return o.close() // a pipe or a terminal has nothing to wait for
	}
	if err := errors.Join(o.file.Sync(), o.close()); err != nil {
		return err
	}
	err := os.Rename(o.beside, o.path)
	if err == nil {
		o.beside = ""
	}
	return err
}

func (o *output) close() error {
	if o.file == nil {
		return nil
	}
	f := o.file
	o.file = nil
	return f.Close()
}

// drop takes away what was begun and is not in its place.
func (o *output) drop() error {
	if o == nil {
		return nil
	}
	err := o.close()
	if o.beside != "" {
		err = errors.Join(err, os.Remove(o.beside))
		o.beside = ""
	}
	return err
}

// noting remembers what the disk refused.
type noting struct {
	w   io.Writer
	err error
}

// Write implements io.Writer.
func (n *noting) Write(b []byte) (int, error) {
	written, err := n.w.Write(b)
	if err != nil {
		n.err = err
	}
	return written, err
}

// whole writes a file from nothing.
func whole(option, path string, write func(io.Writer) error) error {
	o, err := openOutput(option, path)
	if err != nil {
		return err
	}
	return o.fill(write)
}

// these is a write of what is known already.
func these(b []byte) func(io.Writer) error {
	return func(w io.Writer) error {
		_, err := w.Write(b)
		return err
	}
}
