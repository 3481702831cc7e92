package directory

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/id"
	"passerelle/internal/job"
	"passerelle/internal/text"
)

// Message is what somebody sends, prints or reads out: whom it goes to and the
// link. Its words are the page's.
type Message struct {
	Org   access.Org
	Name  string
	Email string // as the directory has it; may be empty
	Kind  MessageKind
	Token string
	Until time.Time
	Count int // services of which nothing was said yet; all of them, once all is said
}

// MessagesMost is how many messages are taken in one go: a page of paper each.
const MessagesMost = 6

// TakeMessages takes the messages that wait for organisations of a campaign:
// it makes their links and shows them this once. A retried act shows the same
// again; a colleague who was a moment late is told so (fault.Conflict). The
// reminders are due from now on.
func (u *Upkeep) TakeMessages(ctx context.Context, by access.Actor, act, campaign string, orgs ...access.Org) (out []Message, err error) {
	defer fault.Wrap(&err, "directory.TakeMessages(%s, %d)", campaign, len(orgs))
	if len(orgs) == 0 || len(orgs) > MessagesMost {
		return nil, fault.New(fault.Invalid, "error.invalid")
	}
	return u.messages(ctx, by, act, campaign, orgs, func(tx *db.Tx, o CampaignOrg) error {
		if o.ToSend == "" {
			return fault.New(fault.Conflict, "campaign.taken")
		}
		return nil
	})
}

// RenewLink makes a link that takes the place of the one an organisation has,
// which opens nothing from then on. It also writes to who was not found, or
// wants no messages: somebody asked for it by hand.
func (u *Upkeep) RenewLink(ctx context.Context, by access.Actor, act, campaign string, org access.Org) (m Message, err error) {
	defer fault.Wrap(&err, "directory.RenewLink(%s)", campaign)
	out, err := u.messages(ctx, by, act, campaign, []access.Org{org}, func(tx *db.Tx, o CampaignOrg) error {
		if err := endLinks(ctx, tx, by.Region(), campaign, org, ""); err != nil {
			return err
		}
		if err := denyOrg(ctx, tx, by.Region(), campaign, org, db.Time{}); err != nil {
			return err
		}
		if o.ToSend != "" {
			return nil
		}
		return queueMessage(ctx, tx, by.Region(), campaign, org, MessageRenewal, 0)
	})
	if err != nil {
		return m, err
	}
	if len(out) == 0 { // the form's own id was that of another form
		return m, fault.New(fault.Invalid, "error.form_stale")
	}
	return out[0], nil
}

func (u *Upkeep) messages(ctx context.Context, by access.Actor, act, campaign string, orgs []access.Org, before func(*db.Tx, CampaignOrg) error) (out []Message, err error) {
	err = u.db.Write(ctx, func(tx *db.Tx) error {
		out = nil // the function may run again
		c, err := campaignFor(ctx, tx, by, campaign)
		if err != nil {
			return err
		}
		if !c.Live(tx.Now) {
			return fault.New(fault.Conflict, "campaign.campaign_over")
		}
		asked, err := campaignOrgs(ctx, tx, by.Region(), c)
		if err != nil {
			return err
		}
		kinds, err := event.Once(ctx, tx, by, act, func() (string, error) {
			var kinds []string
			for _, o := range orgs {
				i := slices.IndexFunc(asked, func(a CampaignOrg) bool { return a.Org == o })
				if i < 0 {
					return "", notFound()
				}
				if err := before(tx, asked[i]); err != nil {
					return "", err
				}
				kind, err := u.take(ctx, tx, by, c, o)
				if err != nil {
					return "", err
				}
				kinds = append(kinds, string(kind))
			}
			return strings.Join(kinds, " "), nil
		})
		if err != nil {
			return err
		}
		links, err := liveLinks(ctx, tx, by.Region(), c.ID)
		if err != nil {
			return err
		}
		for n, kind := range strings.Fields(kinds) {
			i := slices.IndexFunc(asked, func(a CampaignOrg) bool { return n < len(orgs) && a.Org == orgs[n] })
			if i < 0 {
				return notFound()
			}
			o, l := asked[i], links[orgs[n]]
			if l.Serial == "" { // ended since the act was done
				return fault.New(fault.Conflict, "campaign.link_ended")
			}
			out = append(out, Message{Org: o.Org, Name: o.Name, Email: o.Email, Kind: MessageKind(kind), Token: u.tokenOf(by.Region(), l), Until: l.Until, Count: o.left()})
		}
		return nil
	})
	return out, err
}

