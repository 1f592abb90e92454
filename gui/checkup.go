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
var verdicts = map[checkup.Class]failure{
	checkup.Fine: {"Everything works. Try again what failed before.", "", noRemedy},

	checkup.NoNetwork:   {"This computer has no network. Look at the cable, the Wi-Fi and flight mode.", theComputer, noRemedy},
	checkup.NoDNS:       {"Your network does not say where YouTube is: its DNS server is silent or blocks the name.", theNetwork, noRemedy},
	checkup.Unreachable: {"YouTube does not answer. That may be a firewall, your network, or YouTube itself.", theNetwork, noRemedy},
	checkup.Intercepted: {"Something in between pretends to be YouTube: a sign-in page of the Wi-Fi, a filter, or an antivirus program.", theNetwork, noRemedy},
	checkup.Blocked:     {"Your network answers in YouTube's place. Open youtube.com in a browser to see what it says.", theNetwork, noRemedy},
	checkup.Consent:     {"YouTube wants consent to cookies from your network, which Hilo can't give for you.", youTube, noRemedy},
	checkup.BotCheck:    {"YouTube wants proof that nobody in your network is a robot. Waiting a few hours usually helps.", youTube, noRemedy},
	checkup.RateLimited: {"YouTube asks your network for a pause. Try again in an hour.", youTube, noRemedy},
	checkup.Down:        {"YouTube itself has trouble. Waiting helps.", youTube, noRemedy},
	checkup.ClockWrong:  {"The clock of this computer is wrong. Set its date, time and time zone.", theComputer, noRemedy},

	checkup.ProxyUnreachable: {"The proxy set on this computer does not answer. Check the system's proxy settings.", theComputer, noRemedy},
	checkup.ProxyPassword:    {"The proxy wants a name and a password. Put them into the system's proxy settings.", theComputer, noRemedy},
	checkup.ProxyRefused:     {"The proxy does not let Hilo through to YouTube. Ask whoever runs it.", theNetwork, noRemedy},

	checkup.Changed:     {"YouTube has changed something that this Hilo does not know yet. A newer one helps.", hilo, newerHilo},
	checkup.Gated:       {"YouTube finds videos but does not send them just now. Waiting may help, or a newer Hilo.", youTube, newerHilo},
	checkup.MediaSilent: {"YouTube answers, but its videos don't arrive. A filter or a firewall may hold them back.", theNetwork, noRemedy},
	checkup.Slow:        {"Everything works, but your network is very slow.", theNetwork, noRemedy},

	checkup.FolderMissing:   {"The folder is not there and can't be made. Choose another one.", theComputer, otherFolder},
	checkup.FolderReadOnly:  {"The disk with the folder can only be read. Choose another folder.", theComputer, otherFolder},
	checkup.FolderForbidden: {"You may not write to this folder. Choose another one.", theComputer, otherFolder},
	checkup.FolderBroken:    {"Writing to the folder fails: its disk may be damaged, or a network drive away.", theComputer, otherFolder},
	checkup.DiskFull:        {"The disk with the folder is full. Make room on it, or choose another folder.", theComputer, otherFolder},
	checkup.LowSpace:        {"Everything works, but there is less than 1 GB of room. Free some, or choose another folder.", theComputer, otherFolder},

	checkup.OldVersion: {"Everything works, but this Hilo is more than 90 days old. Look for a newer one before YouTube changes.", hilo, newerHilo},
	checkup.Stopped:    {"The check-up was stopped.", "", noRemedy},
}

// checkUp is the dialog that finds out why downloads do not work.
type checkUp struct {
	w       *Window
	dir     string
	rows    map[checkup.Name]*checkRow
	list    *fyne.Container
	side    *text
	verdict *note
	remedy  *button
	again   *button
}

