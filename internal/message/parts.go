package message

import (
	"strings"
	"unicode/utf16"
)

// gsm7 and gsm7Long are the letters of the seven-bit alphabet of telephones; of
// the second, each takes the room of two.
const (
	gsm7     = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsm7Long = "^{}\\[~]|€"
)

// Parts is how many text messages a text takes: 160 letters, or 153 each when
// there are several; 70 and 67 as soon as one letter is of no telephone's own
// alphabet, such as ê, ç or a curly apostrophe.
func Parts(text string) int {
	n := 0
	for _, r := range text {
		switch {
		case strings.ContainsRune(gsm7, r):
			n++
		case strings.ContainsRune(gsm7Long, r):
			n += 2
		default:
			return split(len(utf16.Encode([]rune(text))), 70, 67)
		}
	}
	return split(n, 160, 153)
}

func split(n, one, each int) int {
	if n <= one {
		return 1
	}
	return (n + each - 1) / each
}
