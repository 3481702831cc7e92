package org

import (
	"crypto/hmac"
	"crypto/sha1"
	"crypto/subtle"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"net/url"
	"strings"
	"time"
)

// Codes of an application, after RFC 6238: six digits each thirty seconds,
// HMAC-SHA-1, as every application of the kind understands. A phone's clock
// may be one step early or late.
const (
	totpStep   = 30 * time.Second
	totpDrift  = 1
	totpDigits = 6
	totpBytes  = 20
)

// totpCount is which step an instant is in.
func totpCount(at time.Time) int64 { return at.Unix() / int64(totpStep/time.Second) }

// totpAt is the code of a step.
func totpAt(secret []byte, count int64) string {
	var message [8]byte
	binary.BigEndian.PutUint64(message[:], uint64(count))
	m := hmac.New(sha1.New, secret)
	m.Write(message[:])
	sum := m.Sum(nil)
	at := sum[len(sum)-1] & 0x0f
	n := binary.BigEndian.Uint32(sum[at:at+4]) & 0x7fffffff
	return fmt.Sprintf("%06d", n%1_000_000)
}

// totpMatch is the step whose code was typed, among those that are near now
// and later than last: a code that was used is never taken again.
func totpMatch(secret []byte, code string, now time.Time, last int64) (count int64, ok bool) {
	for c := totpCount(now) - totpDrift; c <= totpCount(now)+totpDrift; c++ {
		same := subtle.ConstantTimeCompare([]byte(totpAt(secret, c)), []byte(code)) == 1
		if same && c > last && !ok {
			count, ok = c, true
		}
	}
	return count, ok
}

var base32Plain = base32.StdEncoding.WithPadding(base32.NoPadding)

// totpText is a secret as an application takes it when typed.
func totpText(secret []byte) string { return base32Plain.EncodeToString(secret) }

// totpSecret reads it back; nil when it is none of ours.
func totpSecret(text string) []byte {
	secret, err := base32Plain.DecodeString(strings.ToUpper(strings.TrimSpace(text)))
	if err != nil || len(secret) != totpBytes {
		return nil
	}
	return secret
}

// totpAddress is a secret as an application takes it from a QR code.
func totpAddress(secret, email string) string {
	return "otpauth://totp/Passerelle:" + url.PathEscape(email) + "?" + url.Values{"secret": {secret}, "issuer": {"Passerelle"}}.Encode()
}
