package share

import "passerelle/internal/access"

// The events hold opaque ids only.

type listSaved struct {
	List string     `json:"list"`
	Org  access.Org `json:"org"`
}

func (listSaved) Kind() string      { return "share.list_saved" }
func (e listSaved) Subject() string { return e.List }

type listChanged struct {
	List string `json:"list"`
}

func (listChanged) Kind() string      { return "share.list_changed" }
func (e listChanged) Subject() string { return e.List }

type listRemoved struct {
	List string `json:"list"`
}

func (listRemoved) Kind() string      { return "share.list_removed" }
func (e listRemoved) Subject() string { return e.List }

// sitesChanged names the organisation alone; its sites are on its page.
type sitesChanged struct {
	Org access.Org `json:"org"`
}

func (sitesChanged) Kind() string      { return "share.sites_changed" }
func (e sitesChanged) Subject() string { return string(e.Org) }
