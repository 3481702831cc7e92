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
		}}
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

// survey looks at the bytes of every file and sorts them into tables and
// trees. What is neither is told and left.
func (p *Package) survey(files []file) (sheets []sheet, trees []tree, err error) {
	told := readDescriptor(files)
	whole := sha256.New()
	var total int64
	for _, f := range files {
		ext := strings.ToLower(path.Ext(f.name))
		switch {
		case path.Base(f.name) == descriptorName || path.Base(f.name) == manifestName:
			continue
		case ext == ".md" || ext == ".yaml" || ext == ".yml" || ext == ".pdf" || ext == ".html" || path.Base(f.name) == "LICENSE":
			continue // what people read beside the data
		case nested(f.name):
			return nil, nil, refuse(f.name, 0, "archive_nested", "")
		}
		s, err := look(f, p.limits.FileBytes)
		switch {
		case errors.Is(err, errTooBig):
			return nil, nil, refuse(f.name, 0, "file_too_big", "")
		case errors.As(err, new(refusal)):
			return nil, nil, err
		case errors.Is(err, fs.ErrPermission):
			return nil, nil, refuse(f.name, 0, "file_unreadable", "")
		case err != nil && p.ctx.Err() == nil:
			return nil, nil, refuse(f.name, 0, "file_broken", "")
		case err != nil:
			return nil, nil, err
		}
		if total += s.size; total > p.limits.TotalBytes {
			return nil, nil, refuse(f.name, 0, "archive_too_big", "")
		}
		whole.Write([]byte(f.name))
		whole.Write(s.digest.Sum(nil))
		if s.binary {
			if len(files) == 1 {
				return nil, nil, refuse(f.name, 1, "not_text", "")
			}
			p.spools.issue(directory.Issue{File: f.name, Row: 1, Reason: "not_text"})
			continue
		}
		if s.encoding != utf8Plain && s.encoding != utf8BOM {
			p.spools.issue(directory.Issue{File: f.name, Value: s.encoding, Reason: "encoding"})
		}
		first, err := firstChar(f, s.encoding)
		if err != nil {
			return nil, nil, err
		}
		switch {
		case first == '{' || first == '[':
			o, err := p.outlineOf(f, s.encoding)
			if err != nil {
				return nil, nil, err
			}
			if ext == ".ndjson" || ext == ".jsonl" {
				o.kind = 'l'
			}
			trees = append(trees, tree{f, s.encoding, o})
		case first == '<':
			return nil, nil, refuse(f.name, 1, "not_csv", "")
		case first == 0:
			p.spools.issue(directory.Issue{File: f.name, Row: 1, Reason: "file_empty"})
		default:
			sh, err := p.sheet(f, s.encoding, told[f.name])
			if err != nil {
				return nil, nil, err
			}
			sheets = append(sheets, sh)
		}
	}
	p.summary.Digest = hex.EncodeToString(whole.Sum(nil))
	p.allBytes = p.readBytes + 2*total
	if len(sheets)+len(trees) == 0 {
		return nil, nil, refuse("", 0, "nothing_to_read", "")
	}
	return sheets, trees, nil
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
