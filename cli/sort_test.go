package cli

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// -sort orders what -search finds, -since asks YouTube for recent results, and the other
// flags count in that order.
func TestSortOfASearch(t *testing.T) {
	site := simulator.NewServer()
	t.Cleanup(site.Close)
	const day = 24 * time.Hour
	for _, v := range []struct {
		title  string
		age    time.Duration
		length time.Duration
		views  int64
	}{
		{"Ferry A", 800 * day, 3 * time.Minute, 20_000},
		{"Ferry B", 3 * day, 40 * time.Minute, 1_000},
		{"Ferry C", 100 * day, time.Minute, 900_000},
	} {
		site.Add(simulator.Video{
			ID: strings.Repeat(v.title[6:], 11), Title: v.title, Author: "Harbour", Duration: v.length, Views: v.views,
			Published: time.Now().Add(-v.age).Format(time.DateOnly),
		})
	}
	for args, want := range map[string]string{
		"":                              "Ferry A, Ferry B, Ferry C",
		"-sort match":                   "Ferry A, Ferry B, Ferry C",
		"-sort views":                   "Ferry C, Ferry A, Ferry B",
		"-sort newest":                  "Ferry B, Ferry C, Ferry A",
		"-sort shortest":                "Ferry C, Ferry A, Ferry B",
		"-sort longest":                 "Ferry B, Ferry A, Ferry C",
		"-since any":                    "Ferry A, Ferry B, Ferry C",
		"-since year":                   "Ferry B, Ferry C",
		"-since month":                  "Ferry B",
		"-since today":                  "",
		"-sort views -since year":       "Ferry C, Ferry B",
		"-sort newest -items 2-":        "Ferry C, Ferry A",
		"-sort longest -newest 1":       "Ferry B",
		"-sort longest -match c":        "Ferry C",
		"-sort shortest -since week":    "Ferry B",
		"-since year -sort shortest":    "Ferry C, Ferry B",
		"-sort views -items 1,3 -match": "Ferry C, Ferry B", // with the word of the search
	} {
		line := strings.Fields(args)
		if strings.HasSuffix(args, "-match") {
			line = append(line, "ferry")
		}
		code, out, stderr := getFrom(t, site, append(line, "-flat", "-search", "ferry")...)
		var got []string
		index := 0
		for text := range strings.Lines(out) {
			var e flatEntry
			if err := json.Unmarshal([]byte(text), &e); err != nil || e.Index <= index {
				t.Errorf("%s: %v, index %d after %d", args, err, e.Index, index)
			}
			got, index = append(got, e.Title), e.Index
		}
		if text := strings.Join(got, ", "); code != 0 || text != want {
			t.Errorf("%q: status %d, %q, want %q; %s", args, code, text, want, stderr)
		}
	}
}

// What cannot be ordered is refused with the words that can be said.
func TestSortIsChecked(t *testing.T) {
	std := Streams{strings.NewReader(""), &strings.Builder{}, &strings.Builder{}}
	for args, want := range map[string]string{
		"-sort newest youtu.be/aaaaaaaaaaa":   "-sort and -since need -search with words",
		"-since week youtu.be/aaaaaaaaaaa":    "-sort and -since need -search with words",
		"-search x -sort best":                `-sort takes longest, match, newest, shortest, views, not "best"`,
		"-search x -since yesterday":          `-since takes any, today, week, month or year, not "yesterday"`,
		"-search x -sort newest -since today": "",
	} {
		_, err := parseGet(slices.Insert(strings.Fields(args), 0, "-flat"), std)
		if text := message(err); text != want {
			t.Errorf("%s: %q, want %q", args, text, want)
		}
	}
}

func message(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
