package app

import (
	"context"
	"errors"
	"net"
	"net/http"
	"time"
)

// Limits of one connection: a slow or silent client is cut, a slow phone is
// not (400 kbit/s brings a page of 14 kB in under a second).
const (
	readHeader = 10 * time.Second
	readAll    = 30 * time.Second
	writeAll   = 60 * time.Second
	keepAlive  = 2 * time.Minute
	headerSize = 32 << 10
)

// Serve answers on l until ctx ends, then lets what has begun finish, for at
// most grace.
func (a *App) Serve(ctx context.Context, l net.Listener, grace time.Duration) error {
	s := &http.Server{
		Handler:           a.Site.Handler(),
		ReadHeaderTimeout: readHeader,
		ReadTimeout:       readAll,
		WriteTimeout:      writeAll,
		IdleTimeout:       keepAlive,
		MaxHeaderBytes:    headerSize,
	}
	s.RegisterOnShutdown(a.Site.Live.End)
	failed := make(chan error, 1)
	go func() { failed <- s.Serve(l) }()
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	end, cancel := context.WithTimeout(context.WithoutCancel(ctx), grace)
	defer cancel()
	err := s.Shutdown(end)
	if errors.Is(err, context.DeadlineExceeded) {
		err = s.Close() // the grace is over: cut what is left
	}
	return err
}
