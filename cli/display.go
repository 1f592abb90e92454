package cli

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"golang.org/x/term"
	"golang.org/x/text/width"

	"github.com/hilo-app/hilo/core"
)

// lines prints one plain line per step of a download, for logs and pipes.
type lines struct {
	out  io.Writer
	last map[core.ID]string
}

func newLines(out io.Writer) *lines { return &lines{out, map[core.ID]string{}} }

func (l *lines) status(s core.Status) {
	if text := sentence(s); text != "" && l.last[s.ID] != text {
		l.last[s.ID] = text
		fmt.Fprintf(l.out, "%s: %s\n", name(s), text)
	}
}

func (l *lines) group(core.Group) {}
func (l *lines) flush()           {}
func (l *lines) end()             {}

// jsonLines prints one JSON object per change of status.
type jsonLines struct {
	encoder *json.Encoder
	last    map[core.ID]core.Status
	groups  map[core.GroupID]core.Group
	when    map[core.ID]time.Time // of groups, too
}

// jsonPace is the least time between two objects that differ only in progress.
const jsonPace = 500 * time.Millisecond

type jsonStatus struct {
	ID             core.ID      `json:"id"`
	URL            string       `json:"url"`
	Title          string       `json:"title"`
	State          core.State   `json:"state"`
	Received       int64        `json:"received"`
	Total          int64        `json:"total"`
	BytesPerSecond int64        `json:"bytes_per_second"`
	ETASeconds     int64        `json:"eta_seconds"`
	File           string       `json:"file"`
	Group          core.GroupID `json:"group,omitempty"`
	Note           string       `json:"note,omitempty"`
	Problem        *jsonProblem `json:"problem"`
}

// jsonGroup is a group: unlike a download, it has no id.
type jsonGroup struct {
	Group          core.GroupID  `json:"group"`
	Kind           core.ListKind `json:"kind"`
	URL            string        `json:"url,omitempty"`
	Title          string        `json:"title"`
	State          core.State    `json:"state"`
	Count          int           `json:"count"`
	Done           int           `json:"done"`
	Failed         int           `json:"failed"`
	Known          int           `json:"known"`
	Unavailable    int           `json:"unavailable"`
	Received       int64         `json:"received"`
	Expected       int64         `json:"expected"`
	BytesPerSecond int64         `json:"bytes_per_second"`
	ETASeconds     int64         `json:"eta_seconds"`
	Dir            string        `json:"dir"`
}

type jsonProblem struct {
	Class   core.Class `json:"class"`
	Message string     `json:"message"`
}

func newJSONLines(out io.Writer) *jsonLines {
	e := json.NewEncoder(out)
	e.SetEscapeHTML(false)
	return &jsonLines{e, map[core.ID]core.Status{}, map[core.GroupID]core.Group{}, map[core.ID]time.Time{}}
}

func (j *jsonLines) status(s core.Status) {
	now := time.Now()
	last, seen := j.last[s.ID]
	if seen && last.State == s.State && last.Title == s.Title && now.Sub(j.when[s.ID]) < jsonPace {
		return
	}
	j.last[s.ID], j.when[s.ID] = s, now
	o := jsonStatus{
		ID: s.ID, URL: s.URL, Title: s.Title, State: s.State, Received: s.Received, Total: s.Total,
		BytesPerSecond: s.Speed, ETASeconds: int64(s.ETA.Round(time.Second) / time.Second), File: s.File, Group: s.Group, Note: s.Note,
	}
	if s.Problem != nil {
		text := problemText
		if s.State == core.Waiting {
			text = waitText
		}
		o.Problem = &jsonProblem{s.Problem.Class, text(s.Problem)}
	}
	_ = j.encoder.Encode(o)
}

func (j *jsonLines) group(g core.Group) {
	now := time.Now()
	last, seen := j.groups[g.ID]
	if seen && last.State() == g.State() && last.Done == g.Done && last.Failed == g.Failed && last.Count == g.Count && now.Sub(j.when[core.ID(g.ID)]) < jsonPace {
		return
	}
	j.groups[g.ID], j.when[core.ID(g.ID)] = g, now
	_ = j.encoder.Encode(jsonGroup{
		Group: g.ID, Kind: g.Kind, URL: g.URL, Title: g.Title, State: g.State(), Count: g.Count, Done: g.Done, Failed: g.Failed,
		Known: g.Known, Unavailable: g.Unavailable, Received: g.Received, Expected: g.Expected,
		BytesPerSecond: g.Speed, ETASeconds: int64(g.ETA.Round(time.Second) / time.Second), Dir: g.Dir,
	})
}

func (j *jsonLines) flush() {}
func (j *jsonLines) end()   {}

// bars keeps one bar per running download at the bottom of a terminal; what
// has ended scrolls up as a plain line.
type bars struct {
	out    *os.File
	lines  *lines
	ended  *bytes.Buffer // lines of downloads that ended or wait
	active map[core.ID]core.Status
	drawn  int // bars on the screen
	last   time.Time
}

// barPace is the least time between two drawings.
const barPace = 100 * time.Millisecond

func newBars(out *os.File) *bars {
	b := &bars{out: out, ended: &bytes.Buffer{}, active: map[core.ID]core.Status{}}
	b.lines = newLines(b.ended)
	return b
}

func (b *bars) status(s core.Status) {
	if s.State.Active() {
		b.active[s.ID] = s
		return
	}
	delete(b.active, s.ID)
	b.lines.status(s)
}

func (b *bars) group(core.Group) {}

func (b *bars) flush() {
	if b.ended.Len() == 0 && time.Since(b.last) < barPace {
		return
	}
	b.last = time.Now()
	columns, _, err := term.GetSize(int(b.out.Fd()))
	if err != nil || columns < 40 {
		columns = 80
	}
	var w bytes.Buffer
	if b.drawn > 0 {
		fmt.Fprintf(&w, "\x1b[%dA", b.drawn) // up to the first bar
	}
	w.WriteString("\r\x1b[J") // clear to the end of the screen
	_, _ = b.ended.WriteTo(&w)
	for _, id := range slices.Sorted(maps.Keys(b.active)) {
		w.WriteString(bar(b.active[id], columns-1))
		w.WriteByte('\n')
	}
	b.drawn = len(b.active)
	_, _ = w.WriteTo(b.out)
}

func (b *bars) end() {
	b.last = time.Time{}
	b.flush()
}

// bar is one line of at most columns cells.
func bar(s core.Status, columns int) string {
	right := "looking up"
	done := 0.0
	switch {
	case s.State == core.Finishing:
		done, right = 1, "finishing"
	case s.State == core.Downloading && s.Total > 0:
		done = float64(s.Received) / float64(s.Total)
		right = fmt.Sprintf("%3d %%  %9s of %-9s %9s/s  %s", int(done*100), bytesText(s.Received), bytesText(s.Total), bytesText(s.Speed), left(s.ETA))
	}
	const cells = 16
	right = fit(right, 54)
	full := int(done * cells)
	title := fit(name(s), max(columns-cells-2-54, 8))
	return fit(title+" "+strings.Repeat("━", full)+strings.Repeat("─", cells-full)+" "+right, columns)
}

// fit cuts or fills a text to exactly n cells.
func fit(s string, n int) string {
	used := 0
	for i, r := range s {
		w := 1
		if k := width.LookupRune(r).Kind(); k == width.EastAsianWide || k == width.EastAsianFullwidth {
			w = 2
		}
		if used+w > n {
			return s[:i] + strings.Repeat(" ", n-used)
		}
		used += w
	}
	return s + strings.Repeat(" ", n-used)
}
