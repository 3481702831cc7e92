package hsds

import (
	"archive/zip"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sort"
	"strings"

	"passerelle/internal/directory"
)

// refusal is a reason to read nothing of a package, located.
type refusal struct{ directory.Issue }

func (r refusal) Error() string {
	return fmt.Sprintf("%s: row %d: %s %s", r.File, r.Row, r.Reason, r.Value)
}

func refuse(file string, row int, reason, value string) refusal {
	return refusal{directory.Issue{File: file, Row: row, Reason: reason, Value: value}}
}

// file is one member of a package, which can be read again from its start.
type file struct {
	name  string // its path inside the package, with slashes
	open  func() (io.ReadCloser, error)
	alone bool // it was named by itself, and is in no folder and no archive
}

// gather lists the files of the paths given: files, folders and archives. aside
// is told what is left out. The closer frees the archives.
func gather(paths []string, lim Limits, aside func(directory.Issue)) (files []file, closer func() error, err error) {
	var open []io.Closer
	closer = func() (err error) {
		for _, c := range open {
			err = errors.Join(err, c.Close())
		}
		return err
	}
	for _, p := range paths {
		st, err := os.Stat(p)
		if err != nil {
			return nil, closer, unreachable(filepath.Base(p), err)
		}
		var more []file
		switch sign := signOf(p, st); {
		case st.IsDir():
			var root *os.Root
			if root, err = os.OpenRoot(p); err == nil {
				open = append(open, root)
				more, err = folder(root, aside)
			} else {
				err = unreachable(filepath.Base(p), err)
			}
		case !st.Mode().IsRegular(): // a pipe cannot be read three times, a device has no end
			err = refuse(filepath.Base(p), 0, "not_a_file", "")
		case sign == "PK\x03\x04" || sign == "PK\x05\x06":
			var f *os.File
			if f, err = os.Open(p); err != nil {
				err = unreachable(filepath.Base(p), err)
				break
			}
			open = append(open, f)
			more, err = unzip(f, filepath.Base(p), st.Size(), lim)
		case strings.HasPrefix(sign, "\x1f\x8b"):
			more = []file{{name: strings.TrimSuffix(filepath.Base(p), ".gz"), open: func() (io.ReadCloser, error) { return gunzip(p, st.Size(), lim) }, alone: true}}
		default:
			more = []file{{name: filepath.Base(p), open: func() (io.ReadCloser, error) { return os.Open(p) }, alone: true}}
		}
		if err != nil {
			return nil, closer, err
		}
		files = append(files, more...)
	}
	met := map[string]int{}
	for i := range files { // two folders may each hold a services.csv: both are kept, under two names
		files[i].name = strings.ToValidUTF8(files[i].name, "_")
		if met[files[i].name]++; met[files[i].name] > 1 {
			files[i].name = fmt.Sprintf("%d/%s", met[files[i].name], files[i].name)
		}
	}
	if len(files) > lim.Files {
		return nil, closer, refuse("", 0, "too_many_files", fmt.Sprint(len(files)))
	}
	sort.SliceStable(files, func(i, j int) bool { return files[i].name < files[j].name })
	return files, closer, nil
}

// unreachable says why a path that was named cannot be read.
func unreachable(file string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return refuse(file, 0, "file_missing", "")
	}
	return refuse(file, 0, "file_unreadable", "")
}

// folder lists a folder through os.Root, which no link can lead out of.
func folder(root *os.Root, aside func(directory.Issue)) (files []file, err error) {
	err = fs.WalkDir(root.FS(), ".", func(p string, e fs.DirEntry, err error) error {
		if err != nil {
			return unreachable(p, err)
		}
		if hidden(p) && p != "." {
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		}
		if e.IsDir() {
			return nil
		}
		// Stat follows a link only to where the folder holds its target.
		if st, err := root.Stat(p); err != nil || !st.Mode().IsRegular() {
			aside(directory.Issue{File: p, Reason: "left_out"})
			return nil
		}
		files = append(files, file{name: p, open: func() (io.ReadCloser, error) { return root.Open(p) }})
		return nil
	})
	return files, err
}

// locked is the flag of a file inside an archive that a password keeps.
const locked = 1

// longestName of a file inside an archive: no honest one comes near.
const longestName = 500

