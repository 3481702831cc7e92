package fault_test

import (
	"errors"
	"fmt"
	"testing"

	"passerelle/internal/fault"
)

func TestKindSurvivesWrapping(t *testing.T) {
	act := func() (err error) {
		defer fault.Wrap(&err, "referral.find(%s)", "r1")
		return fault.New(fault.NotFound, "error.not_found").With(errors.New("no row"))
	}
	err := act()
	if !fault.Is(err, fault.NotFound) {
		t.Fatalf("kind = %v, want not found", fault.KindOf(err))
	}
	if key, _ := fault.KeyOf(err); key != "error.not_found" {
		t.Errorf("key = %q", key)
	}
	if got, want := err.Error(), "referral.find(r1): not_found error.not_found: no row"; got != want {
		t.Errorf("log line = %q, want %q", got, want)
	}
}

func TestFieldsAreToldTogether(t *testing.T) {
	err := fmt.Errorf("save: %w", fault.Fields{fault.Field("name", "error.empty"), fault.Field("phone", "error.phone")}.Err())
	if n := len(fault.FieldsOf(err)); n != 2 || !fault.Is(err, fault.Invalid) {
		t.Errorf("fields = %d, kind = %v; want 2 invalid fields", n, fault.KindOf(err))
	}
}

func TestUnclassifiedIsInternal(t *testing.T) {
	if k := fault.KindOf(errors.New("boom")); k != fault.Internal {
		t.Errorf("kind = %v, want internal", k)
	}
	if fault.Is(nil, fault.Internal) {
		t.Error("nil is an error of no kind")
	}
	if fault.Fields(nil).Err() != nil {
		t.Error("no invalid field must be no error")
	}
}
