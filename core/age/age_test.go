package age_test

import (
	"fmt"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/age"
)

func ExampleParse() {
	a := age.Parse("Streamed 10 months ago")
	fmt.Println(a.Count, a.Unit, a)
	// Output: 10 month 10 months ago
}

func TestParse(t *testing.T) {
	for text, want := range map[string]age.Age{
		"1 year ago": {1, age.Year}, "10 months ago": {10, age.Month}, "3 weeks ago": {3, age.Week}, "8 days ago": {8, age.Day},
		"1 hour ago": {1, age.Hour}, "59 minutes ago": {59, age.Minute}, "2 seconds ago": {2, age.Second},
		"Streamed 2 years ago": {2, age.Year}, "Premiered 1 day ago": {1, age.Day},
		"": {}, "ago": {}, " ago": {}, "0 days ago": {}, "-1 days ago": {}, "1000 years ago": {}, "99999999999999999999 days ago": {},
		"3 fortnights ago": {}, "a day ago": {}, "3 days": {}, "hace 3 días": {}, "Updated today": {},
	} {
		got := age.Parse(text)
		if got != want {
			t.Errorf("%q: %+v", text, got)
		}
		if got != (age.Age{}) && age.Parse(got.String()) != got {
			t.Errorf("%q became %q", text, got)
		}
	}
}

func TestOf(t *testing.T) {
	const day = 24 * time.Hour
	for d, want := range map[time.Duration]string{
		0: "", -day: "", 40 * time.Second: "40 seconds ago", day: "1 day ago", 13 * day: "1 week ago", 310 * day: "10 months ago", 800 * day: "2 years ago",
	} {
		if got := age.Of(d); got.String() != want {
			t.Errorf("%v: %q", d, got)
		}
	}
	if got := (age.Age{Count: 2, Unit: age.Week}).Approximate(); got != 14*day {
		t.Error(got)
	}
	if got := (age.Age{}).Approximate(); got != 0 {
		t.Error(got)
	}
}
