// Package footer is the line at the bottom of the window, about all downloads.
package footer

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Height is the height of the footer.
const Height = 56

// Footer has the sums of all downloads in three columns, and what can be done with
// all of them. Its buttons never move: they are disabled where there is nothing to
// do, and hidden only while the list is empty.
type Footer struct {
	View     *fyne.Container
	Columns  [3]Column
	Advice   *widgets.Label  // while the list is empty
	All      *widgets.Button // Pause all or Resume all
	Clear    *widgets.Button
	Slow     *widgets.Button // leaves the network to others
	History  *widgets.Button
	Settings *widgets.Button

	do       Actions
	allWidth float32 // of All, for both labels
	back     *widgets.Surface
	line     *widgets.Panel
	shown    text
	rest     []string  // counts of the second line of the first column
	when     time.Time // shown was set
}

// Actions are what the buttons do.
type Actions struct {
	PauseAll, ResumeAll, ClearFinished, SlowDown, History, Settings func()
}

// Column is two lines: downloads, speed and end, disk space.
type Column struct{ Head, More *widgets.Label }

// text has both lines of each column.
type text [3][2]string

// State is what the footer shows.
type State struct {
	Totals   downloads.Totals
	Rows     int
	End      time.Time // when everything will be done; zero when unknown
	Finished time.Time // when everything was done; zero if it was not since the start
	Free     int64     // bytes of the disk; 0 when unknown
	Dir      string    // on it
}

// New returns a footer without downloads.
func New(do Actions, t *widgets.Tooltip) *Footer {
	f := &Footer{
		do:       do,
		back:     widgets.NewSurface(theme.ColorCard, theme.ColorClear, 0),
		line:     widgets.NewPanel(theme.ColorLine, theme.ColorClear, 0),
		Advice:   widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim),
		All:      widgets.NewButton(widgets.Outlined, "", theme.IconPause, nil),
		Clear:    widgets.NewButton(widgets.Outlined, lang.L("Clear finished"), theme.IconCheck, do.ClearFinished),
		Slow:     widgets.NewButton(widgets.Tag, lang.L("Slow down"), theme.IconGauge, do.SlowDown),
		History:  widgets.NewIconButton(lang.L("History and following"), theme.IconHistory, t, do.History),
		Settings: widgets.NewIconButton(lang.L("Settings"), theme.IconGear, t, do.Settings),
	}
	f.Advice.SetText(lang.L("Download only what you have the right to keep."))
	for _, label := range []string{lang.L("Resume all"), lang.L("Pause all")} {
		f.All.SetText(label)
		f.allWidth = max(f.allWidth, f.All.MinSize().Width)
	}
	f.All.Tooltip, f.Clear.Tooltip, f.Slow.Tooltip = t, t, t
	objects := []fyne.CanvasObject{f.back, f.line, f.Advice, f.Slow, f.Clear, f.All, f.History, f.Settings}
	for i := range f.Columns {
		f.Columns[i] = Column{
			Head: widgets.NewShrinkingLabel(theme.SizeSmall, true, theme.ColorText),
			More: widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim),
		}
		objects = append(objects, f.Columns[i].Head, f.Columns[i].More)
	}
	f.View = widgets.Arrange(func() fyne.Size { return fyne.NewSize(320, Height) }, f.layout, objects...)
	f.showButtons(State{})
	return f
}

// Set shows a state. Numbers of the disk and of speed change once a second, counts
// at once.
func (f *Footer) Set(s State, now time.Time) {
	f.showButtons(s)
	text, rest := textOf(s, now)
	if text[0] == f.shown[0] && now.Truncate(downloads.RatePeriod).Equal(f.when.Truncate(downloads.RatePeriod)) || text == f.shown {
		return // a window at rest is not drawn again
	}
	f.shown, f.rest, f.when = text, rest, now
	for i, c := range f.Columns {
		c.Head.SetText(text[i][0])
		c.More.SetText(text[i][1])
	}
	f.fitRest()
}

// fitRest leaves out counts that there is no space for: paused ones first, failed ones
// last.
func (f *Footer) fitRest() {
	more, parts := f.Columns[0].More, slices.Clone(f.rest)
	for len(parts) > 1 && widgets.Measure(i18n.Join(parts...), theme.SizeSmall, false) > more.Size().Width {
		middle := (len(parts) - 1) / 2
		parts = slices.Delete(parts, middle, middle+1)
	}
	more.SetText(i18n.Join(parts...))
}

// SetNew shows how many videos are new in what is followed.
func (f *Footer) SetNew(n int) {
	f.History.Hint = ""
	if n > 0 {
		f.History.Hint = i18n.Count("{{.Count}} new in what you follow", n)
	}
}

// SetSlow shows whether downloads are slowed down, and to which speed they are or would
// be, in bytes per second.
func (f *Footer) SetSlow(on bool, speed int64) {
	f.Slow.SetChosen(on)
	f.Slow.Hint = lang.L("At most {{.Speed}}", i18n.With("Speed", i18n.Speed(speed)))
}

