package main

import (
	"context"
	"errors"
	"fmt"
	"net"

	"passerelle/internal/app"
	"passerelle/internal/clock"
	"passerelle/internal/config"
	"passerelle/internal/fault"
)

// serveCmd serves the pages.
type serveCmd struct {
	config.Store
	config.Server
}

// Run serves until it is told to stop.
func (c serveCmd) Run(r *run) error {
	if err := c.Server.Resolve(); err != nil { // before an address that cannot be one is called taken
		return err
	}
	l, err := listen(c.Listen)
	if err != nil {
		return err
	}
	a, err := app.Open(r.ctx, app.Settings{Store: c.Store, Server: c.Server, Clock: clock.System(), Log: r.log})
	if err != nil {
		return errors.Join(err, l.Close())
	}
	return r.serve(a, l, c.Server)
}

// serve says where to go, answers until the end, and stops in good order.
func (r *run) serve(a *app.App, l net.Listener, c config.Server, more ...string) error {
	// The background work has a life of its own: it stops after the last
	// request was answered, not with the signal.
	a.Start(context.WithoutCancel(r.ctx))
	url := c.URL
	if url == "" {
		url = "http://" + l.Addr().String()
	}
	r.println("cli.listening", "url", url+"/")
	for _, key := range more {
		r.println(key)
	}
	err := a.Serve(r.ctx, l, c.Grace)
	if r.ctx.Err() != nil {
		r.println("cli.stopping")
		r.ctx = context.WithoutCancel(r.ctx) // what fails from here on was not stopped: it failed
	}
	return errors.Join(err, a.Stop())
}

func listen(address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fault.Field("listen", "config.listen_taken").With(fmt.Errorf("listen: %w", err))
	}
	return l, nil
}
