package round

// Figures are what a round came to.
type Figures struct {
	Doors  int `json:"doors"`
	Seen   int `json:"seen"`
	Talked int `json:"talked"`
	Absent int `json:"absent"`
	Again  int `json:"again"`
	Never  int `json:"never"`
	Spared int `json:"spared"` // doors where nobody went, as asked in an earlier round
	Kits   int `json:"kits"`
	Twice  int `json:"twice"` // doors where two people went, each not knowing of the other
}

// Outcome is what is told of one door by all that was received.
type Outcome struct {
	Result Result // empty: nothing yet
	Visits int    // that stand
	People int    // phones, or sheets of paper, that told of it
	Kits   int
}

// outcomes is what is told of each door. It depends on the set of visits alone:
// in whatever order they came, and however often.
func outcomes(visits []Visit) map[int]Outcome {
	gone := map[[2]string]int{} // visits that their own phone replaced, and at which door
	for _, v := range visits {
		if v.Replaces != "" {
			gone[[2]string{v.Device, v.Replaces}] = v.Door
		}
	}
	all, people := map[int]Outcome{}, map[int]map[string]bool{}
	for _, v := range visits {
		if door, replaced := gone[[2]string{v.Device, v.ID}]; replaced && door == v.Door {
			continue
		}
		o := all[v.Door]
		if weight[v.Result] > weight[o.Result] {
			o.Result = v.Result
		}
		if people[v.Door] == nil {
			people[v.Door] = map[string]bool{}
		}
		people[v.Door][v.Device] = true
		o.Visits, o.Kits, o.People = o.Visits+1, o.Kits+v.Kits, len(people[v.Door])
		all[v.Door] = o
	}
	return all
}

// Count is what a round came to: each door once, each kit once.
func Count(doors []Door, visits []Visit) Figures {
	f, all := Figures{Doors: len(doors)}, outcomes(visits)
	for _, d := range doors {
		o := all[d.N]
		f.Kits += o.Kits
		if o.People > 1 {
			f.Twice++
		}
		switch o.Result {
		case Talked:
			f.Talked++
		case Absent:
			f.Absent++
		case Again:
			f.Again++
		case Never:
			f.Never++
		default:
			if d.Spared {
				f.Spared++
			}
			continue
		}
		f.Seen++
	}
	return f
}
