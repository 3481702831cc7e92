package web

import (
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"path"
	"strings"
	"time"

	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/hsds"
	"passerelle/internal/hsds/intake"
	"passerelle/internal/text"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// bringing is the form of the first page, as it was typed.
type bringing struct{ dataset, language, address string }

// importList is where a directory is brought in.
func (s *Site) importList(v *Visit) error { return s.importListPage(v, http.StatusOK, bringing{}, nil) }

func (s *Site) importListPage(v *Visit, status int, typed bringing, wrong []ui.Problem) error {
	ctx := v.R.Context()
	tasks, err := s.Directory.Tasks(ctx, v.By)
	if err != nil {
		return err
	}
	runs, err := s.Directory.Runs(ctx, v.By)
	if err != nil {
		return err
	}
	known, err := s.Directory.Datasets(ctx, v.By)
	if err != nil {
		return err
	}
	p := page.ImportList{
		Frame: s.frame(v, v.L.T("import_task.title")), Step: ui.Step{Back: v.href("/app/repertoire"), Action: v.href("/app/import"), Problems: wrong},
		Dataset: typed.dataset, Address: typed.address, Known: known,
		Languages: []ui.Option{
			{Key: "import_task.language_auto", Checked: typed.language == ""},
			{Value: "fr", Key: "import_task.language_fr", Checked: typed.language == "fr"},
			{Value: "en", Key: "import_task.language_en", Checked: typed.language == "en"},
		},
	}
	p.Here = "directory"
	for _, t := range tasks {
		p.Tasks = append(p.Tasks, page.ImportLine{Name: named(t.Dataset), Href: v.href("/app/import/" + t.ID), State: ui.T(v.L, taskStateKeys[t.State]), Tone: taskTones[t.State], When: s.when(v, t.At)})
	}
	for _, r := range runs {
		line := page.ImportLine{Name: named(r.Dataset), Href: v.href("/app/imports/" + r.ID), State: ui.N(v.L, "import_task.n_new", r.Counts.New), When: s.when(v, r.At)}
		switch {
		case !r.Undone.IsZero():
			line.State, line.Tone = ui.T(v.L, "import_task.state_undone"), ui.Late
		case r.Counts.New == 0:
			line.State = ui.N(v.L, "import_task.n_changed", r.Counts.Changed)
		}
		p.Runs = append(p.Runs, line)
	}
	return s.page(v, status, page.ImportListPage(p))
}

var (
	taskStateKeys = map[directory.TaskState]string{
		directory.TaskReceiving: "import_task.state_receiving", directory.TaskReading: "import_task.state_reading", directory.TaskColumns: "import_task.state_columns",
		directory.TaskReady: "import_task.state_ready", directory.TaskWriting: "import_task.state_writing", directory.TaskRefused: "import_task.state_refused",
	}
	taskTones = map[directory.TaskState]ui.Tone{directory.TaskColumns: ui.Active, directory.TaskReady: ui.Active, directory.TaskRefused: ui.Late}
)

// uploadTime is how long a file may take to arrive: half a gigabyte an hour is
// a slow line.
const uploadTime = 30 * time.Minute

// importBring takes a file as it comes, or notes an address, and has it read.
func (s *Site) importBring(v *Visit) error {
	if err := http.NewResponseController(v.W).SetReadDeadline(s.Clock.Now().Add(uploadTime)); err != nil && !errors.Is(err, http.ErrNotSupported) {
		return err
	}
	parts, err := v.R.MultipartReader()
	if err != nil {
		return fault.New(fault.Invalid, "error.form_unreadable").With(err)
	}
	var typed bringing
	task, err := s.takeFile(v, parts, &typed)
	if task == "" && err == nil {
		task, err = s.takeAddress(v, typed)
	}
	if wrong, status, ok := again(err); ok {
		io.Copy(io.Discard, v.R.Body) // a browser reads the answer once all was sent
		return s.importListPage(v, status, typed, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/import/"+task)
}

// fieldBytes bounds a text field of the form.
const fieldBytes = 8 << 10

// takeFile reads the form as it comes: its fields, then the file, which goes
// into a task a part at a time. No task: no file was chosen.
func (s *Site) takeFile(v *Visit, parts *multipart.Reader, typed *bringing) (task string, err error) {
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return "", nil
		}
		if err != nil {
			return "", unsent(err)
		}
		if part.FormName() == "file" && part.FileName() != "" {
			return s.takePart(v, part, typed)
		}
		b, err := io.ReadAll(io.LimitReader(part, fieldBytes))
		if err != nil {
			return "", unsent(err)
		}
		said := strings.TrimSpace(text.Clean(string(b)))
		switch part.FormName() {
		case "dataset":
			typed.dataset = said
		case "language":
			typed.language = said
		case "address":
			typed.address = said
		}
	}
}

// takePart brings a file into a task of its own.
func (s *Site) takePart(v *Visit, part *multipart.Part, typed *bringing) (string, error) {
	name := path.Base(strings.ReplaceAll(text.Clean(part.FileName()), "\\", "/"))
	if typed.dataset == "" {
		typed.dataset = hsds.DatasetOf(name)
	}
	task, err := s.Directory.BeginTask(v.R.Context(), v.By, directory.NewTask{File: name, Dataset: typed.dataset, Language: typed.language})
	if err != nil {
		return "", err
	}
	size, err := intake.Store(v.R.Context(), s.Directory, v.By, task, part)
	switch {
	case err != nil:
		err = unsent(err)
	case size == 0:
		err = fault.Field("file", "import_task.file_empty")
	default:
		return task, s.Directory.Received(v.R.Context(), v.By, task, size)
	}
	return "", errors.Join(err, s.Directory.DropTask(v.R.Context(), v.By, task))
}

// unsent says at the file that it did not come whole.
func unsent(err error) error {
	if errors.As(err, new(*http.MaxBytesError)) {
		return fault.Field("file", "import_task.file_large").With(err)
	}
	if fault.KindOf(err) != fault.Internal {
		return err
	}
	return fault.Field("file", "import_task.file_cut").With(err)
}

func (s *Site) takeAddress(v *Visit, typed bringing) (string, error) {
	if typed.address == "" {
		return "", fault.Field("file", "import_task.file_missing")
	}
	dataset := typed.dataset
	if dataset == "" {
		dataset = hsds.DatasetOf(strings.TrimSuffix(typed.address, "/"))
	}
	task, err := s.Directory.BeginTask(v.R.Context(), v.By, directory.NewTask{Address: typed.address, Dataset: dataset, Language: typed.language})
	if err != nil {
		return "", err
	}
	return task, s.Directory.Received(v.R.Context(), v.By, task, 0)
}
