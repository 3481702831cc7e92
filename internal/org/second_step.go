package org

import (
	"context"
	"time"

	"passerelle/internal/access"
	"passerelle/internal/db"
	"passerelle/internal/event"
	"passerelle/internal/fault"
	"passerelle/internal/id"
)

// AppSecret is what an application that makes codes is given, before it is
// kept: the page that shows it sends it back with a first code.
type AppSecret struct {
	Text    string // to type
	Address string // as a QR code
}

// NewAppSecret draws a secret for the worker who asks. Nothing is kept yet.
func (s *Service) NewAppSecret(ctx context.Context, by access.Actor) (AppSecret, error) {
	return s.AppSecretAgain(ctx, by, totpText(id.Bytes(totpBytes)))
}

// AppSecretAgain is the same secret for a page shown again.
func (s *Service) AppSecretAgain(ctx context.Context, by access.Actor, text string) (a AppSecret, err error) {
	me, err := s.Me(ctx, by)
	if err != nil {
		return AppSecret{}, err
	}
	if totpSecret(text) == nil {
		return AppSecret{}, fault.New(fault.Invalid, "error.form_stale")
	}
	return AppSecret{Text: text, Address: totpAddress(text, me.Email)}, nil
}

// SetApp has the codes of an application asked at each sign-in from now on, in
// place of any second step of before. It returns a sheet of backup codes. The
// worker's sessions end, but for that of token: none stays open that was opened by
// less. Sent twice, the form acts once and shows the same sheet.
func (s *Service) SetApp(ctx context.Context, by access.Actor, token, act, secret, code string) (codes []string, err error) {
	defer fault.Wrap(&err, "org.SetApp(%s)", by.Worker())
	if err := isStaff(by); err != nil {
		return nil, err
	}
	raw := totpSecret(secret)
	if raw == nil {
		return nil, fault.New(fault.Invalid, "error.form_stale")
	}
	sealed, err := s.keys.Seal(raw, "worker_second_step", string(by.Worker()))
	if err != nil {
		return nil, err
	}
	return s.setSecondStep(ctx, by, token, act, func(now time.Time) ([]byte, int64, error) {
		count, ok := totpMatch(raw, typedCode(code), now, 0)
		if !ok {
			return nil, 0, fault.Field("code", "security.app_code_wrong")
		}
		return sealed, count, nil
	})
}

// SetSheet has a code of a printed sheet asked at each sign-in, for who has no
// phone of their own. Who has an application keeps it, and gets a new sheet:
// the codes of an older one open nothing any more. Sessions end as with SetApp.
func (s *Service) SetSheet(ctx context.Context, by access.Actor, token, act string) (codes []string, err error) {
	defer fault.Wrap(&err, "org.SetSheet(%s)", by.Worker())
	if err := isStaff(by); err != nil {
		return nil, err
	}
	return s.setSecondStep(ctx, by, token, act, nil)
}

// setSecondStep keeps a second step and makes its sheet. With no app the one
// that stands, if any, stays.
func (s *Service) setSecondStep(ctx context.Context, by access.Actor, token, act string, app func(time.Time) ([]byte, int64, error)) ([]string, error) {
	codes := s.codesOf(by.Worker(), act)
	err := s.db.Write(ctx, func(tx *db.Tx) error {
		_, err := event.Once(ctx, tx, by, act, func() (string, error) {
			step, err := findSecondStep(ctx, tx, by.Worker())
			if err != nil {
				return "", err
			}
			if app != nil {
				if step.secret, step.last, err = app(tx.Now); err != nil {
					return "", err
				}
			}
			if err := saveSecondStep(ctx, tx, by.Worker(), step); err != nil {
				return "", err
			}
			if err := s.newSheet(ctx, tx, by.Worker(), codes); err != nil {
				return "", err
			}
			if err := endOtherSessions(ctx, tx, by.Worker(), s.sessionPrint(token)); err != nil {
				return "", err
			}
			return "set", s.log.Append(ctx, tx, by, secondStepSet{Worker: by.Worker(), App: step.secret != nil})
		})
		return err
	})
	if err != nil {
		return nil, err
	}
	return codes, nil
}

func (s *Service) newSheet(ctx context.Context, tx *db.Tx, w access.Worker, codes []string) error {
	if err := dropCodes(ctx, tx, w); err != nil {
		return err
	}
	for _, c := range codes {
		if err := insertCode(ctx, tx, w, s.codePrint(w, typedCode(c))); err != nil {
			return err
		}
	}
	return nil
}

// RemoveSecondStep has nothing but the passphrase asked again.
func (s *Service) RemoveSecondStep(ctx context.Context, by access.Actor) (err error) {
	defer fault.Wrap(&err, "org.RemoveSecondStep(%s)", by.Worker())
	if err := isStaff(by); err != nil {
		return err
	}
	return s.db.Write(ctx, func(tx *db.Tx) error {
		n, err := dropSecondStep(ctx, tx, by.Worker())
		if err != nil || n == 0 { // removed already: a second press does nothing more
			return err
		}
		return s.log.Append(ctx, tx, by, secondStepRemoved{by.Worker()})
	})
}

// secondStep is what is asked after a password: codes of an application when
// there is a secret, else of a sheet alone.
type secondStep struct {
	on     bool
	secret []byte // sealed
	last   int64  // the step of the last code that was taken
}

// take uses a code of an application or of a sheet, once. false: it is neither.
func (s *Service) take(ctx context.Context, tx *db.Tx, w access.Worker, typed string) (bool, error) {
	code := typedCode(typed)
	step, err := findSecondStep(ctx, tx, w)
	if err != nil || !step.on {
		return false, err
	}
	if len(code) != totpDigits || step.secret == nil {
		used, err := useCode(ctx, tx, w, s.codePrint(w, code))
		if err != nil || !used {
			return false, err
		}
		return true, s.log.Append(ctx, tx, access.Anyone(s.region), backupCodeUsed{w})
	}
	secret, err := s.keys.Open(step.secret, "worker_second_step", string(w))
	if err != nil {
		return false, err
	}
	count, ok := totpMatch(secret, code, tx.Now, step.last)
	if !ok {
		return false, nil
	}
	return advance(ctx, tx, w, count)
}