// unzip opens an archive. Opening reads its list of files and nothing else, and
// what is read of that list is bounded: each line of it costs ten times its
// bytes in memory.
func unzip(f io.ReaderAt, name string, size int64, lim Limits) ([]file, error) {
	at := &scant{ReaderAt: f, left: directoryBytes}
	z, err := zip.NewReader(at, size)
	switch {
	case errors.Is(err, errTooBig):
		return nil, refuse(name, 0, "too_many_files", "")
	case err != nil && !errors.Is(err, zip.ErrInsecurePath):
		return nil, refuse(name, 0, "archive_broken", "")
	}
	at.open = true
	return archive(z, name, size, lim)
}

// scant lets through so many bytes until it is open.
type scant struct {
	io.ReaderAt
	left int
	open bool
}

func (s *scant) ReadAt(p []byte, off int64) (int, error) {
	if s.left -= len(p); s.left < 0 && !s.open {
		return 0, errTooBig
	}
	return s.ReaderAt.ReadAt(p, off)
}

// archive lists a zip after having looked at every name and size it declares.
// What it really unpacks to is counted again while reading.
func archive(z *zip.Reader, name string, packed int64, lim Limits) (files []file, err error) {
	var total uint64
	for _, f := range z.File {
		p := f.Name
		switch {
		case strings.HasSuffix(p, "/"):
			continue
		case workbook(p):
			return nil, refuse(name, 0, "workbook", "")
		case len(p) > longestName, !fs.ValidPath(strings.ToValidUTF8(p, "_")) || strings.ContainsAny(p, "\\:\x00") || f.Mode()&fs.ModeSymlink != 0:
			return nil, refuse(name, 0, "archive_path", p)
		case nested(p):
			return nil, refuse(name, 0, "archive_nested", p)
		case f.Flags&locked != 0:
			return nil, refuse(name, 0, "archive_locked", p)
		}
		total += f.UncompressedSize64
		if f.UncompressedSize64 > uint64(lim.FileBytes) || total > uint64(lim.TotalBytes) {
			return nil, refuse(name, 0, "archive_too_big", p)
		}
		if total > bombFloor && total > uint64(packed)*uint64(lim.Ratio) {
			return nil, refuse(name, 0, "archive_bomb", p)
		}
		if !hidden(p) {
			files = append(files, file{name: p, open: f.Open})
		}
	}
	return files, nil
}

func hidden(p string) bool {
	for _, part := range strings.Split(p, "/") {
		if strings.HasPrefix(part, ".") || part == "__MACOSX" || part == "Thumbs.db" {
			return true
		}
	}
	return false
}

func nested(p string) bool {
	switch strings.ToLower(path.Ext(p)) {
	case ".zip", ".gz", ".tgz", ".tar", ".7z", ".rar", ".bz2", ".xz", ".zst", ".jar":
		return true
	}
	return false
}

// workbook knows a spreadsheet's own format, which is a zip too, by the parts
// that only it has.
func workbook(p string) bool {
	return p == "xl/workbook.xml" || p == "content.xml" || p == "xl/workbook.bin"
}

// signOf is how a regular file begins: as many bytes as tell a zip or a gzip.
func signOf(p string, st os.FileInfo) string {
	if !st.Mode().IsRegular() {
		return ""
	}
	f, err := os.Open(p)
	if err != nil {
		return ""
	}
	defer f.Close()
	head := make([]byte, 4)
	n, err := io.ReadFull(f, head)
	if err != nil && n < 2 {
		return ""
	}
	return string(head[:n])
}

type both struct {
	io.Reader
	io.Closer
}

// gunzip reads a compressed file, and stops when it grows as no text does.
func gunzip(p string, packed int64, lim Limits) (io.ReadCloser, error) {
	f, err := os.Open(p)
	if err != nil {
		return nil, err
	}
	z, err := gzip.NewReader(f)
	if err != nil {
		return nil, errors.Join(refuse(filepath.Base(p), 0, "archive_broken", ""), f.Close())
	}
	most := max(bombFloor, packed*lim.Ratio)
	return both{&swelling{r: z, left: most, err: refuse(filepath.Base(p), 0, "archive_bomb", "")}, f}, nil
}

// swelling lets through so many bytes and then gives its error.
type swelling struct {
	r    io.Reader
	left int64
	err  error
}

func (s *swelling) Read(p []byte) (int, error) {
	n, err := s.r.Read(p)
	if s.left -= int64(n); s.left < 0 {
		return 0, s.err
	}
	return n, err
}
