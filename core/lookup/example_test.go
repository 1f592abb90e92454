package lookup_test

import (
	"fmt"
	"time"

	"github.com/hilo-app/hilo/core/lookup"
)

// Five lookups an hour, of which one may be made at once.
func ExampleRateLimit() {
	limit := lookup.NewRateLimit(5)
	now := time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC)
	fmt.Println(limit.Take(now), limit.Take(now))
	fmt.Println(limit.After(1, now).Format("15:04"))
	// Output:
	// true false
	// 12:15
}
