package picker

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2/test"
)

// entriesOf makes entries of titles; "+" before one says that it is there already, "-"
// that it cannot be downloaded.
func entriesOf(titles ...string) []Entry {
	var all []Entry
	for i, t := range titles {
		e := Entry{ID: fmt.Sprint(i), Title: strings.TrimLeft(t, "+-"), Channel: "Channel", Number: i + 1, Duration: time.Duration(i+1) * time.Minute}
		e.Here = strings.HasPrefix(t, "+")
		if strings.HasPrefix(t, "-") {
			e.Why = "private"
		}
		all = append(all, e)
	}
	return all
}

func ticks(s *selection) string {
	var list []string
	for _, e := range s.chosen() {
		list = append(list, e.Title)
	}
	return strings.Join(list, " ")
}

func TestTicks(t *testing.T) {
	letters := entriesOf("a", "+b", "c", "-d", "e", "f", "g")
	for name, tt := range map[string]struct {
		tickNew bool
		do      func(*selection)
		want    string
	}{
		"at first":                  {true, func(*selection) {}, "a c e f g"},
		"search":                    {false, func(*selection) {}, ""},
		"click":                     {false, func(s *selection) { s.toggle(1); s.toggle(2); s.toggle(2) }, "b"},
		"what cannot be downloaded": {false, func(s *selection) { s.toggle(3) }, ""},
		"range":                     {false, func(s *selection) { s.toggle(0); s.extend(4) }, "a b c e"},
		"range upwards":             {false, func(s *selection) { s.toggle(5); s.extend(2) }, "c e f"},
		"range without ticks":       {true, func(s *selection) { s.toggle(2); s.extend(5) }, "a g"},
		"range without a start":     {false, func(s *selection) { s.extend(2) }, "c"},
		"range over a filter": {false, func(s *selection) {
			s.toggle(0)
			s.filter("zzz", anyLength)
			s.filter("", anyLength)
			s.extend(2)
		}, "a b c"},
		"range whose start is hidden": {false, func(s *selection) { s.toggle(0); s.filter("g", anyLength); s.extend(0) }, "a g"},
		"none, all":                   {true, func(s *selection) { s.setAll(false); s.setAll(true) }, "a c e f g"},
		"none of what is shown":       {true, func(s *selection) { s.filter("e", anyLength); s.setAll(false) }, ""},
		"all of what is shown":        {false, func(s *selection) { s.filter("", medium); s.setAll(true) }, "e f g"},
		"first three":                 {true, func(s *selection) { s.only(3, false) }, "a c e"},
		"last two":                    {true, func(s *selection) { s.only(2, true) }, "f g"},
		"more than there are":         {false, func(s *selection) { s.only(100, false) }, "a c e f g"},
	} {
		s := newSelection(tt.tickNew)
		s.add(letters[:3])
		s.add(letters[3:])
		tt.do(s)
		if got := ticks(s); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
		var count int
		var length time.Duration
		for _, e := range s.chosen() {
			count++
			length += e.Duration
		}
		if s.sums.count != count || s.sums.duration != length || s.sums.here != 1 || s.sums.barred != 1 {
			t.Errorf("%s: sums %+v of %q", name, s.sums, tt.want)
		}
	}
}

func TestFilter(t *testing.T) {
	s := newSelection(true)
	s.add([]Entry{
		{Title: "El último tren", Channel: "Cuentos", Duration: 3 * time.Minute},
		{Title: "El barco", Channel: "Último Canal", Duration: 5 * time.Minute},
		{Title: "Straße", Channel: "X", Duration: time.Hour},
		{Title: "Нить", Channel: "X"},
	})
	for _, tt := range []struct {
		words  string
		length length
		want   []int
	}{
		{"", anyLength, []int{0, 1, 2, 3}},
		{"ULTIMO", anyLength, []int{0, 1}},
		{"  ultimo   barco ", anyLength, []int{1}},
		{"straße", anyLength, []int{2}},
		{"нить", anyLength, []int{3}},
		{"zzz", anyLength, nil},
		{"", short, []int{0}},
		{"", medium, []int{1}},
		{"", long, []int{2}},
		{"tren", long, nil},
	} {
		s.filter(tt.words, tt.length)
		if !slices.Equal(s.shown, tt.want) {
			t.Errorf("%q %d: %v, want %v", tt.words, tt.length, s.shown, tt.want)
		}
	}
	s.filter("barco", anyLength)
	s.add([]Entry{{Title: "El barco de papel"}, {Title: "Otro"}})
	if !slices.Equal(s.shown, []int{1, 4}) {
		t.Errorf("what arrives is filtered as well: %v", s.shown)
	}
}

// What has no known length counts like the rest.
func TestUnknownLengths(t *testing.T) {
	s := newSelection(true)
	s.add([]Entry{{Title: "a"}})
	if s.sums.length() != 10*time.Minute {
		t.Error(s.sums.length())
	}
	s.add([]Entry{{Title: "b", Duration: time.Minute}, {Title: "c", Duration: 3 * time.Minute}})
	if s.sums.length() != 6*time.Minute {
		t.Error(s.sums.length())
	}
}

// BenchmarkTickAll5000 presses All and None by turns, with all that the dialog shows of
// it but the painting.
func BenchmarkTickAll5000(b *testing.B) {
	p := Page{Title: "Many"}
	for i := range 5000 {
		p.Entries = append(p.Entries, Entry{ID: fmt.Sprint(i), Title: fmt.Sprintf("Episode %d of a list", i), Channel: "Channel", Number: i + 1, Duration: time.Minute})
	}
	h := newFakeHost(b, p)
	v := h.open(Playlist).view
	for i := 0; b.Loop(); i++ {
		press := v.none
		if i%2 == 1 {
			press = v.all
		}
		test.Tap(press)
	}
}

func BenchmarkFilter(b *testing.B) {
	s := newSelection(false)
	for i := range 5000 {
		s.add([]Entry{{ID: fmt.Sprint(i), Title: fmt.Sprintf("Episode %d of a list", i), Channel: "Channel", Duration: time.Minute}})
	}
	for b.Loop() {
		s.filter("episode 49", anyLength)
	}
}
