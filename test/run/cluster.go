package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
	"time"
)

// cluster is a PostgreSQL server of our own: a temporary directory, a socket
// in it, a free port on loopback.
type cluster struct {
	address string
	cmd     *exec.Cmd
	log     *bytes.Buffer
	done    chan struct{}
}

// quick settings gain time where nothing is measured and nothing outlives the
// run; a bench of durable writes has none of them.
var quick = []string{"fsync=off", "synchronous_commit=off", "full_page_writes=off"}

func startCluster(ctx context.Context, bin, dir string, settings []string) (*cluster, error) {
	data, sock := filepath.Join(dir, "data"), filepath.Join(dir, "sock")
	for _, d := range []string{dir, data, sock} {
		if err := os.MkdirAll(d, 0o700); err != nil {
			return nil, err
		}
	}
	cred, err := unprivileged(dir, data, sock)
	if err != nil {
		return nil, err
	}
	env := []string{"PATH=" + bin + ":" + os.Getenv("PATH"), "LC_ALL=C", "TZ=UTC"}
	// The context given to the server is not ours: when we are interrupted, the
	// tests must end first, then stop() ends the server.
	initdb := command(ctx, env, filepath.Join(bin, "initdb"),
		"-D", data, "-U", "passerelle", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync")
	initdb.Dir, initdb.SysProcAttr.Credential = dir, cred
	if out, err := initdb.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("initdb: %v\n%s", err, indent(string(out)))
	}
	port, err := freePort()
	if err != nil {
		return nil, err
	}
	c := &cluster{
		address: fmt.Sprintf("postgres://passerelle@127.0.0.1:%d/postgres?sslmode=disable", port),
		log:     new(bytes.Buffer), done: make(chan struct{}),
	}
	args := []string{"-D", data, "-k", sock, "-h", "127.0.0.1", "-p", strconv.Itoa(port)}
	for _, setting := range append([]string{
		"max_connections=300", "shared_buffers=128MB",
		"max_pred_locks_per_transaction=256", // many small SERIALIZABLE tests at once
		"log_min_messages=fatal", "timezone=UTC",
	}, settings...) {
		args = append(args, "-c", setting)
	}
	c.cmd = command(context.Background(), env, filepath.Join(bin, "postgres"), args...)
	c.cmd.Dir, c.cmd.SysProcAttr.Credential = dir, cred
	c.cmd.Stdout, c.cmd.Stderr = c.log, c.log
	if err := c.cmd.Start(); err != nil {
		return nil, err
	}
	go func() { c.cmd.Wait(); close(c.done) }()
	if err := c.ready(ctx, filepath.Join(bin, "pg_isready"), port); err != nil {
		c.stop()
		return nil, err
	}
	return c, nil
}

// ready waits until the server answers.
func (c *cluster) ready(ctx context.Context, isReady string, port int) error {
	var last []byte
	var err error
	for range 600 {
		select {
		case <-c.done:
			return fmt.Errorf("postgres ended at once:\n%s", indent(c.log.String()))
		case <-ctx.Done():
			return errors.New("interrupted")
		case <-time.After(50 * time.Millisecond):
		}

		if last, err = exec.CommandContext(ctx, isReady, "-h", "127.0.0.1", "-p", strconv.Itoa(port)).CombinedOutput(); err == nil {
			return nil
		}
	}
	return fmt.Errorf("postgres did not answer within 30 s: %v %s\n%s", err, last, indent(c.log.String()))
}

// stop asks for a fast shutdown (SIGINT), then insists.
func (c *cluster) stop() {
	c.cmd.Process.Signal(syscall.SIGINT)
	select {
	case <-c.done:
	case <-time.After(10 * time.Second):
		syscall.Kill(-c.cmd.Process.Pid, syscall.SIGKILL)
		<-c.done
	}
}

// unprivileged gives the directories to a user who is not root, because
// PostgreSQL refuses to run as root. It returns nil when we are not root.
func unprivileged(dirs ...string) (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil
	}
	var who *user.User
	for _, name := range []string{"postgres", "nobody"} {
		if u, err := user.Lookup(name); err == nil {
			who = u
			break
		}
	}
	if who == nil {
		return nil, errors.New("PostgreSQL refuses to run as root, and neither the user postgres nor nobody exists")
	}
	uid, err1 := strconv.ParseUint(who.Uid, 10, 32)
	gid, err2 := strconv.ParseUint(who.Gid, 10, 32)
	if err := errors.Join(err1, err2); err != nil {
		return nil, err
	}
	for _, d := range dirs {
		if err := os.Chown(d, int(uid), int(gid)); err != nil {
			return nil, err
		}
	}
	return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
}

// freePort asks the system for a port; another process could take it before
// the server does, which then says so and ends.
func freePort() (int, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return 0, err
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port, nil
}
