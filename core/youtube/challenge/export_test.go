package challenge

import "time"

// SetMaxTime replaces the bound of 10 seconds.
func SetMaxTime(d time.Duration) { maxTime = d }
