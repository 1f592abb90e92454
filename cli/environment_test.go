package cli

import (
	"strings"
	"testing"
)

func TestParseWindow(t *testing.T) {
	var complaints strings.Builder
	parse := func(args ...string) (WindowFlags, bool) { return ParseWindow(args, Streams{Err: &complaints}) }
	for line, want := range map[string]WindowFlags{
		"":                                   {},
		"-demo":                              {Demo: true},
		"-tray":                              {Tray: true},
		"-data /d youtu.be/HiloDemo001":      {Data: "/d", Add: "youtu.be/HiloDemo001\n"},
		"https://youtu.be/a hilo:youtu.be/b": {Add: "https://youtu.be/a\n", Offer: "youtu.be/b\n"},
		"hilo:https://www.youtube.com/watch?v=a%20b&list=c":            {Offer: "https://www.youtube.com/watch?v=a%20b&list=c\n"},
		"HILO://https%3A%2F%2Fwww.youtube.com%2Fwatch%3Fv%3Da%0Arm%1b": {Offer: "https://www.youtube.com/watch?v=a rm\n"},
		"hilo:": {Offer: "\n"},
	} {
		if got, ok := parse(strings.Fields(line)...); !ok || got != want {
			t.Errorf("%q: %+v, %v", line, got, ok)
		}
		if Wants(strings.Fields(line)) {
			t.Errorf("%q is not for the window", line)
		}
	}
	for _, args := range [][]string{{"-nonsense"}, {"-demo", "fetch"}, {"-data"}} {
		if got, ok := parse(args...); ok || complaints.Len() == 0 {
			t.Errorf("%q: %+v", args, got)
		}
		complaints.Reset()
	}
	for _, args := range [][]string{{"get"}, {"fetch"}, {"version"}, {"--version"}, {"-h"}, {"check"}} {
		if !Wants(args) {
			t.Errorf("%q is for the window", args)
		}
	}
}
