//go:build unix

package web

import (
	"crypto/tls"
	"errors"
	"net"
	"syscall"
)

// left reports that the other side closed a connection, without waiting. A stream
// is asked for by a request that says that nothing follows: whatever else can be
// read means that it is over, too.
func left(conn net.Conn) bool {
	if t, ok := conn.(*tls.Conn); ok {
		conn = t.NetConn()
	}
	c, ok := conn.(syscall.Conn)
	if !ok {
		return false
	}
	raw, err := c.SyscallConn()
	if err != nil {
		return true
	}
	var answered error
	err = raw.Read(func(fd uintptr) bool {
		var one [1]byte
		_, _, answered = syscall.Recvfrom(int(fd), one[:], syscall.MSG_PEEK)
		return true // never wait
	})
	return err != nil || !errors.Is(answered, syscall.EAGAIN) && !errors.Is(answered, syscall.EINTR)
}
