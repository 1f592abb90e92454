package challenge

import "time"

// SetMaxTime replaces the bound of 10 seconds.
func SetMaxTime(d time.Duration) {
	maxTime = d
	limitMatches(d)
}

// MaxTime returns the bound that SetMaxTime replaces.
func MaxTime() time.Duration { return maxTime }
