package picker

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"

	"golang.org/x/text/runes"
	"golang.org/x/text/transform"
	"golang.org/x/text/unicode/norm"

	"github.com/hilo-app/hilo/core"
)

// selection is the entries of a list, which of them are shown, and which are
// ticked. Positions are those among the shown entries. A tick outlives the filter
// that hides its entry.
type selection struct {
	tickNew bool // entries are ticked when they arrive, unless they are there already
	all     []Entry
	folder  folder
	folded  []string // title and channel of each, as the filter compares them
	ticked  []bool
	shown   []int // indexes in all
	words   []string
	length  length
	order   order

	anchor   int // index in all of the last entry that was clicked without Shift, -1 for none
	from, to int // positions of the range that Shift made; empty when equal

	sums sums
}

// sums are about the ticked entries.
type sums struct {
	count    int
	duration time.Duration
	unknown  int // of them, those whose length is unknown
	here     int // entries that are there already, ticked or not
	barred   int // entries that cannot be downloaded
	private  int // of them
	removed  int // of them
}

// order is how the shown entries are sorted.
type order int

const (
	listOrder order = iota // of a channel the newest first, of a search the best match
	reversed
	newest     // by the age that YouTube shows
	mostViewed // by the views that YouTube shows
	shortest
	longest
	orderCount
)

// length is a choice of the length menu.
type length int

const (
	anyLength length = iota
	short            // under 4 minutes
	medium           // 4 to 20 minutes
	long             // over 20 minutes
)

func (l length) holds(d time.Duration) bool {
	switch l {
	case short:
		return d > 0 && d < 4*time.Minute
	case medium:
		return d >= 4*time.Minute && d <= 20*time.Minute
	case long:
		return d > 20*time.Minute
	}
	return true
}

func newSelection(tickNew bool) *selection {
	return &selection{tickNew: tickNew, folder: newFolder(), anchor: -1}
}

// add appends entries.
func (s *selection) add(entries []Entry) {
	for _, e := range entries {
		i := len(s.all)
		s.all = append(s.all, e)
		s.folded = append(s.folded, s.folder.fold(e.Title+" "+e.Channel))
		s.ticked = append(s.ticked, false)
		if e.Here {
			s.sums.here++
		}
		if e.Why != "" {
			s.sums.barred++
		}
		switch e.Reason {
		case core.Private:
			s.sums.private++
		case core.Removed:
			s.sums.removed++
		}
		if s.tickNew && !e.Here {
			s.tick(i, true)
		}
		if s.matches(i) {
			s.shown = append(s.shown, i)
		}
	}
	s.sort()
}

// sort brings the shown entries, which are in the order of the list or nearly, into
// the chosen order.
func (s *selection) sort() {
	if s.order == listOrder {
		return
	}
	s.from, s.to = 0, 0 // the range is not one area any more
	slices.SortStableFunc(s.shown, func(a, b int) int {
		switch s.order {
		case newest:
			return cmp.Compare(known(s.all[a].Age), known(s.all[b].Age))
		case mostViewed:
			return cmp.Compare(s.all[b].Views, s.all[a].Views)
		case shortest:
			return cmp.Compare(known(s.all[a].Duration), known(s.all[b].Duration))
		case longest:
			return cmp.Compare(s.all[b].Duration, s.all[a].Duration)
		}
		return cmp.Compare(b, a)
	})
}

// known returns a time, the greatest one if it is unknown.
func known(d time.Duration) time.Duration {
	if d <= 0 {
		return math.MaxInt64
	}
	return d
}

// folder folds texts. Its transformer has buffers of kilobytes, so that one is made for
// all of them.
type folder struct{ marks transform.Transformer }

func newFolder() folder {
	return folder{transform.Chain(norm.NFD, runes.Remove(runes.In(unicode.Mn)), norm.NFC)}
}

// fold returns a text without case and accents.
func (f folder) fold(text string) string {
	plain, _, err := transform.String(f.marks, text)
	if err != nil {
		plain = text
	}
	return strings.ToLower(plain)
}

func (s *selection) matches(i int) bool {
	if !s.length.holds(s.all[i].Duration) {
		return false
	}
	for _, w := range s.words {
		if !strings.Contains(s.folded[i], w) {
			return false
		}
	}
	return true
}

// filter shows the entries of a length that have all of the words in their title
// or channel.
func (s *selection) filter(words string, l length) {
	s.words, s.length = strings.Fields(s.folder.fold(words)), l
	s.from, s.to = 0, 0
	s.shown = s.shown[:0]
	for i := range s.all {
		if s.matches(i) {
			s.shown = append(s.shown, i)
		}
	}
	s.sort()
}

// tick ticks an entry or takes its tick away, if it can be downloaded.
func (s *selection) tick(i int, on bool) {
	if s.ticked[i] == on || s.all[i].Why != "" || s.all[i].List != "" {
		return
	}
	s.ticked[i] = on
	by := 1
	if !on {
		by = -1
	}
	s.sums.count += by
	s.sums.duration += time.Duration(by) * s.all[i].Duration
	if s.all[i].Duration <= 0 {
		s.sums.unknown += by
	}
}

// toggle changes the tick at a position, from where the next range starts.
func (s *selection) toggle(position int) {
	i := s.shown[position]
	s.tick(i, !s.ticked[i])
	s.anchor, s.from, s.to = i, position, position
}

// extend gives all entries from the last one that was toggled to a position its
// state.
func (s *selection) extend(position int) {
	start := slices.Index(s.shown, s.anchor)
	if start < 0 {
		s.toggle(position)
		return
	}
	on := s.ticked[s.anchor]
	s.from, s.to = min(start, position), max(start, position)+1
	for _, i := range s.shown[s.from:s.to] {
		s.tick(i, on)
	}
}

// inRange says whether a position is within the range that Shift made.
func (s *selection) inRange(position int) bool { return position >= s.from && position < s.to }

// setAll ticks all entries that are shown, but for those that are there already, or
// takes the ticks of all that are shown away.
func (s *selection) setAll(on bool) {
	s.from, s.to = 0, 0
	for _, i := range s.shown {
		s.tick(i, on && !s.all[i].Here)
	}
}

// only ticks at most n entries that are shown, from the first or from the last one of
// the list on, and takes all other ticks away. Entries that are there already do not count.
func (s *selection) only(n int, fromEnd bool) {
	s.from, s.to = 0, 0
	for i := range s.all {
		s.tick(i, false)
	}
	byPlace := slices.Sorted(slices.Values(s.shown))
	if fromEnd {
		slices.Reverse(byPlace)
	}
	for _, i := range byPlace {
		if e := &s.all[i]; n > 0 && !e.Here && e.Why == "" {
			s.tick(i, true)
			n--
		}
	}
}

// chosen returns the ticked entries, in the order of the list.
func (s *selection) chosen() []Entry {
	list := make([]Entry, 0, s.sums.count)
	for i, on := range s.ticked {
		if on {
			list = append(list, s.all[i])
		}
	}
	return list
}

// first returns the first ticked entry, or else the first one.
func (s *selection) first() (Entry, bool) {
	if i := slices.Index(s.ticked, true); i >= 0 {
		return s.all[i], true
	}
	if len(s.all) > 0 {
		return s.all[0], true
	}
	return Entry{}, false
}

// length returns how long all ticked entries last. Those whose length is unknown
// count as long as the others on average, or ten minutes.
func (u sums) length() time.Duration {
	average := 10 * time.Minute
	if known := u.count - u.unknown; known > 0 {
		average = u.duration / time.Duration(known)
	}
	return u.duration + time.Duration(u.unknown)*average
}