// take marks the messages to an organisation as taken and sees that it has a
// link. The first message sets the reminders.
func (u *Upkeep) take(ctx context.Context, tx *db.Tx, by access.Actor, c Campaign, org access.Org) (kind MessageKind, err error) {
	waiting, err := messagesTo(ctx, tx, by.Region(), c.ID, org)
	if err != nil {
		return "", err
	}
	begun := false
	for _, m := range waiting {
		if m.taken.IsZero() {
			kind = m.Kind
		}
		begun = begun || !m.taken.IsZero()
	}
	if _, err := takeMessages(ctx, tx, by.Region(), c.ID, org); err != nil {
		return "", err
	}
	links, err := liveLinks(ctx, tx, by.Region(), c.ID)
	if err != nil {
		return "", err
	}
	if links[org].Serial == "" {
		l := linkRow{Campaign: c.ID, Org: org, Serial: tx.NewID(), Until: tx.Now.Add(LinkLife)}
		if err := insertLink(ctx, tx, by.Region(), u.linkPrint(u.tokenOf(by.Region(), l)), l); err != nil {
			return "", err
		}
	}
	for i, after := range RemindAfter {
		if begun {
			break
		}
		w := reminder{Campaign: c.ID, Org: org, Nth: i + 1}
		if err := u.queue.Enqueue(ctx, tx, by.Region(), jobRemind, strings.Join([]string{c.ID, string(org), strconv.Itoa(w.Nth)}, "|"), w, tx.Now.Add(after)); err != nil {
			return "", err
		}
	}
	return kind, u.log.Append(ctx, tx, by, CampaignMessage{Campaign: c.ID, Org: org, Message: kind})
}

// tokenLetters is how long a link's secret is: a hundred and twenty bits that
// can be read out on the telephone, in groups of four.
const tokenLetters = 24

// tokenOf makes the secret of a link again. It needs the installation's key.
func (u *Upkeep) tokenOf(region access.Region, l linkRow) string {
	code := id.CodeOf(tokenLetters, u.keys.Fingerprint("campaign-link-secret", strings.Join([]string{string(region), l.Campaign, string(l.Org), l.Serial}, "|")))
	var groups []string
	for part := range slices.Chunk([]byte(code), 4) {
		groups = append(groups, string(part))
	}
	return strings.Join(groups, "-")
}

func (u *Upkeep) linkPrint(token string) string {
	return u.keys.Fingerprint("campaign-link", strings.Join(text.Words(token), ""))
}

// jobRemind is the kind of the job of reminders.
const jobRemind = "campaign.remind"

// reminder is what the job is about.
type reminder struct {
	Campaign string     `json:"campaign"`
	Org      access.Org `json:"org"`
	Nth      int        `json:"nth"`
}

// remind has a reminder wait to be sent, unless all is answered, stopped or
// denied, or another message waits already. It may run twice, and late.
func (u *Upkeep) remind(ctx context.Context, j job.Job) error {
	var w reminder
	if err := j.Args(&w); err != nil {
		return err
	}
	by := access.System(j.Region)
	return u.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, strings.Join([]string{jobRemind, w.Campaign, string(w.Org), strconv.Itoa(w.Nth)}, "|"), func() (string, error) {
			c, err := findCampaign(ctx, tx, j.Region, w.Campaign)
			if err != nil || !c.Live(tx.Now) {
				return "", err
			}
			asked, err := campaignOrgs(ctx, tx, j.Region, c)
			if err != nil {
				return "", err
			}
			i := slices.IndexFunc(asked, func(a CampaignOrg) bool { return a.Org == w.Org })
			if i < 0 || asked[i].ToSend != "" || !asked[i].writable(MessageReminder) {
				return "", nil
			}
			return "", queueMessage(ctx, tx, j.Region, c.ID, w.Org, MessageReminder, w.Nth)
		})
		return err
	})
}
