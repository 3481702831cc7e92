package hsds

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"io/fs"
	"path"
	"strings"

	"passerelle/internal/directory"
)

// metered counts what is read of files.
func (p *Package) metered(files []file) []file {
	out := make([]file, len(files))
	for i, f := range files {
		out[i] = file{f.name, func() (io.ReadCloser, error) {
			r, err := f.open()
			if err != nil {
				return nil, err
			}
			return both{counting{r, &p.readBytes}, r}, nil
		}, f.alone}
	}
	return out
}

type counting struct {
	io.Reader
	n *int64
}

func (c counting) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	*c.n += int64(n)
	return n, err
}

// sorted are the files of a package by how they are read.
type sorted struct {
	sheets []sheet
	trees  []tree
	xmls   []xmlFile
}

// survey looks at the bytes of every file and sorts them. What no rule reads is
// told and left.
func (p *Package) survey(files []file) (all sorted, err error) {
	told := readDescriptor(files, p.spools.issue)
	whole := sha256.New()
	var total int64
	for _, f := range files {
		ext := strings.ToLower(path.Ext(f.name))
		switch {
		case path.Base(f.name) == descriptorName || path.Base(f.name) == manifestName:
			continue
		case ext == ".md" || ext == ".yaml" || ext == ".yml" || ext == ".pdf" || ext == ".html" || path.Base(f.name) == "LICENSE":
			continue // what people read beside the data
		case f.alone && nested(f.name):
			return all, refuse(f.name, 0, "not_an_archive", "")
		case nested(f.name):
			return all, refuse(f.name, 0, "archive_beside", "")
		}
		s, err := look(f, p.limits.FileBytes)
		switch {
		case errors.Is(err, errTooBig):
			return all, refuse(f.name, 0, "file_too_big", "")
		case errors.As(err, new(refusal)):
			return all, err
		case errors.Is(err, fs.ErrPermission):
			return all, refuse(f.name, 0, "file_unreadable", "")
		case err != nil && p.ctx.Err() == nil:
			return all, refuse(f.name, 0, "file_broken", "")
		case err != nil:
			return all, err
		}
		if total += s.size; total > p.limits.TotalBytes {
			return all, refuse(f.name, 0, "archive_too_big", "")
		}
		whole.Write([]byte(f.name))
		whole.Write(s.digest.Sum(nil))
		if s.binary {
			if len(files) == 1 {
				return all, refuse(f.name, 1, "not_text", "")
			}
			p.spools.issue(directory.Issue{File: f.name, Row: 1, Reason: "not_text"})
			continue
		}
		first, err := firstChar(f, s.encoding)
		if err != nil {
			return all, err
		}
		if first == '<' {
			x, err := p.xmlFile(f, s)
			if err != nil {
				return all, err
			}
			all.xmls = append(all.xmls, x)
			continue
		}
		if s.encoding != utf8Plain && s.encoding != utf8BOM {
			p.spools.issue(directory.Issue{File: f.name, Value: s.encoding, Reason: "encoding"})
		}
		switch {
		case first == '{' || first == '[':
			o, err := p.outlineOf(f, s.encoding)
			if err != nil {
				return all, err
			}
			if ext == ".ndjson" || ext == ".jsonl" {
				o.kind = 'l'
			}
			all.trees = append(all.trees, tree{f, s.encoding, o})
		case first == 0:
			p.spools.issue(directory.Issue{File: f.name, Row: 1, Reason: "file_empty"})
		default:
			sh, err := p.sheet(f, s.encoding, told[f.name])
			if err != nil {
				return all, err
			}
			all.sheets = append(all.sheets, sh)
		}
	}
	p.summary.Digest = hex.EncodeToString(whole.Sum(nil))
	p.allBytes = p.readBytes + 2*total
	if len(all.sheets)+len(all.trees)+len(all.xmls) == 0 {
		return all, refuse("", 0, "nothing_to_read", "")
	}
	return all, nil
}

func firstChar(f file, encoding string) (byte, error) {
	r, err := decode(f, encoding)
	if err != nil {
		return 0, err
	}
	defer r.Close()
	head := make([]byte, 4096)
	for {
		n, err := r.Read(head)
		if t := strings.TrimSpace(string(head[:n])); t != "" {
			return t[0], nil
		}
		if err != nil {
			return 0, nil
		}
	}
}