// textOf returns what the columns say, and the parts of the second line of the first.
func textOf(s State, now time.Time) (t text, rest []string) {
	if s.Rows == 0 {
		return t, nil
	}
	counts := s.Totals
	var parts []string
	add := func(sentence string, n int) {
		if n > 0 {
			parts = append(parts, i18n.Count(sentence, n))
		}
	}
	add(i18n.Key("{{.Count}} active"), counts.Active)
	add(i18n.Key("{{.Count}} waiting"), counts.Waiting)
	add(i18n.Key("{{.Count}} paused"), counts.Paused)
	busy := counts.Active+counts.Waiting > 0
	if len(parts) == 0 {
		add(i18n.Key("{{.Count}} done"), counts.Done)
	}
	add(i18n.Key("{{.Count}} failed"), counts.Failed)
	if len(parts) > 0 {
		rest = parts[1:]
		t[0] = [2]string{parts[0], i18n.Join(rest...)}
	}
	switch {
	case counts.Speed > 0 || busy:
		if counts.Speed > 0 {
			t[1][0] = i18n.Speed(counts.Speed)
		}
		t[1][1] = i18n.AllDone(s.End, now)
	case counts.Paused == 0 && !s.Finished.IsZero():
		t[1] = [2]string{
			lang.L("Finished at {{.Time}}", i18n.With("Time", i18n.TimeOfDay(s.Finished))),
			lang.L("nothing is waiting"),
		}
	}
	if s.Free > 0 {
		t[2] = [2]string{
			lang.L("{{.Size}} free", i18n.With("Size", i18n.Size(s.Free))),
			lang.L("in {{.Folder}}", i18n.With("Folder", i18n.FolderName(s.Dir))),
		}
	}
	return t, rest
}

func (f *Footer) showButtons(s State) {
	t := s.Totals
	if t.OnlyPaused() {
		f.All.OnTapped = f.do.ResumeAll
		f.All.SetIcon(theme.IconResume)
		f.All.SetText(lang.L("Resume all"))
	} else {
		f.All.OnTapped = f.do.PauseAll
		f.All.SetIcon(theme.IconPause)
		f.All.SetText(lang.L("Pause all"))
	}
	widgets.SetEnabled(f.All, t.Unfinished() > 0)
	widgets.SetEnabled(f.Clear, t.Finished > 0)
	widgets.SetVisible(f.All, s.Rows > 0)
	widgets.SetVisible(f.Clear, s.Rows > 0)
	widgets.SetVisible(f.Slow, s.Rows > 0)
	widgets.SetVisible(f.Advice, s.Rows == 0)
}

// layout gives every button a place that depends on the width only, and the columns
// what is left. A narrow window has no space for the third one.
func (f *Footer) layout(s fyne.Size) {
	widgets.Place(f.back, 0, 0, s.Width, s.Height)
	widgets.Place(f.line, 0, 0, s.Width, 1)
	narrow := s.Width < theme.Narrow+2*theme.Margin
	f.All.SetCompact(narrow)
	f.Clear.SetCompact(narrow)
	f.Slow.SetCompact(narrow)
	all, finished, slow := f.allWidth, f.Clear.MinSize().Width, f.Slow.MinSize().Width
	if narrow {
		all, finished, slow = theme.ControlHeight, theme.ControlHeight, theme.ControlHeight
	}
	top := (s.Height - theme.ControlHeight) / 2
	right := s.Width - theme.Margin + 9 - theme.ControlHeight // the icon itself ends at the margin
	widgets.Place(f.Settings, right, top, theme.ControlHeight, theme.ControlHeight)
	right -= theme.ControlHeight
	widgets.Place(f.History, right, top, theme.ControlHeight, theme.ControlHeight)
	widgets.Place(f.Advice, theme.Margin, 0, right-16-theme.Margin, s.Height) // of an empty list, without the other buttons
	right -= theme.Gap + all
	widgets.Place(f.All, right, top, all, theme.ControlHeight)
	right -= theme.Gap + finished
	widgets.Place(f.Clear, right, top, finished, theme.ControlHeight)
	right -= theme.Gap + slow
	widgets.Place(f.Slow, right, top, slow, theme.ControlHeight)
	available := right - 16 - theme.Margin

	const least = 152
	n := min(len(f.Columns), max(2, int(available/least)))
	if narrow {
		n = 2
	}
	columns := min(220, available/float32(n)) * float32(n)
	shares := [3]float32{0.3, 0.4, 0.3} // when all is done is the longest text
	if n == 2 {
		shares = [3]float32{0.45, 0.55}
	}
	x := float32(theme.Margin)
	for i, c := range f.Columns {
		width := columns * shares[i]
		w := max(0, width-theme.Gap)
		widgets.Place(c.Head, x, 9, w, 18)
		widgets.Place(c.More, x, 28, w, 18)
		x += width
	}
	f.fitRest()
}
