package gui

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

const footerHeight = 56

// footer has the sums of all downloads in three columns, and what can be done with
// all of them. Its buttons never move: they are disabled where there is nothing to
// do, and hidden only while the list is empty.
type footer struct {
	view    *fyne.Container
	back    *widgets.Surface
	line    *widgets.Panel
	columns [3]footerColumn
	advice  *widgets.Label // while the list is empty
	shown   footerText
	rest    []string  // counts of the second line of the first column
	when    time.Time // shown was set

	all       *widgets.Button // Pause all or Resume all
	allWidth  float32         // for both labels
	clear     *widgets.Button
	slow      *widgets.Button // leaves the network to others; its OnTapped is set by the window
	history   *widgets.Button
	settings  *widgets.Button
	pauseAll  func()
	resumeAll func()
}

// footerColumn is two lines: downloads, speed and end, disk space.
type footerColumn struct{ head, more *widgets.Label }

// footerText has both lines of each column.
type footerText [3][2]string

// footerState is what the footer shows.
type footerState struct {
	totals   downloads.Totals
	rows     int
	end      time.Time // when everything will be done; zero when unknown
	finished time.Time // when everything was done; zero if it was not since the start
	free     int64     // bytes of the disk; 0 when unknown
	dir      string    // on it
}

func newFooter(pauseAll, resumeAll, clearFinished, history, settings func(), t *widgets.Tooltip) *footer {
	f := &footer{
		back:      widgets.NewSurface(theme.ColorCard, theme.ColorClear, 0),
		line:      widgets.NewPanel(theme.ColorLine, theme.ColorClear, 0),
		advice:    widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim),
		all:       widgets.NewButton(widgets.Outlined, "", theme.IconPause, nil),
		clear:     widgets.NewButton(widgets.Outlined, lang.L("Clear finished"), theme.IconCheck, clearFinished),
		slow:      widgets.NewButton(widgets.Tag, lang.L("Slow down"), theme.IconGauge, nil),
		history:   widgets.NewIconButton(lang.L("History and following"), theme.IconHistory, t, history),
		settings:  widgets.NewIconButton(lang.L("Settings"), theme.IconGear, t, settings),
		pauseAll:  pauseAll,
		resumeAll: resumeAll,
	}
	f.advice.SetText(lang.L("Download only what you have the right to keep."))
	for _, label := range []string{lang.L("Resume all"), lang.L("Pause all")} {
		f.all.SetText(label)
		f.allWidth = max(f.allWidth, f.all.MinSize().Width)
	}
	f.all.Tooltip, f.clear.Tooltip, f.slow.Tooltip = t, t, t
	objects := []fyne.CanvasObject{f.back, f.line, f.advice, f.slow, f.clear, f.all, f.history, f.settings}
	for i := range f.columns {
		f.columns[i] = footerColumn{
			head: widgets.NewShrinkingLabel(theme.SizeSmall, true, theme.ColorText),
			more: widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim),
		}
		objects = append(objects, f.columns[i].head, f.columns[i].more)
	}
	f.view = widgets.Arrange(func() fyne.Size { return fyne.NewSize(320, footerHeight) }, f.layout, objects...)
	f.showButtons(footerState{})
	return f
}

// set shows a state. Numbers of the disk and of speed change once a second, counts
// at once.
func (f *footer) set(s footerState, now time.Time) {
	f.showButtons(s)
	text, rest := textOf(s, now)
	if text[0] == f.shown[0] && now.Sub(f.when) < downloads.RatePeriod || text == f.shown {
		return // a window at rest is not drawn again
	}
	f.shown, f.rest, f.when = text, rest, now
	for i, c := range f.columns {
		c.head.SetText(text[i][0])
		c.more.SetText(text[i][1])
	}
	f.fitRest()
}

// fitRest leaves out counts that there is no space for: paused ones first, failed ones
// last.
func (f *footer) fitRest() {
	more, parts := f.columns[0].more, slices.Clone(f.rest)
	for len(parts) > 1 && widgets.Measure(i18n.Join(parts...), theme.SizeSmall, false) > more.Size().Width {
		middle := (len(parts) - 1) / 2
		parts = slices.Delete(parts, middle, middle+1)
	}
	more.SetText(i18n.Join(parts...))
}

