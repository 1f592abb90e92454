package gui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core/checkup"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// stepNames has what each step of a check-up looks at, keys of the translations.
var stepNames = map[checkup.Name]string{
	checkup.Network: "This computer is in a network",
	checkup.DNS:     "The network knows where YouTube is",
	checkup.YouTube: "YouTube answers, and it is YouTube",
	checkup.Clock:   "The clock is right",
	checkup.Proxy:   "The proxy lets Hilo through",
	checkup.Lookup:  "YouTube finds a video",
	checkup.Media:   "The video arrives",
	checkup.Folder:  "The folder can be written to",
	checkup.Space:   "There is room on the disk",
	checkup.Version: "Hilo is new enough",
}

// verdicts is how the outcome of a check-up is told.
var verdicts = map[checkup.Class]Explanation{
	checkup.Fine: {"Everything works. Try again what failed before.", "", RemedyNone},

	checkup.NoNetwork:   {"This computer has no network. Look at the cable, the Wi-Fi and flight mode.", CauseComputer, RemedyNone},
	checkup.NoDNS:       {"Your network does not say where YouTube is: its DNS server is silent or blocks the name.", CauseNetwork, RemedyNone},
	checkup.Unreachable: {"YouTube does not answer. That may be a firewall, your network, or YouTube itself.", CauseNetwork, RemedyNone},
	checkup.Intercepted: {"Something in between pretends to be YouTube: a sign-in page of the Wi-Fi, a filter, or an antivirus program.", CauseNetwork, RemedyNone},
	checkup.Blocked:     {"Your network answers in YouTube's place. Open youtube.com in a browser to see what it says.", CauseNetwork, RemedyNone},
	checkup.Consent:     {"YouTube wants consent to cookies from your network, which Hilo can't give for you.", CauseYouTube, RemedyNone},
	checkup.BotCheck:    {"YouTube wants proof that nobody in your network is a robot. Waiting a few hours usually helps.", CauseYouTube, RemedyNone},
	checkup.RateLimited: {"YouTube asks your network for a pause. Try again in an hour.", CauseYouTube, RemedyNone},
	checkup.Down:        {"YouTube itself has trouble. Waiting helps.", CauseYouTube, RemedyNone},
	checkup.ClockWrong:  {"The clock of this computer is wrong. Set its date, time and time zone.", CauseComputer, RemedyNone},

	checkup.ProxyUnreachable: {"The proxy set on this computer does not answer. Check the system's proxy settings.", CauseComputer, RemedyNone},
	checkup.ProxyPassword:    {"The proxy wants a name and a password. Put them into the system's proxy settings.", CauseComputer, RemedyNone},
	checkup.ProxyRefused:     {"The proxy does not let Hilo through to YouTube. Ask whoever runs it.", CauseNetwork, RemedyNone},

	checkup.Changed:     {"YouTube has changed something that this Hilo does not know yet. A newer one helps.", CauseHilo, RemedyUpdate},
	checkup.Gated:       {"YouTube finds videos but does not send them just now. Waiting may help, or a newer Hilo.", CauseYouTube, RemedyUpdate},
	checkup.MediaSilent: {"YouTube answers, but its videos don't arrive. A filter or a firewall may hold them back.", CauseNetwork, RemedyNone},
	checkup.Slow:        {"Everything works, but your network is very slow.", CauseNetwork, RemedyNone},

	checkup.FolderMissing:   {"The folder is not there and can't be made. Choose another one.", CauseComputer, RemedyFolder},
	checkup.FolderReadOnly:  {"The disk with the folder can only be read. Choose another folder.", CauseComputer, RemedyFolder},
	checkup.FolderForbidden: {"You may not write to this folder. Choose another one.", CauseComputer, RemedyFolder},
	checkup.FolderBroken:    {"Writing to the folder fails: its disk may be damaged, or a network drive away.", CauseComputer, RemedyFolder},
	checkup.DiskFull:        {"The disk with the folder is full. Make room on it, or choose another folder.", CauseComputer, RemedyFolder},
	checkup.LowSpace:        {"Everything works, but there is less than 1 GB of room. Free some, or choose another folder.", CauseComputer, RemedyFolder},

	checkup.OldVersion: {"Everything works, but this Hilo is more than 90 days old. Look for a newer one before YouTube changes.", CauseHilo, RemedyUpdate},
	checkup.Stopped:    {"The check-up was stopped.", "", RemedyNone},
}

