package i18n

import "strings"

// bare is a number without the signs that programs leave around it.
func bare(number string) string { return strings.Trim(number, "\"'“”«» \t\r\n\u00a0\u202f") }

// Phone writes a number as it is read aloud here (514 555-0134). A number that
// is not of the North American plan is left as its organisation wrote it.
func Phone(number string) string {
	d := digits(number)
	if len(d) == 11 && d[0] == '1' {
		d = d[1:]
	}
	if len(d) != 10 {
		return bare(number)
	}
	shown := d[:3] + nbsp + d[3:6] + "\u2011" + d[6:] // a hyphen that does not break the number
	if tollFree(d[:3]) {
		return "1" + nbsp + shown // said with its 1, which has to be dialled
	}
	return shown
}

// tollFree reports whether an area code is one of those that cost nothing.
func tollFree(area string) bool {
	return area[0] == '8' && (area[1] == '0' && area[2] == '0' || area[1] >= '3' && area[1] == area[2])
}

// Tel is the address a telephone calls for a number.
func Tel(number, extension string) string {
	d := digits(number)
	switch {
	case len(d) == 10:
		d = "+1" + d
	case len(d) == 11 && d[0] == '1':
		d = "+" + d
	case strings.HasPrefix(bare(number), "+"):
		d = "+" + d
	}
	if ext := digits(extension); ext != "" {
		d += "," + ext
	}
	return "tel:" + d
}

func digits(s string) string {
	var b strings.Builder
	for _, r := range s {
		if r >= '0' && r <= '9' {
			b.WriteRune(r)
		}
	}
	return b.String()
}
