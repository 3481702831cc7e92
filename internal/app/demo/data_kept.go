package demo

// CampaignAct is a step of the campaign under way: an organisation is asked,
// its message is taken to be sent, or its link says something. An empty service
// is all of those that wait.
type CampaignAct struct {
	Org, Act, Service, Value string
	Done                     Ago
}

func campaignAct(r *row) CampaignAct {
	return CampaignAct{Org: r.text("org"), Act: r.text("act"), Service: r.text("service"), Value: r.text("value"), Done: r.ago("days")}
}

// Suggestion is a correction that somebody proposed and nobody decided yet.
type Suggestion struct {
	Service, Field, Value, Words string
	Said                         Ago
}

func suggestion(r *row) Suggestion {
	return Suggestion{Service: r.text("service"), Field: r.text("field"), Value: r.text("value"), Words: r.text("words"), Said: r.ago("days")}
}

// Missed is something looked for and not found, so many times in a week.
type Missed struct {
	Need, Place, Lacking string
	Times                int
	Said                 Ago
}

func missed(r *row) Missed {
	return Missed{Need: r.text("need"), Place: r.text("place"), Lacking: r.text("lacking"), Times: r.number("times", 0), Said: r.ago("days")}
}