// checkUp is the dialog that finds out why downloads do not work.
type checkUp struct {
	w       *Window
	dir     string
	rows    map[checkup.Name]*checkRow
	list    *fyne.Container
	side    *widgets.Label
	verdict *widgets.Notice
	remedy  *widgets.Button
	again   *widgets.Button
}

// showCheckUp opens the dialog, in the place of another, and begins.
func (w *Window) showCheckUp(dir string) {
	w.closeDialog()
	c := &checkUp{w: w, dir: dir, rows: map[checkup.Name]*checkRow{}, verdict: widgets.NewNotice()}
	c.list = container.New(layout.NewCustomPaddedVBoxLayout(0))
	for _, name := range checkup.Steps() {
		c.rows[name] = newCheckRow(lang.L(stepNames[name]))
		c.list.Add(c.rows[name])
	}
	c.side = widgets.NewShrinkingLabel(theme.SizeBadge, false, theme.ColorDim)
	c.remedy = widgets.NewButton(widgets.Outlined, "", nil, nil)
	c.again = widgets.NewButton(widgets.Outlined, lang.L("Check again"), nil, c.begin)
	end := widgets.Arrange(
		func() fyne.Size { return fyne.NewSize(widgets.DialogWidth, 18+widgets.TallNoticeHeight) },
		func(s fyne.Size) {
			widgets.Place(c.side, 0, 0, s.Width, 16)
			widgets.Place(c.verdict, 0, 18, s.Width, c.verdict.HeightFor(s.Width))
		}, c.side, c.verdict)
	w.showDialog(lang.L("Why isn't it working?"), container.New(layout.NewCustomPaddedVBoxLayout(12),
		c.list, end, container.New(layout.NewCustomPaddedHBoxLayout(theme.Gap), layout.NewSpacer(), c.remedy, c.again)))
	c.begin()
}

// begin checks, until the dialog is closed.
func (c *checkUp) begin() {
	c.side.SetText("")
	c.verdict.Set(lang.L("Looking…"), widgets.Neutral)
	c.remedy.Hide()
	c.again.Disable()
	for _, r := range c.rows {
		r.set(checkup.Step{})
	}
	c.w.dialog.Refresh()
	ctx, stop := context.WithCancel(c.w.ctx)
	c.w.stopDialog = stop
	show := func(f func()) {
		c.w.later(func() {
			if ctx.Err() == nil {
				f()
			}
		})
	}
	c.w.workers.Go(func() {
		v := c.w.queue.CheckUp(ctx, c.dir, func(s checkup.Step) {
			show(func() {
				if r := c.rows[s.Name]; r != nil {
					r.set(s)
				}
			})
		})
		show(func() { stop(); c.end(v) })
	})
}

// end shows the verdict.
func (c *checkUp) end(v checkup.Verdict) {
	c.w.opts.Log.Info("check-up", "verdict", v.Class, "step", v.Step, "detail", v.Detail)
	f, ok := verdicts[v.Class]
	if !ok {
		f = Explanation{failures["unknown"].Sentence, CauseHilo, RemedyNone}
	}
	t := widgets.Error
	switch {
	case v.State == checkup.OK:
		t = widgets.Success
	case v.Works():
		t = widgets.Warning
	}
	if f.Cause != "" {
		c.side.SetText(lang.L(string(f.Cause)))
	}
	c.verdict.Set(lang.L(f.Sentence), t)
	newer := c.w.newer()
	switch {
	case f.Remedy == RemedyFolder:
		c.remedy.OnTapped = func() { c.w.closeDialog(); c.w.chooseFolder() }
		c.remedy.SetText(lang.L("Choose another folder"))
		c.remedy.Show()
	case f.Remedy == RemedyUpdate && newer != nil:
		c.remedy.OnTapped = newer
		c.remedy.SetText(lang.L("Look for a newer Hilo"))
		c.remedy.Show()
	}
	c.again.Enable()
	c.w.dialog.Refresh()
	c.w.dialog.Scroller().ScrollToBottom()
}