// showCheckUp opens the dialog, in the place of another, and begins.
func (w *Window) showCheckUp(dir string) {
	w.closeDialog()
	c := &checkUp{w: w, dir: dir, rows: map[checkup.Name]*checkRow{}, verdict: newNote()}
	c.list = container.New(layout.NewCustomPaddedVBoxLayout(0))
	for _, name := range checkup.Steps() {
		c.rows[name] = newCheckRow(lang.L(stepNames[name]))
		c.list.Add(c.rows[name])
	}
	c.side = newText(sizeBadge, false, colorDim, 0)
	c.remedy = newButton(outlined, "", nil, nil)
	c.again = newButton(outlined, lang.L("Check again"), nil, c.begin)
	end := arrange(
		func() fyne.Size { return fyne.NewSize(dialogWidth, 18+tallNote) },
		func(s fyne.Size) {
			put(c.side, 0, 0, s.Width, 16)
			height := float32(noteHeight)
			if c.verdict.wrap(s.Width) > 1 {
				height = tallNote
			}
			put(c.verdict, 0, 18, s.Width, height)
		}, c.side, c.verdict)
	w.showDialog(lang.L("Why isn't it working?"), container.New(layout.NewCustomPaddedVBoxLayout(12),
		c.list, end, container.New(layout.NewCustomPaddedHBoxLayout(gap), layout.NewSpacer(), c.remedy, c.again)))
	c.begin()
}

// begin checks, until the dialog is closed.
func (c *checkUp) begin() {
	c.side.set("")
	c.verdict.set(lang.L("Looking…"), quiet)
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
		f = failure{failures["unknown"].sentence, hilo, noRemedy}
	}
	t := wrong
	switch {
	case v.State == checkup.OK:
		t = good
	case v.Works():
		t = waiting
	}
	if f.side != "" {
		c.side.set(lang.L(string(f.side)))
	}
	c.verdict.set(lang.L(f.sentence), t)
	newer := c.w.newer()
	switch {
	case f.remedy == otherFolder:
		c.remedy.tapped = func() { c.w.closeDialog(); c.w.chooseFolder() }
		c.remedy.setText(lang.L("Choose another folder"))
		c.remedy.Show()
	case f.remedy == newerHilo && newer != nil:
		c.remedy.tapped = newer
		c.remedy.setText(lang.L("Look for a newer Hilo"))
		c.remedy.Show()
	}
	c.again.Enable()
	c.w.dialog.Refresh()
	c.w.dialog.scroll.ScrollToBottom()
}

// checkRow is one step of the list.
type checkRow struct {
	widget.BaseWidget
	step   checkup.Step
	icon   *canvas.Image
	name   *text
	detail *text
}

func newCheckRow(name string) *checkRow {
	r := &checkRow{
		icon: &canvas.Image{FillMode: canvas.ImageFillContain}, name: newLabel(name, sizeText, false, colorText),
		detail: newText(sizeBadge, false, colorDim, 0).align(fyne.TextAlignTrailing),
	}
	r.ExtendBaseWidget(r)
	return r
}

func (r *checkRow) set(s checkup.Step) {
	r.step = s
	r.detail.set("")
	if s.State == checkup.Failed || s.State == checkup.Warned {
		r.detail.set(s.Detail)
	}
	r.Refresh()
}

// AccessibilityLabel is part of fyne.Accessible.
func (r *checkRow) AccessibilityLabel() string { return join(r.name.full, string(r.step.State)) }

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
func (v *checkRowRenderer) MinSize() fyne.Size { return fyne.NewSize(dialogWidth, 28) }

func (v *checkRowRenderer) Layout(s fyne.Size) {
	r := v.r
	put(r.icon, 0, (s.Height-18)/2, 18, 18)
	name := min(r.name.width()+1, s.Width-26)
	put(r.name, 26, 0, name, s.Height)
	room := max(0, s.Width-26-name-16)
	put(r.detail, 26+name+16, 0, room, s.Height)
	show(r.detail, r.detail.width() <= room) // half of one helps nobody, and the log has it
}

func (v *checkRowRenderer) Refresh() {
	r := v.r
	glyph, ink := iconDot, colorLine
	r.name.color = colorDim
	switch r.step.State {
	case checkup.Running:
		glyph, ink, r.name.color = iconDot, colorAccent, colorText
	case checkup.OK:
		glyph, ink, r.name.color = iconCheck, colorOK, colorText
	case checkup.Warned:
		glyph, ink, r.name.color = iconInfo, colorWarn, colorText
	case checkup.Failed:
		glyph, ink, r.name.color = iconClose, colorBad, colorText
	case checkup.Skipped:
		glyph, ink = iconMinus, colorDim
	}
	r.icon.Resource = colored(glyph, ink)
	r.icon.Refresh()
	r.name.Refresh()
	r.detail.Refresh()
	v.Layout(r.Size())
}