// setNew shows how many videos are new in what is followed.
func (f *footer) setNew(n int) {
	f.history.Hint = ""
	if n > 0 {
		f.history.Hint = i18n.Count("{{.Count}} new in what you follow", n)
	}
}

// setSlow shows whether downloads are slowed down, and to which speed they are or would
// be, in bytes per second.
func (f *footer) setSlow(on bool, speed int64) {
	f.slow.SetChosen(on)
	f.slow.Hint = lang.L("At most {{.Speed}}", i18n.With("Speed", i18n.Speed(speed)))
}

// textOf returns what the columns say, and the parts of the second line of the first.
func textOf(s footerState, now time.Time) (t footerText, rest []string) {
	if s.rows == 0 {
		return t, nil
	}
	counts := s.totals
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
		t[1][1] = i18n.AllDone(s.end, now)
	case counts.Paused == 0 && !s.finished.IsZero():
		t[1] = [2]string{
			lang.L("Finished at {{.Time}}", i18n.With("Time", i18n.TimeOfDay(s.finished))),
			lang.L("nothing is waiting"),
		}
	}
	if s.free > 0 {
		t[2] = [2]string{
			lang.L("{{.Size}} free", i18n.With("Size", i18n.Size(s.free))),
			lang.L("in {{.Folder}}", i18n.With("Folder", i18n.FolderName(s.dir))),
		}
	}
	return t, rest
}

// onlyPaused says whether only paused downloads are left, to resume; else there is
// something to pause.
func onlyPaused(t downloads.Totals) bool { return t.Paused > 0 && t.Active+t.Waiting == 0 }

func (f *footer) showButtons(s footerState) {
	t := s.totals
	if onlyPaused(t) {
		f.all.OnTapped = f.resumeAll
		f.all.SetIcon(theme.IconResume)
		f.all.SetText(lang.L("Resume all"))
	} else {
		f.all.OnTapped = f.pauseAll
		f.all.SetIcon(theme.IconPause)
		f.all.SetText(lang.L("Pause all"))
	}
	widgets.SetEnabled(f.all, t.Unfinished() > 0)
	widgets.SetEnabled(f.clear, t.Finished > 0)
	widgets.SetVisible(f.all, s.rows > 0)
	widgets.SetVisible(f.clear, s.rows > 0)
	widgets.SetVisible(f.slow, s.rows > 0)
	widgets.SetVisible(f.advice, s.rows == 0)
}

// layout gives every button a place that depends on the width only, and the columns
// what is left. A narrow window has no space for the third one.
func (f *footer) layout(s fyne.Size) {
	widgets.Place(f.back, 0, 0, s.Width, s.Height)
	widgets.Place(f.line, 0, 0, s.Width, 1)
	narrow := s.Width < theme.Narrow+2*theme.Margin
	f.all.SetCompact(narrow)
	f.clear.SetCompact(narrow)
	f.slow.SetCompact(narrow)
	all, finished, slow := f.allWidth, f.clear.MinSize().Width, f.slow.MinSize().Width
	if narrow {
		all, finished, slow = theme.ControlHeight, theme.ControlHeight, theme.ControlHeight
	}
	top := (s.Height - theme.ControlHeight) / 2
	right := s.Width - theme.Margin + 9 - theme.ControlHeight // the icon itself ends at the margin
	widgets.Place(f.settings, right, top, theme.ControlHeight, theme.ControlHeight)
	right -= theme.ControlHeight
	widgets.Place(f.history, right, top, theme.ControlHeight, theme.ControlHeight)
	widgets.Place(f.advice, theme.Margin, 0, right-16-theme.Margin, s.Height) // of an empty list, without the other buttons
	right -= theme.Gap + all
	widgets.Place(f.all, right, top, all, theme.ControlHeight)
	right -= theme.Gap + finished
	widgets.Place(f.clear, right, top, finished, theme.ControlHeight)
	right -= theme.Gap + slow
	widgets.Place(f.slow, right, top, slow, theme.ControlHeight)
	available := right - 16 - theme.Margin

	const least = 152
	n := min(len(f.columns), max(2, int(available/least)))
	if narrow {
		n = 2
	}
	width := min(220, available/float32(n))
	for i, c := range f.columns {
		w := width - theme.Gap
		if i >= n {
			w = 0
		}
		x := theme.Margin + float32(i)*width
		widgets.Place(c.head, x, 9, w, 18)
		widgets.Place(c.more, x, 28, w, 18)
	}
	f.fitRest()
}