// checkRow is one step of the list.
type checkRow struct {
	widget.BaseWidget
	step   checkup.Step
	icon   *canvas.Image
	name   *widgets.Label
	detail *widgets.Label
}

func newCheckRow(name string) *checkRow {
	r := &checkRow{
		icon: &canvas.Image{FillMode: canvas.ImageFillContain}, name: widgets.NewLabel(name, theme.SizeText, false, theme.ColorText),
		detail: widgets.NewShrinkingLabel(theme.SizeBadge, false, theme.ColorDim).Align(fyne.TextAlignTrailing),
	}
	r.ExtendBaseWidget(r)
	return r
}

func (r *checkRow) set(s checkup.Step) {
	r.step = s
	r.detail.SetText("")
	if s.State == checkup.Failed || s.State == checkup.Warned {
		r.detail.SetText(s.Detail)
	}
	r.Refresh()
}

// AccessibilityLabel is part of fyne.Accessible.
func (r *checkRow) AccessibilityLabel() string { return i18n.Join(r.name.Text(), string(r.step.State)) }

// AccessibilityRole is part of fyne.Accessible.
func (r *checkRow) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer is part of fyne.Widget.
func (r *checkRow) CreateRenderer() fyne.WidgetRenderer {
	v := &checkRowRenderer{r}
	v.Refresh()
	return v
}

type checkRowRenderer struct{ r *checkRow }

func (v *checkRowRenderer) Objects() []fyne.CanvasObject {
	return []fyne.CanvasObject{v.r.icon, v.r.name, v.r.detail}
}

func (v *checkRowRenderer) Destroy()           {}
func (v *checkRowRenderer) MinSize() fyne.Size { return fyne.NewSize(widgets.DialogWidth, 28) }

func (v *checkRowRenderer) Layout(s fyne.Size) {
	r := v.r
	widgets.Place(r.icon, 0, (s.Height-18)/2, 18, 18)
	name := min(r.name.Width()+1, s.Width-26)
	widgets.Place(r.name, 26, 0, name, s.Height)
	room := max(0, s.Width-26-name-16)
	widgets.Place(r.detail, 26+name+16, 0, room, s.Height)
	widgets.SetVisible(r.detail, r.detail.Width() <= room) // half of one helps nobody, and the log has it
}

func (v *checkRowRenderer) Refresh() {
	r := v.r
	glyph, ink, text := theme.IconDot, theme.ColorLine, theme.ColorDim
	switch r.step.State {
	case checkup.Running:
		glyph, ink, text = theme.IconDot, theme.ColorAccent, theme.ColorText
	case checkup.OK:
		glyph, ink, text = theme.IconCheck, theme.ColorOK, theme.ColorText
	case checkup.Warned:
		glyph, ink, text = theme.IconInfo, theme.ColorWarn, theme.ColorText
	case checkup.Failed:
		glyph, ink, text = theme.IconClose, theme.ColorBad, theme.ColorText
	case checkup.Skipped:
		glyph, ink = theme.IconMinus, theme.ColorDim
	}
	r.name.SetColor(text)
	r.icon.Resource = theme.Colored(glyph, ink)
	r.icon.Refresh()
	r.name.Refresh()
	r.detail.Refresh()
	v.Layout(r.Size())
}
