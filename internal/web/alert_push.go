package web

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"

	"passerelle/internal/access"
	"passerelle/internal/alert"
	"passerelle/internal/fault"
)

// alertPath is where information systems of those who keep the directory bring
// alerts. No page of ours is there and no cookie is read.
const alertPath = "/cap"

// alertPush takes in an alert that a system brings, by the token that it got at
// /fhir/token. It answers in JSON: what became of it, or what is wrong with it, at
// which line. The same alert again is "before", and changes nothing.
func (s *Site) alertPush(v *Visit) error {
	by, writes, err := s.tokenOf(v)
	if err != nil {
		return s.alertAnswer(v, err, "")
	}
	if !writes {
		return s.alertAnswer(v, fault.New(fault.NotFound, "error.not_found"), "")
	}
	body, err := io.ReadAll(http.MaxBytesReader(v.W, v.R.Body, alert.BytesMost+1))
	var large *http.MaxBytesError
	switch {
	case errors.As(err, &large):
		return s.alertAnswer(v, errTooLarge, "")
	case err != nil:
		return s.alertAnswer(v, fault.New(fault.Invalid, "error.invalid"), "")
	}
	result, err := s.Alert.Push(v.R.Context(), by, body)
	return s.alertAnswer(v, err, result)
}

// tokenOf is the system whose token a request shows, and whether it may write.
func (s *Site) tokenOf(v *Visit) (by access.Actor, writes bool, err error) {
	scheme, token, _ := strings.Cut(v.R.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") || token == "" {
		return access.Actor{}, false, errNoToken
	}
	by, writes, err = s.Partner.Recognise(v.R.Context(), strings.TrimSpace(token))
	if fault.Is(err, fault.NotFound) {
		err = errNoToken
	}
	return by, writes, err
}

// errNoToken is the one answer to no token, to one that is over, and to one that
// never was.
var errNoToken = fault.New(fault.NotFound, "alert.token")

var errTooLarge = fault.Field("file", "alert.too_large", "kilo", alert.BytesMost>>10)

func (s *Site) alertAnswer(v *Visit, err error, result alert.Result) error {
	status, said := http.StatusOK, map[string]any{"result": result}
	if err != nil {
		var wrong []map[string]any
		for _, f := range fault.FieldsOf(err) {
			one := map[string]any{"text": v.L.T(f.Key, f.Args...)}
			for i := 0; i+1 < len(f.Args); i += 2 {
				if f.Args[i] == "line" {
					one["line"] = f.Args[i+1]
				}
			}
			wrong = append(wrong, one)
		}
		status = statuses[fault.KindOf(err)]
		switch key, args := fault.KeyOf(err); {
		case errors.Is(err, errTooLarge):
			status = http.StatusRequestEntityTooLarge
		case errors.Is(err, errNoToken):
			status = http.StatusUnauthorized
			v.W.Header().Set("WWW-Authenticate", `Bearer realm="cap"`)
			wrong = []map[string]any{{"text": v.L.T(key, args...)}}
		case len(wrong) == 0 && status >= http.StatusInternalServerError:
			return err // told like any fault of ours
		case len(wrong) == 0:
			wrong = []map[string]any{{"text": v.L.T(key, args...)}}
		}
		said = map[string]any{"wrong": wrong}
	}
	b, err := json.Marshal(said)
	if err != nil {
		return err
	}
	v.W.Header().Set("Content-Type", "application/json; charset=utf-8")
	v.W.WriteHeader(status)
	_, _ = v.W.Write(b) // the system went away: it will bring it again
	return nil
}
