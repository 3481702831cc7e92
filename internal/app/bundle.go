package app

import (
	"errors"
	"io"
	"os"
	"path/filepath"

	"passerelle/internal/fault"
	"passerelle/internal/i18n"
)

// openBundle reads the catalogue and the language packs. A pack with faulty
// rows is loaded without them and the log says how many; an unreadable one is
// the operator's to mend.
func openBundle(set Settings) (*i18n.Bundle, error) {
	b, err := i18n.New()
	if err != nil {
		return nil, err
	}
	load := func(name string, r io.Reader) error {
		rep, err := b.LoadPack(r)
		if err != nil {
			return fault.Field("packs", "config.pack_unreadable", "file", name).With(err)
		}
		set.Log.Info("language pack", "file", name, "lang", string(rep.Lang), "shown", rep.Shown, "hidden", rep.Hidden, "refused", len(rep.Refused))
		return nil
	}
	for name, r := range set.Packs {
		if err := load(name, r); err != nil {
			return nil, err
		}
	}
	if set.Server.Packs == "" {
		return b, nil
	}
	files, err := os.ReadDir(set.Server.Packs)
	if err != nil {
		return nil, fault.Field("packs", "config.folder_unreadable").With(err)
	}
	for _, file := range files {
		if filepath.Ext(file.Name()) != ".tsv" {
			continue
		}
		f, err := os.Open(filepath.Join(set.Server.Packs, file.Name()))
		if err != nil {
			return nil, fault.Field("packs", "config.pack_unreadable", "file", file.Name()).With(err)
		}
		if err := errors.Join(load(file.Name(), f), f.Close()); err != nil {
			return nil, err
		}
	}
	return b, nil
}

// joinClose closes the ground and keeps both errors.
func joinClose(err error, g *Ground) error { return errors.Join(err, g.Close()) }
