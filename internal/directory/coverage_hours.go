package directory

import "math/bits"

// A day is cut in 48 half-hours, bit 0 from midnight. A half-hour counts as
// open when the door is open in its middle, and a slot is covered when two of
// its half-hours are, on one day: a door ajar for a minute helps nobody.
const (
	dayBits     = uint64(1)<<34 - uint64(1)<<14 // 7 h to 17 h
	eveningBits = uint64(1)<<46 - uint64(1)<<34 // 17 h to 23 h
	wakingBits  = dayBits | eveningBits
	nightBits   = (uint64(1)<<48 - 1) &^ wakingBits
	leastBits   = 2
)

// slotsOf reads in which parts of an ordinary week hours open, a bit a Slot.
// Hours that do not hold on the day given, and dated closures, are left out: a
// holiday is no hole. What does not come back each week is known, and fills no
// slot: an ordinary week may pass without it. known tells that some hours are known.
func slotsOf(hours []Hours, day int) (slots uint8, known bool) {
	var week [7]uint64
	for i := range hours {
		h := &hours[i]
		if h.Rhythm != nil {
			_, holds := h.spans(day)
			known = known || holds && !h.Closed && !h.Rhythm.Unsure
			continue
		}
		if _, holds := h.covers(day); h.Closed || !holds || h.end() <= h.Opens {
			continue
		}
		known = true
		for d := range 7 {
			if h.Days == 0 || h.Days>>d&1 == 1 {
				week[d] |= halves(h.Opens, min(h.end(), minutesADay))
				week[(d+1)%7] |= halves(0, h.end()-minutesADay)
			}
		}
	}
	for d, open := range week {
		set := func(s Slot, mask uint64) {
			if bits.OnesCount64(open&mask) >= leastBits {
				slots |= 1 << s
			}
		}
		set(SlotNight, nightBits)
		if d < 5 {
			set(SlotDay, dayBits)
			set(SlotEvening, eveningBits)
		} else {
			set(SlotWeekend, wakingBits)
		}
	}
	return slots, known
}

// halves are the half-hours whose middle lies in [from, to), in minutes.
func halves(from, to int) uint64 {
	first, last := (from+14)/30, (to+14)/30 // middles at 15, 45, 75…
	if to <= from || last <= first {
		return 0
	}
	return uint64(1)<<last - uint64(1)<<first
}
