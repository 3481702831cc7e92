package org

import (
	"context"
	"slices"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/text"
)

// CreateTeam adds a team to the administrator's organisation. act is the
// form's id: the same act again answers with the same team. A name already
// taken there is told at its field.
func (s *Service) CreateTeam(ctx context.Context, by access.Actor, act, name string) (id access.Team, err error) {
	defer fault.Wrap(&err, "org.CreateTeam")
	if err := administers(by, by.Org()); err != nil {
		return "", err
	}
	return s.createTeam(ctx, by, by.Org(), act, name)
}

// CreateTeamIn is CreateTeam for whoever runs the installation.
func (s *Service) CreateTeamIn(ctx context.Context, by access.Actor, o access.Org, act, name string) (id access.Team, err error) {
	defer fault.Wrap(&err, "org.CreateTeamIn(%s)", o)
	if err := operates(by); err != nil {
		return "", err
	}
	return s.createTeam(ctx, by, o, act, name)
}

func (s *Service) createTeam(ctx context.Context, by access.Actor, o access.Org, act, name string) (access.Team, error) {
	var bad fault.Fields
	name = line(&bad, "name", name)
	if err := bad.Err(); err != nil {
		return "", err
	}
	var id string
	err := s.db.Write(ctx, func(tx *db.Tx) (err error) {
		id, err = event.Once(ctx, tx, by, act, func() (string, error) {
			// Looked up first: of two forms at once, PostgreSQL then repeats one
			// rather than fail it.
			teams, err := teamsOf(ctx, tx, o)
			if err != nil {
				return "", err
			}
			if slices.ContainsFunc(teams, func(t Team) bool { return text.Fold(t.Name) == text.Fold(name) }) {
				return "", fault.Field("name", "org.team_exists")
			}
			t := Team{ID: access.Team(tx.NewID()), Org: o, Name: name}
			if err := insertTeam(ctx, tx, t, text.Fold(name)); err != nil {
				return "", err
			}
			return string(t.ID), s.log.Append(ctx, tx, by, teamCreated{Org: o, Team: t.ID})
		})
		return err
	})
	return access.Team(id), err
}
