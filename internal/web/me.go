package web

import (
	"net/http"

	"passerelle/internal/strongbox"
	"passerelle/internal/web/page"
)

// me is the worker's own page: hats, open devices, the way out.
func (s *Site) me(v *Visit) error {
	me, err := s.Org.Me(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	sessions, err := s.Org.ListSessions(v.R.Context(), v.By, v.Worker.Token)
	if err != nil {
		return err
	}
	p := page.Me{
		Frame: s.frame(v, v.L.T("page_me.title")), Name: me.Name, Email: me.Email,
		SignOut: v.href("/deconnexion"), SignOutAll: v.href("/app/moi/partout"), Leave: v.href("/app/moi/depart"),
		Security: v.href("/app/moi/securite"),
	}
	p.Here = "me"
	if s.Notice.Sends() {
		p.Notices = v.href(noticeHome)
	}
	if v.By.WorksWithPeople() {
		p.HandOver, p.Ties = v.href("/app/moi/relais"), v.href("/app/moi/liens")
	}
	box, err := s.Strongbox.State(v.R.Context(), v.By)
	if err != nil {
		return err
	}
	if box.Has || strongbox.MayMake(v.By) {
		p.Strongbox = v.href(strongboxPath)
	}
	for _, h := range me.Hats {
		p.Hats = append(p.Hats, page.HatChoice{
			Team: h.TeamName, Org: h.OrgName.In(string(v.L.Lang())), Worn: h.ID == me.Worn.ID, Wear: v.href("/app/moi/chapeau/" + h.ID),
		})
	}
	for _, o := range sessions {
		p.Sessions = append(p.Sessions, page.Session{Since: s.when(v, o.Since.Time), This: o.Current})
	}
	return s.page(v, http.StatusOK, page.MePage(p))
}

// hatChange has the session act on behalf of another team, in one tap.
func (s *Site) hatChange(v *Visit) error {
	if err := s.Org.ChangeHat(v.R.Context(), v.By, v.Worker.Token, v.R.PathValue("hat")); err != nil {
		return err
	}
	return s.seeOther(v, "/app")
}
