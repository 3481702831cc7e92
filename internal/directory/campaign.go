package directory

import (
	"cmp"
	"iter"
	"slices"
	"strings"
	"time"

	"passerelle/internal/access"
)

// A campaign asks organisations whether what the directory says of their
// services is still true. Each gets one link: it opens their services and
// nothing else, needs no account, and lives LinkLife.

// CampaignChoice says which services a campaign asks about.
type CampaignChoice string

// The choices.
const (
	AskAll    CampaignChoice = "all"    // of one's whole territory
	AskStale  CampaignChoice = "stale"  // those that nobody confirmed for some months
	AskChosen CampaignChoice = "chosen" // those of one organisation
)

// CampaignChoices lists them in the order of screens.
var CampaignChoices = []CampaignChoice{AskStale, AskAll, AskChosen}

// StaleMonths are the ages that can be chosen.
var StaleMonths = []int{6, 12, 24}

// CampaignAsk is whom a campaign asks, as its form says it.
type CampaignAsk struct {
	Choice CampaignChoice
	Months int        // of AskStale
	Org    access.Org // of AskChosen
}

// Times of a campaign. A message is taken when somebody has an hour for it, so
// the campaign outlives the links.
const (
	LinkLife     = 30 * 24 * time.Hour
	CampaignLife = 60 * 24 * time.Hour
)

// RemindAfter is when a reminder may go, counted from the message before which
// there was none. There is no third: who does not answer has answered.
var RemindAfter = []time.Duration{7 * 24 * time.Hour, 21 * 24 * time.Hour}

// campaignMost bounds the services of one campaign.
const campaignMost = 5000

// AskedOrg is an organisation with the services that it is asked about.
type AskedOrg struct {
	Org      access.Org
	Name     Text
	Services []access.Service
}

// WhomToAsk chooses among listings those that an actor may ask about, by
// organisation, the names in order. It is a pure rule: what is shown before a
// campaign starts is what starts.
func WhomToAsk(listings iter.Seq[*Listing], by access.Actor, ask CampaignAsk, now time.Time) (out []AskedOrg) {
	at := map[access.Org]int{}
	for l := range listings {
		if !l.Searchable() || !SpeaksFor(by, l.Org) || !ask.includes(l, now) {
			continue
		}
		i, known := at[l.Org]
		if !known {
			i = len(out)
			at[l.Org] = i
			out = append(out, AskedOrg{Org: l.Org, Name: l.OrgName})
		}
		out[i].Services = append(out[i].Services, l.ID)
	}
	for _, o := range out {
		slices.Sort(o.Services)
	}
	slices.SortFunc(out, func(a, b AskedOrg) int {
		return cmp.Or(strings.Compare(textOf(a.Name), textOf(b.Name)), strings.Compare(string(a.Org), string(b.Org)))
	})
	return out
}

func (a CampaignAsk) includes(l *Listing, now time.Time) bool {
	switch a.Choice {
	case AskAll:
		return true
	case AskStale:
		return l.ConfirmedAt.Before(now.AddDate(0, -a.Months, 0))
	case AskChosen:
		return l.Org == a.Org
	}
	return false
}

// Ask is WhomToAsk over the directory as it stands.
func (v *Surveyor) Ask(by access.Actor, ask CampaignAsk, now time.Time) []AskedOrg {
	if ask.Choice == AskChosen {
		return WhomToAsk(slices.Values(v.ix.ByOrg(ask.Org)), by, ask, now)
	}
	return WhomToAsk(v.ix.All(), by, ask, now)
}

// CampaignAnswer is what an organisation said of one service.
type CampaignAnswer string

// The answers. The zero value: none yet.
const (
	SaidNothing CampaignAnswer = ""
	SaidSame    CampaignAnswer = "same"   // nothing has changed
	SaidMended  CampaignAnswer = "mended" // something was mended
	SaidGone    CampaignAnswer = "gone"   // the service no longer exists: a suggestion, for those who keep the directory
)

// MessageKind says why a message goes out.
type MessageKind string

// The kinds.
const (
	MessageFirst    MessageKind = "first"
	MessageReminder MessageKind = "reminder"
	MessageRenewal  MessageKind = "renewal" // its link takes the place of another
)

// Campaign is one campaign as its list shows it.
type Campaign struct {
	ID                     string
	Choice                 CampaignChoice
	Months                 int
	Org                    access.Org // who started it
	Started, Ends, Stopped time.Time
	// Orgs and Services are how many are asked; Done are the organisations that
	// said something of each service, Answered the services of which something
	// was said, ToSend the messages that wait for somebody to send them.
	Orgs, Services, Done, Answered, ToSend int
}

// Live reports a campaign that is neither stopped nor over.
func (c Campaign) Live(now time.Time) bool { return c.Stopped.IsZero() && now.Before(c.Ends) }

// CampaignOrg is an organisation in a campaign, as those who started it see it.
type CampaignOrg struct {
	Org                          access.Org
	Name                         string
	Email                        string // as the directory has it
	Services, Same, Mended, Gone int
	Twice                        []access.Service // mended more than once by the link: what was said may contradict itself
	Sent                         time.Time        // the first message
	Reminders                    int              // taken
	ToSend                       MessageKind      // "" when no message waits
	LinkUntil                    time.Time        // zero: no link lives
	Denied                       time.Time        // the link reached somebody else
	Silent                       bool             // wants no more messages
}

// Answered is of how many services something was said.
func (o CampaignOrg) Answered() int { return o.Same + o.Mended + o.Gone }

// Done reports that something was said of each service.
func (o CampaignOrg) Done() bool { return o.Answered() >= o.Services }

// left is of how many services a message asks.
func (o CampaignOrg) left() int {
	if o.Done() {
		return o.Services
	}
	return o.Services - o.Answered()
}
