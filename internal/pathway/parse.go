package pathway

import (
	"strconv"

	"passerelle/internal/fault"
)

// Bounds of a condition: what a colleague can read aloud.
const (
	exprBytes = 400
	exprDepth = 12
)

// Parse reads a condition in the names of some questions:
//
//	danger = yes or age < 14
//	lieu parmi (maison, rue) et pas (seul = incertain)
//
// The empty one always holds. What it does not take is a fault.Invalid with the
// sentence to show and where it stands.
func Parse(src string, steps []Step) (Expr, error) {
	if len(src) > exprBytes {
		return nil, fault.New(fault.Invalid, "pathway_check.expr_long", "most", exprBytes)
	}
	p := &parser{src: src, steps: map[string]*Step{}}
	for i := range steps {
		p.steps[steps[i].ID] = &steps[i]
	}
	if err := p.advance(0); err != nil {
		return nil, err
	}
	if p.tok.kind == tokEnd {
		return always{}, nil
	}
	e, err := p.or(0)
	if err != nil {
		return nil, err
	}
	if p.tok.kind != tokEnd {
		return nil, p.wrong("pathway_check.expr_end")
	}
	return e, nil
}

type parser struct {
	src   string
	steps map[string]*Step
	tok   token
}

// wrong refuses at the token that is read.
func (p *parser) wrong(key string, args ...any) error {
	return fault.New(fault.Invalid, key, append([]any{"at", p.tok.at + 1, "word", p.tok.text}, args...)...)
}

func (p *parser) advance(at int) error {
	t, ok := next(p.src, at)
	p.tok = t
	if !ok {
		return fault.New(fault.Invalid, "pathway_check.expr_sign", "at", t.at+1)
	}
	return nil
}

func (p *parser) skip() error { return p.advance(p.tok.at + len(p.tok.text)) }

func (p *parser) or(depth int) (Expr, error) {
	return p.chain(depth, tokOr, p.and, func(l, r Expr) Expr { return either{l, r} })
}

func (p *parser) and(depth int) (Expr, error) {
	return p.chain(depth, tokAnd, p.not, func(l, r Expr) Expr { return both{l, r} })
}

func (p *parser) chain(depth int, k tokenKind, part func(int) (Expr, error), join func(l, r Expr) Expr) (Expr, error) {
	left, err := part(depth)
	for err == nil && p.tok.kind == k {
		if err := p.skip(); err != nil {
			return nil, err
		}
		var right Expr
		right, err = part(depth)
		left = join(left, right)
	}
	return left, err
}

func (p *parser) not(depth int) (Expr, error) {
	if depth > exprDepth {
		return nil, p.wrong("pathway_check.expr_deep")
	}
	switch p.tok.kind {
	case tokNot:
		if err := p.skip(); err != nil {
			return nil, err
		}
		e, err := p.not(depth + 1)
		return negated{e}, err
	case tokOpen:
		if err := p.skip(); err != nil {
			return nil, err
		}
		e, err := p.or(depth + 1)
		if err != nil {
			return nil, err
		}
		if p.tok.kind != tokClose {
			return nil, p.wrong("pathway_check.expr_close")
		}
		return e, p.skip()
	}
	return p.comparison()
}

// comparison is "name op value" or "name in (value, value)".
func (p *parser) comparison() (Expr, error) {
	if p.tok.kind != tokName {
		return nil, p.wrong("pathway_check.expr_name")
	}
	step, known := p.steps[p.tok.text]
	if !known {
		return nil, p.wrong("pathway_check.expr_unknown")
	}
	if err := p.skip(); err != nil {
		return nil, err
	}
	op := p.tok
	if op.kind != tokOp && op.kind != tokIn {
		return nil, p.wrong("pathway_check.expr_op")
	}
	if err := p.skip(); err != nil {
		return nil, err
	}
	if op.kind == tokIn {
		return p.list(step)
	}
	value, err := p.value(step, op.text)
	if err != nil {
		return nil, err
	}
	switch op.text {
	case "=":
		return among{name: step.ID, values: []string{value}}, nil
	case "!=":
		return among{name: step.ID, values: []string{value}, except: true}, nil
	}
	n, err := strconv.Atoi(value)
	return compare{name: step.ID, op: op.text, to: n}, err
}

func (p *parser) list(step *Step) (Expr, error) {
	if p.tok.kind != tokOpen {
		return nil, p.wrong("pathway_check.expr_list")
	}
	e := among{name: step.ID}
	for {
		if err := p.skip(); err != nil {
			return nil, err
		}
		v, err := p.value(step, "=")
		if err != nil {
			return nil, err
		}
		e.values = append(e.values, v)
		switch p.tok.kind {
		case tokComma:
		case tokClose:
			return e, p.skip()
		default:
			return nil, p.wrong("pathway_check.expr_list")
		}
	}
}

// value reads an answer of the question's own type.
func (p *parser) value(step *Step, op string) (string, error) {
	said := p.tok.text
	if lit, ok := literals[said]; ok {
		said = lit
	}
	ordered := op != "=" && op != "!="
	switch {
	case p.tok.kind != tokNumber && p.tok.kind != tokName:
		return "", p.wrong("pathway_check.expr_value")
	case ordered && step.Kind != Number:
		return "", p.wrong("pathway_check.expr_order", "step", step.ID)
	case ordered && said == Unsure, !step.takes(said):
		return "", p.wrong("pathway_check.expr_type", "step", step.ID)
	}
	if step.Kind == Number && said != Unsure { // 07 is 7
		n, err := strconv.Atoi(said)
		if err != nil {
			return "", p.wrong("pathway_check.expr_type", "step", step.ID)
		}
		said = strconv.Itoa(n)
	}
	return said, p.skip()
}
