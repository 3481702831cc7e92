package app

import (
	"context"

	"passerelle/internal/access"
	"passerelle/internal/pathway"
)

// pathways are copied from examples, adapted in their title, proposed, and
// published by a second person; one still waits for hers.
func (s *seed) pathways() {
	for _, p := range s.data.Pathways {
		var id string
		by := func(code string) access.Actor { return s.hats[[2]string{code, s.workers[code].Org}] }
		s.add("pathway"+p.Example, p.Begun, first, "copy", func(ctx context.Context) (err error) {
			if id, err = s.a.Pathway.Copy(ctx, by(p.Worker), s.act(), "exemple-"+p.Example); err != nil {
				return err
			}
			err = s.a.Pathway.Save(ctx, by(p.Worker), s.act(), id, 1, func(x *pathway.Pathway) error {
				x.Title = pathway.Words{FR: p.Title.FR, EN: p.Title.EN}
				x.Example = p.Publisher == "" // what was published was validated first
				return nil
			})
			if err != nil {
				return err
			}
			return s.a.Pathway.Propose(ctx, by(p.Worker), s.act(), id, 2)
		})
		s.add("pathway"+p.Example, p.Published, drafting, "publish", func(ctx context.Context) error {
			return s.a.Pathway.Publish(ctx, by(p.Publisher), s.act(), id, 2)
		})
	}
}
