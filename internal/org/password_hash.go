package org

import (
	"context"
	"crypto/subtle"
	"encoding/base64"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"golang.org/x/crypto/argon2"

	"passerelle/internal/fault"
	"passerelle/internal/id"
)

// cost is the work of one Argon2id hash. It is twice the least of OWASP's
// cheat sheet, and small enough for an organisation's one small machine. A hash
// carries its own cost, so raising this leaves old hashes valid.
type cost struct {
	memory uint32 // KiB
	passes uint32
	lanes  uint8
}

var costNow = cost{memory: 46 * 1024, passes: 2, lanes: 1}

const (
	saltBytes = 16
	keyBytes  = 32
)

// hasher bounds how many hashes are computed at once: each takes its memory,
// and a crowd at the door must not take it all.
type hasher struct {
	cost cost
	free chan struct{}
}

func newHasher() *hasher {
	return &hasher{cost: costNow, free: make(chan struct{}, max(2, runtime.GOMAXPROCS(0)))}
}

// of hashes a new password.
func (h *hasher) of(ctx context.Context, password string) (string, error) {
	salt := []byte(id.Secret(saltBytes))
	key, err := h.key(ctx, password, salt, h.cost)
	if err != nil {
		return "", err
	}
	b64 := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s",
		argon2.Version, h.cost.memory, h.cost.passes, h.cost.lanes, b64(salt), b64(key)), nil
}

// matches reports whether password made hash. With no hash it does the same
// work and says no: who has no account must not be answered sooner.
func (h *hasher) matches(ctx context.Context, hash, password string) (bool, error) {
	salt, want, c, err := parseHash(hash)
	if hash == "" {
		salt, want, c, err = make([]byte, saltBytes), make([]byte, keyBytes), h.cost, nil
	}
	if err != nil {
		return false, err
	}
	got, err := h.key(ctx, password, salt, c)
	return err == nil && subtle.ConstantTimeCompare(got, want) == 1 && hash != "", err
}

func (h *hasher) key(ctx context.Context, password string, salt []byte, c cost) ([]byte, error) {
	select {
	case h.free <- struct{}{}:
		defer func() { <-h.free }()
	case <-ctx.Done():
		return nil, fault.New(fault.Unavailable, "error.unavailable").With(ctx.Err())
	}
	return argon2.IDKey([]byte(normalPassword(password)), salt, c.passes, c.memory, c.lanes, keyBytes), nil
}

func parseHash(s string) (salt, key []byte, c cost, err error) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return nil, nil, c, errors.New("org: not an argon2id hash")
	}
	var version int
	if _, err = fmt.Sscanf(parts[2]+" "+parts[3], "v=%d m=%d,t=%d,p=%d", &version, &c.memory, &c.passes, &c.lanes); err != nil {
		return nil, nil, c, err
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	key, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	return salt, key, c, errors.Join(err1, err2)
}
