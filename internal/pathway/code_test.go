package pathway

import "testing"

// TestAMisheardCodeIsNotAnother: one digit taken for another, or two neighbours
// exchanged, is never a code.
func TestAMisheardCodeIsNotAnother(t *testing.T) {
	t.Parallel()
	for range 300 {
		code := newCode()
		if got, ok := ReadCode(" " + ShowCode(code) + " "); !ok || got != code {
			t.Fatalf("%s is not read as itself", code)
		}
		for i := range code {
			for d := byte('0'); d <= '9'; d++ {
				if wrong := code[:i] + string(d) + code[i+1:]; wrong != code {
					if _, ok := ReadCode(wrong); ok {
						t.Fatalf("%s is taken for %s", code, wrong)
					}
				}
			}
			if i > 0 && code[i] != code[i-1] {
				if _, ok := ReadCode(code[:i-1] + string(code[i]) + string(code[i-1]) + code[i+1:]); ok {
					t.Fatalf("%s is taken with its digits %d exchanged", code, i)
				}
			}
		}
	}
	for _, bad := range []string{"", "12345678", "1234567890", "12345678x", "١٢٣٤٥٦٧٨٩"} {
		if _, ok := ReadCode(bad); ok {
			t.Errorf("%q is a code", bad)
		}
	}
}
