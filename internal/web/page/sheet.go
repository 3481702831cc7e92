package page

import "time"

// weekday is a day counted from Monday.
func weekday(fromMonday int) time.Weekday { return time.Weekday((fromMonday + 1) % 7) }
