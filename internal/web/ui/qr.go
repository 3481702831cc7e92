package ui

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// qrPath draws a code as one path, a run of dark modules at a time, with the
// four modules of quiet zone that readers need.
func qrPath(address string) (path string, size int) {
	code, err := qr.Encode(address, qr.M)
	if err != nil {
		return "", 0 // an address too long for a code: the address in clear stands beside it
	}
	var b strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; x++ {
			run := 0
			for x+run < code.Size && code.Black(x+run, y) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&b, "M%d %dh%dv1h-%dz", x+4, y+4, run, run)
				x += run
			}
		}
	}
	return b.String(), code.Size + 8
}
