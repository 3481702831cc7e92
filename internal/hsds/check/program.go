package check

// programs are those that records name, and those that stand somewhere. HSDS has no
// list of them to ask: only who read all that the feed has can say that one is
// nowhere.
type programs struct {
	order []*mention
	named map[string]bool
	there map[string]bool
}

func (p *programs) names(b *body, id, pointer string) {
	if p.named == nil {
		p.named = map[string]bool{}
	}
	if id == "" || p.named[id] || len(p.order) >= mostMentions {
		return
	}
	at := b.at
	at.Pointer, at.Value = pointer, id
	p.named[id] = true
	p.order = append(p.order, &mention{id: id, at: at, e: b.e})
}

func (p *programs) meets(id string) {
	if p.there == nil {
		p.there = map[string]bool{}
	}
	if len(p.there) < mostMentions {
		p.there[id] = true
	}
}

// nowherePrograms tells of programs that are nowhere, when the lists that could hold them
// were read whole.
func (w *walk) nowherePrograms() {
	for _, e := range w.report.Endpoints {
		holds := e.Name == "GET /services" || e.Name == "GET /organizations"
		if holds && e.State != Absent && max(e.Streamed, e.Compared) < e.Items {
			return
		}
	}
	if len(w.programs.there) >= mostMentions {
		return
	}
	for _, m := range w.programs.order {
		if !w.programs.there[m.id] {
			w.report.found(m.e, Reference, m.at)
		}
	}
}
