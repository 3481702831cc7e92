package app

import (
	"context"
	"errors"
	"os"
	"strconv"

	"passerelle/internal/access"
	"passerelle/internal/app/demo"
	"passerelle/internal/directory"
	"passerelle/internal/hsds"
)

// directory imports the region as any directory is: from a package of files.
func (s *seed) directory(ctx context.Context) (err error) {
	dir, err := os.MkdirTemp("", "passerelle-region-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	if err := s.data.WritePackage(dir, s.now); err != nil {
		return err
	}
	in, err := hsds.Open(ctx, hsds.Options{Dataset: "rive-claire", Language: "fr"}, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, in.Close()) }()
	if _, err := s.a.Directory.Import(ctx, s.operator, in, directory.ImportOptions{}); err != nil {
		return err
	}
	for _, v := range s.data.Services {
		if !v.Hidden {
			continue
		}
		if err := s.a.Directory.HideAddress(ctx, s.operator, service(v.Code), demo.HiddenPlace(v.Code), true); err != nil {
			return err
		}
	}
	return nil
}

func service(code string) access.Service { return access.Service(demo.ID("service", code)) }

func organization(code string) access.Org { return access.Org(demo.ID("organization", code)) }

// confirmations are said by a worker of the organisation that looked; one that
// has no worker here said it by telephone, and the operator wrote it down.
func (s *seed) confirmations() {
	for _, v := range s.data.Services {
		s.add(v.Code, v.ConfirmedAgo, first, "confirm", func(ctx context.Context) error {
			who := s.operator
			for _, w := range s.data.Workers {
				if w.Org == v.ConfirmedBy {
					who = s.hats[[2]string{w.Code, w.Org}]
					break
				}
			}
			return s.a.Directory.Confirm(ctx, who, service(v.Code), s.orgs[v.ConfirmedBy].Name.FR)
		})
	}
}

// doorDays is over how many days the closed doors are spread: most weigh on
// what is shown today.
const doorDays = 40

func (s *seed) closedDoors() {
	for _, v := range s.data.Services {
		for i := range v.ClosedDoors {
			who := v.Code + strconv.Itoa(i)
			why := directory.DoorReasons[scatter(who, len(directory.DoorReasons))]
			s.add(who, demo.Ago(1+scatter(who, doorDays)), first, "closed door", func(ctx context.Context) error {
				return s.a.Directory.ReportClosedDoor(ctx, access.Anyone(s.a.Region), who, service(v.Code), why, "")
			})
		}
	}
}
