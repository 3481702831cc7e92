package web

import (
	"errors"
	"io"
	"net/http"
	"strconv"

	"passerelle/internal/fault"
	"passerelle/internal/pathway"
	"passerelle/internal/text"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// pathwayNewAsk offers the ways to begin a pathway.
func (s *Site) pathwayNewAsk(v *Visit) error { return s.pathwayNewPage(v, http.StatusOK, nil) }

func (s *Site) pathwayNewPage(v *Visit, status int, wrong []ui.Problem) error {
	if !pathway.MayEdit(v.By) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	p := page.PathwayNew{
		Frame: s.frame(v, v.L.T("pathway_edit.new")), Back: v.href("/app/trajectoires"), Problems: wrong, Blank: v.href("/app/trajectoires/nouvelle"), File: v.href("/app/trajectoires/fichier"),
		Hidden: hidden(s.newAct()), Most: pathway.FileBytes >> 10,
	}
	p.Here = "today"
	return s.page(v, status, page.PathwayNewPage(p))
}

// begun leads to the draft that was begun, or says why there is none.
func (s *Site) begun(v *Visit, id string, err error) error {
	if wrong, status, ok := again(err); ok {
		return s.pathwayNewPage(v, status, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/trajectoires/"+id+"/modifier")
}

func (s *Site) pathwayNew(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	id, err := s.Pathway.New(v.R.Context(), v.By, form.Get("act"))
	return s.begun(v, id, err)
}

func (s *Site) pathwayCopy(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	id, err := s.Pathway.Copy(v.R.Context(), v.By, form.Get("act"), v.R.PathValue("id"))
	return s.begun(v, id, err)
}

// pathwayImport begins with a file.
func (s *Site) pathwayImport(v *Visit) error {
	if !pathway.MayEdit(v.By) {
		return fault.New(fault.NotFound, "error.not_found")
	}
	act, data, err := pathwayUpload(v.R)
	if err == nil && len(data) == 0 {
		err = fault.Field("file", "pathway_edit.file_missing")
	}
	id := ""
	if err == nil {
		id, err = s.Pathway.Import(v.R.Context(), v.By, act, data)
	}
	return s.begun(v, id, err)
}

// pathwayUpload reads the act and the file of a form, as they come.
func pathwayUpload(r *http.Request) (act string, data []byte, err error) {
	parts, err := r.MultipartReader()
	if err != nil {
		return "", nil, fault.New(fault.Invalid, "error.form_unreadable").With(err)
	}
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return act, data, nil
		}
		if err != nil {
			return "", nil, unsent(err)
		}
		b, err := io.ReadAll(io.LimitReader(part, pathway.FileBytes+1))
		if err != nil {
			return "", nil, unsent(err)
		}
		switch part.FormName() {
		case "act":
			act = text.Clean(string(b))
		case "file":
			data = b
		}
	}
}

// pathwayRevise begins the next version of what is published, and opens it.
func (s *Site) pathwayRevise(v *Visit) error {
	if _, err := s.form(v); err != nil {
		return err
	}
	if err := s.Pathway.Revise(v.R.Context(), v.By, v.R.PathValue("id")); err != nil {
		return err
	}
	return s.seeOther(v, editAt(v, ""))
}

// pathwayRetire takes back what is published.
func (s *Site) pathwayRetire(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	if err := s.Pathway.Retire(v.R.Context(), v.By, form.Get("act"), v.R.PathValue("id")); err != nil {
		return err
	}
	return s.seeOther(v, "/app/trajectoires/"+v.R.PathValue("id"))
}

// pathwayFile is a pathway to take away.
func (s *Site) pathwayFile(v *Visit) error {
	n, err := strconv.Atoi(v.R.PathValue("number"))
	if err != nil || n < 0 {
		return fault.New(fault.NotFound, "error.not_found")
	}
	sheet, _, err := s.Pathway.Read(v.R.Context(), v.By, v.R.PathValue("id"), n)
	if err != nil {
		return err
	}
	data, err := pathway.Encode(sheet.Pathway)
	if err != nil {
		return err
	}
	h := v.W.Header()
	h.Set("Content-Type", "application/json; charset=utf-8")
	h.Set("Content-Disposition", `attachment; filename="`+fileName(sheet.Pathway)+`"`)
	return s.write(v, http.StatusOK, data)
}
