package web

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/directory"
	"passerelle/internal/fault"
	"passerelle/internal/i18n"
	"passerelle/internal/text"
	"passerelle/internal/web/page"
	"passerelle/internal/web/ui"
)

// Bounds of the page: enough to recognise a choice.
const (
	campaignNames = 30
	campaignFound = 10
)

var campaignChoices = map[directory.CampaignChoice]string{
	directory.AskStale: "campaign.choice_stale", directory.AskAll: "campaign.choice_all", directory.AskChosen: "campaign.choice_chosen",
}

// readAsk is a choice as its form says it: an organisation is chosen by its
// name, or from those of that name.
func readAsk(q url.Values) (ask directory.CampaignAsk, name string) {
	ask.Choice = directory.CampaignChoice(q.Get("choice"))
	ask.Months, _ = strconv.Atoi(q.Get("months")) // a wrong one is told at its field
	if ask.Choice == directory.AskChosen {
		ask.Org = access.Org(q.Get("which"))
	}
	return ask, cut(strings.TrimSpace(q.Get("org")), 100)
}

// campaignAsk chooses whom to ask, and says how many that is.
func (s *Site) campaignAsk(v *Visit) error {
	q := v.R.URL.Query()
	if q.Get("choice") == "" {
		return s.campaignForm(v, http.StatusOK, directory.CampaignAsk{Choice: directory.AskStale, Months: directory.StaleMonths[0]}, "", false, nil)
	}
	ask, name := readAsk(q)
	return s.campaignForm(v, http.StatusOK, ask, name, true, nil)
}

func (s *Site) campaignForm(v *Visit, status int, ask directory.CampaignAsk, name string, count bool, wrong []ui.Problem) error {
	p := page.CampaignNew{Frame: s.frame(v, v.L.T("campaign.new")), Back: v.href("/app/repertoire"), Count: v.href("/app/campagne/nouvelle"), Name: name, Problems: wrong}
	p.Here = "directory"
	for _, c := range directory.CampaignChoices {
		if c != directory.AskChosen || v.By.Steward() {
			p.Choices = append(p.Choices, ui.Option{Value: string(c), Key: campaignChoices[c], Checked: c == ask.Choice})
		}
	}
	for _, n := range directory.StaleMonths {
		p.Months = append(p.Months, ui.Option{Value: strconv.Itoa(n), Key: "campaign.months_n", Args: []any{"n", n}, Checked: n == ask.Months})
	}
	if count && ask.Choice == directory.AskChosen {
		p.Found = s.orgsNamed(v, name, &ask)
		switch {
		case len(p.Found) == 0 && ask.Org == "" && name != "":
			p.Problems = append(p.Problems, ui.Problem{Field: "org", Key: "campaign.org_unknown"})
		case len(p.Found) == 0 && ask.Org == "":
			p.Problems = append(p.Problems, ui.Problem{Field: "org", Key: "campaign.org_missing"})
		case ask.Org == "":
			count = false
		}
	}
	if count && len(p.Problems) == 0 {
		asked := s.Surveyor.Ask(v.By, ask, s.Clock.Now())
		if len(asked) == 0 {
			p.Problems = append(p.Problems, ui.Problem{Field: "choice", Key: "campaign.nobody"})
		} else {
			p.Plan = s.campaignPlan(v, ask, asked)
		}
	}
	return s.page(v, status, page.CampaignNewPage(p))
}

// orgsNamed are the organisations whose name holds the words typed. When one
// alone does, it is chosen.
func (s *Site) orgsNamed(v *Visit, name string, ask *directory.CampaignAsk) (found []ui.Option) {
	typed := text.Words(name)
	if len(typed) == 0 {
		return nil
	}
	known := map[access.Org]bool{}
	for d := range s.Finder.All() {
		if known[d.Org] || !d.Searchable() {
			continue
		}
		known[d.Org] = true
		fits := true
		folded := text.Fold(d.OrgName.FR + " " + d.OrgName.EN)
		for _, w := range typed {
			fits = fits && strings.Contains(folded, w)
		}
		if fits && len(found) < campaignFound {
			found = append(found, ui.Option{Value: string(d.Org), Text: said(v.L, d.OrgName), Checked: d.Org == ask.Org})
		}
	}
	if len(found) == 1 {
		ask.Org, found[0].Checked = access.Org(found[0].Value), true
	}
	return found
}

func (s *Site) campaignPlan(v *Visit, ask directory.CampaignAsk, asked []directory.AskedOrg) *page.CampaignPlan {
	plan := &page.CampaignPlan{Orgs: len(asked), Start: v.href("/app/campagne/nouvelle"), Hidden: hidden(s.newAct(),
		ui.Hidden{Name: "choice", Value: string(ask.Choice)}, ui.Hidden{Name: "months", Value: strconv.Itoa(ask.Months)}, ui.Hidden{Name: "which", Value: string(ask.Org)})}
	for i, o := range asked {
		plan.Services += len(o.Services)
		if i < campaignNames {
			plan.Names = append(plan.Names, said(v.L, o.Name))
		}
	}
	plan.More = len(asked) - len(plan.Names)
	return plan
}

// campaignStart starts what was counted; what moved since is left out.
func (s *Site) campaignStart(v *Visit) error {
	form, err := s.form(v)
	if err != nil {
		return err
	}
	ask, name := readAsk(form)
	asked := s.Surveyor.Ask(v.By, ask, s.Clock.Now())
	id, err := s.Upkeep.StartCampaign(v.R.Context(), v.By, form.Get("act"), ask, asked)
	if wrong := problems(err); len(wrong) > 0 {
		return s.campaignForm(v, http.StatusUnprocessableEntity, ask, name, false, wrong)
	}
	if err != nil {
		return err
	}
	return s.seeOther(v, "/app/campagne/"+id+"?fait=started")
}

// campaignName is what a campaign is called in a list.
func (s *Site) campaignName(v *Visit, c directory.Campaign) i18n.Text {
	return v.L.Text("campaign.heading", "date", s.on(v, c.Started))
}

// campaignStop ends a campaign.
func (s *Site) campaignStop(v *Visit) error {
	if _, err := s.form(v); err != nil {
		return err
	}
	id := v.R.PathValue("id")
	if err := s.Upkeep.StopCampaign(v.R.Context(), v.By, id); err != nil {
		return err
	}
	return s.seeOther(v, "/app/campagne/"+id+"?fait=stopped")
}

// campaignLed finds a campaign for its leaders; fault.NotFound for others.
func (s *Site) campaignLed(v *Visit) (directory.Campaign, []directory.CampaignOrg, error) {
	c, orgs, err := s.Upkeep.ShowCampaign(v.R.Context(), v.By, v.R.PathValue("id"))
	if err == nil && c.ID == "" {
		err = fault.New(fault.NotFound, "error.not_found")
	}
	return c, orgs, err
}
