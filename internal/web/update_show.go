package web

import (
	"net/http"
	"strconv"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// updateServices is how many services one page shows.
const updateServices = 12

// link is the visit by the link of a campaign; act is the form's, or "" for a
// reading.
func (s *Site) link(v *Visit, act string) directory.UpdateLink {
	return directory.UpdateLink{Region: s.Region, Source: s.source(v.R), Token: v.R.PathValue("token"), Act: act}
}

func (s *Site) updateAt(v *Visit, more string) string {
	return v.href("/confirmer/" + v.R.PathValue("token") + more)
}

// updateSaid is what the page says after an act.
var updateSaid = map[string]string{
	"same": "update.done_same", "mended": "update.done_mended", "gone": "update.done_gone", "undo": "update.done_undo",
	"silence": "update.done_silence", "hear": "update.done_hear",
}

// updateShow is an organisation's own page.
func (s *Site) updateShow(v *Visit) error { return s.updatePage(v, http.StatusOK, nil) }

func (s *Site) updatePage(v *Visit, status int, wrong []ui.Problem) error {
	u, err := s.Upkeep.OpenUpdate(v.R.Context(), s.link(v, ""))
	if err != nil {
		return err
	}
	q := v.R.URL.Query()
	p := page.Update{
		Frame: s.frame(v, v.L.T("update.title")), Org: s.orgName(v, u.Org), Action: s.updateAt(v, ""), Until: s.on(v, u.Until),
		Said: updateSaid[q.Get("fait")], Problems: wrong, Left: u.Left(), Silent: u.Silent, Plain: hidden(s.newAct()),
	}
	p.NoIndex = true
	from, previous, more := window(q.Get("page"), len(u.Services), updateServices)
	if previous > 0 {
		p.Previous = s.updateAt(v, "?page="+strconv.Itoa(previous))
	}
	if more > 0 {
		p.More = s.updateAt(v, "?page="+strconv.Itoa(more))
	}
	all := hidden(s.newAct())
	for _, x := range u.Services[from:min(from+updateServices, len(u.Services))] {
		row, err := s.updateService(v, x)
		if err != nil {
			return err
		}
		if x.Answer == directory.SaidNothing {
			all = append(all, ui.Hidden{Name: "service", Value: string(x.ID)})
		}
		p.Services = append(p.Services, row)
	}
	if len(all) > 2 {
		p.All = all
	}
	return s.page(v, status, page.UpdatePage(p))
}

func (s *Site) updateService(v *Visit, x directory.UpdatedService) (row page.UpdateService, err error) {
	id := string(x.ID)
	row = page.UpdateService{
		ID: x.Code, See: v.href("/service/" + id), Mend: s.updateAt(v, "/modifier/"+id), Gone: x.Answer == directory.SaidGone, Undo: x.Cause != "",
		Hidden: hidden(s.newAct(), ui.Hidden{Name: "service", Value: id}, ui.Hidden{Name: "cause", Value: x.Cause}),
	}
	if row.Service, err = s.pageOf(v, x.Listing); err != nil {
		return row, err
	}
	row.Service.Hours = gathered(v.L, row.Service.Hours)
	switch x.Answer {
	case directory.SaidSame:
		row.Tone, row.Said = ui.Ok, ui.T(v.L, "update.said_same", "date", s.on(v, x.At))
	case directory.SaidMended:
		row.Tone, row.Said = ui.Ok, ui.T(v.L, "update.said_mended", "date", s.on(v, x.At))
	case directory.SaidGone:
		row.Said = ui.T(v.L, "update.said_gone")
	}
	return row, nil
}

// updateSay takes an answer by one press.
func (s *Site) updateSay(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	ctx, k, said := v.R.Context(), s.link(v, form.Get("act")), form.Get("dire")
	service := access.Service(form.Get("service"))
	touched := []access.Service{service}
	switch said {
	case "same":
		touched = nil
		for _, id := range form["service"] {
			touched = append(touched, access.Service(id))
		}
		if len(touched) > updateServices {
			return fault.New(fault.Invalid, "error.invalid")
		}
		err = s.Upkeep.SayUnchanged(ctx, k, touched...)
	case "gone":
		err = s.Upkeep.SayGone(ctx, k, service)
	case "undo":
		err = s.Upkeep.TakeBack(ctx, k, service, form.Get("cause"))
	case "silence", "hear":
		err, touched = s.Upkeep.Silence(ctx, k, said == "silence"), nil
	case "deny":
		if err := s.Upkeep.DenyLink(ctx, k); err != nil {
			return err
		}
		p := page.UpdateDenied{Frame: s.frame(v, v.L.T("update.title"))} // in this very answer: the link is dead
		p.NoIndex = true
		return s.page(v, http.StatusOK, page.UpdateDeniedPage(p))
	default:
		return s.updatePage(v, http.StatusUnprocessableEntity, []ui.Problem{{Field: "dire", Key: "update.choose"}})
	}
	if fault.Is(err, fault.Conflict) {
		return s.updatePage(v, http.StatusConflict, told(err, ""))
	}
	if err != nil {
		return err
	}
	if err := s.current(v, touched...); err != nil {
		return err
	}
	return s.seeOther(v, s.backTo(v, said, touched))
}

// backTo is the page after an act, at the service that was spoken of.
func (s *Site) backTo(v *Visit, said string, touched []access.Service) string {
	path := "/confirmer/" + v.R.PathValue("token") + "?fait=" + said
	if n := v.R.URL.Query().Get("page"); between(n, 1000) > 0 {
		path += "&page=" + n
	}
	if len(touched) == 1 {
		if d := s.Finder.Get(touched[0]); d != nil {
			path += "#s-" + d.Code
		}
	}
	return path
}
