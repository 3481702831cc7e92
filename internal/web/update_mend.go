package web

import (
	"net/http"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// updateMendAsk shows the sheet of one service to whoever holds the link.
func (s *Site) updateMendAsk(v *Visit) error {
	sh, err := s.Upkeep.UpdateSheet(v.R.Context(), s.link(v, ""), access.Service(v.R.PathValue("service")))
	if err != nil {
		return err
	}
	return s.updateMendForm(v, http.StatusOK, s.newAct(), sh, false, nil)
}

func (s *Site) updateMendForm(v *Visit, status int, act string, sh directory.Sheet, late bool, wrong []ui.Problem) error {
	p := page.UpdateMend{
		Frame: s.frame(v, v.L.T("update.title")), Service: s.serviceName(v, sh.Service), Sheet: s.sheetForm(v.L, sh, wrong),
		Step: ui.Step{Back: s.updateAt(v, ""), Action: s.updateAt(v, "/modifier/"+string(sh.Service)), Hidden: sheetHidden(act, sh), Problems: wrong},
	}
	p.NoIndex = true
	if late { // what it says now, before both are kept
		p.See = v.href("/service/" + string(sh.Service))
	}
	return s.page(v, status, page.UpdateMendPage(p))
}

// updateMend takes the sheet back. Who was a moment late keeps what they typed,
// and decides with what the page says now before their eyes.
func (s *Site) updateMend(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	ctx, service, act := v.R.Context(), access.Service(v.R.PathValue("service")), form.Get("act")
	was, err := s.Upkeep.UpdateSheet(ctx, s.link(v, act), service)
	if err != nil {
		return err
	}
	sh := readSheet(form, was)
	err = s.Upkeep.MendByLink(ctx, s.link(v, act), sh)
	switch {
	case fault.Is(err, fault.Conflict):
		sh.Version = was.Version
		return s.updateMendForm(v, http.StatusConflict, s.newAct(), sh, true, []ui.Problem{{Key: "update.typed_kept"}})
	case len(problems(err)) > 0:
		return s.updateMendForm(v, http.StatusUnprocessableEntity, act, sh, false, problems(err))
	case err != nil:
		return err
	}
	if err := s.current(v, service); err != nil {
		return err
	}
	return s.seeOther(v, s.backTo(v, "mended", []access.Service{service}))
}
