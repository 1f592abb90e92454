package gui

import (
	"context"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/layout"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/checkup"
	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// stepNames has what each step of a check-up looks at, keys of the translations.
var stepNames = map[checkup.Name]string{
	checkup.Network: i18n.Key("This computer is in a network"),
	checkup.DNS:     i18n.Key("The network knows where YouTube is"),
	checkup.YouTube: i18n.Key("YouTube answers, and it is YouTube"),
	checkup.Clock:   i18n.Key("The clock is right"),
	checkup.Proxy:   i18n.Key("The proxy lets Hilo through"),
	checkup.Lookup:  i18n.Key("YouTube finds a video"),
	checkup.Media:   i18n.Key("The video arrives"),
	checkup.Folder:  i18n.Key("The folder can be written to"),
	checkup.Space:   i18n.Key("There is free space on the disk"),
	checkup.Version: i18n.Key("Hilo is new enough"),
	checkup.Ytdlp:   i18n.Key("yt-dlp, if there is one, is safe"),
}

// outcome is the cause of a verdict, and which button helps.
type outcome struct {
	cause  downloads.Cause
	remedy downloads.Remedy
}

// outcomes has an entry for every verdict. Its English sentence is that of
// core/checkup; the keys of the translations are made of the class, such as
// "verdict.no-dns".
var outcomes = map[checkup.Class]outcome{
	checkup.Fine:             {"", downloads.RemedyNone},
	checkup.NoNetwork:        {downloads.CauseComputer, downloads.RemedyNone},
	checkup.NoDNS:            {downloads.CauseNetwork, downloads.RemedyNone},
	checkup.Unreachable:      {downloads.CauseNetwork, downloads.RemedyNone},
	checkup.Intercepted:      {downloads.CauseNetwork, downloads.RemedyNone},
	checkup.Blocked:          {downloads.CauseNetwork, downloads.RemedyNone},
	checkup.Consent:          {downloads.CauseYouTube, downloads.RemedyNone},
	checkup.BotCheck:         {downloads.CauseYouTube, downloads.RemedyNone},
	checkup.RateLimited:      {downloads.CauseYouTube, downloads.RemedyNone},
	checkup.Down:             {downloads.CauseYouTube, downloads.RemedyNone},
	checkup.ClockWrong:       {downloads.CauseComputer, downloads.RemedyNone},
	checkup.ProxyUnreachable: {downloads.CauseComputer, downloads.RemedyNone},
	checkup.ProxyPassword:    {downloads.CauseComputer, downloads.RemedyNone},
	checkup.ProxyRefused:     {downloads.CauseNetwork, downloads.RemedyNone},
	checkup.ProxyAutomatic:   {downloads.CauseComputer, downloads.RemedyNone},
	checkup.Changed:          {downloads.CauseHilo, downloads.RemedyUpdate},
	checkup.Withheld:         {downloads.CauseYouTube, downloads.RemedyNone},
	checkup.Gated:            {downloads.CauseYouTube, downloads.RemedyUpdate},
	checkup.MediaSilent:      {downloads.CauseNetwork, downloads.RemedyNone},
	checkup.Slow:             {downloads.CauseNetwork, downloads.RemedyNone},
	checkup.FolderMissing:    {downloads.CauseComputer, downloads.RemedyFolder},
	checkup.FolderReadOnly:   {downloads.CauseComputer, downloads.RemedyFolder},
	checkup.FolderForbidden:  {downloads.CauseComputer, downloads.RemedyFolder},
	checkup.FolderBroken:     {downloads.CauseComputer, downloads.RemedyFolder},
	checkup.DiskFull:         {downloads.CauseComputer, downloads.RemedyFolder},
	checkup.LowSpace:         {downloads.CauseComputer, downloads.RemedyFolder},
	checkup.OldVersion:       {downloads.CauseHilo, downloads.RemedyUpdate},
	checkup.InsecureYtdlp:    {downloads.CauseComputer, downloads.RemedyNone},
	checkup.Stopped:          {"", downloads.RemedyNone},
}

// checkUp is the dialog that shows why downloads do not work.
type checkUp struct {
	w       *Window
	dir     string
	rows    map[checkup.Name]*checkRow
	list    *fyne.Container
	side    *widgets.Label
	verdict *widgets.Notice
	found   checkup.Verdict
	copied  *widgets.Button
	remedy  *widgets.Button
	again   *widgets.Button
}

// showCheckUp closes the open dialog and opens the check-up of a folder.
func (w *Window) showCheckUp(dir string) {
	w.dialogs.close()
	c := &checkUp{w: w, dir: dir, rows: map[checkup.Name]*checkRow{}, verdict: widgets.NewNotice()}
	c.list = container.New(layout.NewCustomPaddedVBoxLayout(0))
	for _, name := range checkup.Steps() {
		c.rows[name] = newCheckRow(lang.L(stepNames[name]))
		c.list.Add(c.rows[name].view)
	}
	c.side = widgets.NewShrinkingLabel(theme.SizeBadge, false, theme.ColorDim)
	c.remedy = widgets.NewButton(widgets.Outlined, "", nil, nil)
	c.again = widgets.NewButton(widgets.Outlined, lang.L("Check again"), nil, c.begin)
	c.copied = newCopyButton(w.app, c.report)
	end := widgets.Arrange(
		func() fyne.Size { return fyne.NewSize(widgets.DialogWidth, 18+widgets.TallNoticeHeight) },
		func(s fyne.Size) {
			widgets.Place(c.side, 0, 0, s.Width, 16)
			widgets.Place(c.verdict, 0, 18, s.Width, c.verdict.HeightFor(s.Width))
		}, c.side, c.verdict)
	w.dialogs.showTitled(lang.L("Why isn't it working?"), container.New(layout.NewCustomPaddedVBoxLayout(12),
		c.list, end, widgets.Row(c.copied, layout.NewSpacer(), c.remedy, c.again)))
	c.begin()
}

// begin runs the check-up until its end, or until the dialog is closed.
func (c *checkUp) begin() {
	c.side.SetText("")
	c.verdict.Set(lang.L("Looking…"), widgets.Neutral)
	c.remedy.Hide()
	c.again.Disable()
	c.copied.Disable()
	c.copied.SetText(lang.L("Copy report"))
	for _, r := range c.rows {
		r.set(checkup.Step{})
	}
	c.w.dialogs.open.Refresh()
	ctx, stop := context.WithCancel(c.w.background.Context())
	c.w.dialogs.stop = stop
	show := func(f func()) {
		c.w.background.Later(func() {
			if ctx.Err() == nil {
				f()
			}
		})
	}
	c.w.background.Go(func() {
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
	f, ok := outcomes[v.Class]
	sentence := lang.X("verdict."+string(v.Class), checkup.Sentence(v.Class))
	if !ok {
		sentence, f = downloads.Explain(nil).Sentence, outcome{cause: downloads.CauseHilo}
	}
	t := widgets.Error
	switch {
	case v.State == checkup.OK:
		t = widgets.Success
	case v.Works():
		t = widgets.Warning
	}
	if f.cause != "" {
		c.side.SetText(lang.L(string(f.cause)))
	}
	c.verdict.Set(sentence, t)
	newer := c.w.newerVersion()
	switch {
	case f.remedy == downloads.RemedyFolder:
		c.remedy.OnTapped = func() { c.w.dialogs.close(); c.w.chooseFolder() }
		c.remedy.SetText(lang.L("Choose another folder"))
		c.remedy.Show()
	case f.remedy == downloads.RemedyUpdate && newer != nil:
		c.remedy.OnTapped = newer
		c.remedy.SetText(lang.L("Look for a newer Hilo"))
		c.remedy.Show()
	}
	c.found = v
	c.again.Enable()
	c.copied.Enable()
	c.w.dialogs.open.Refresh()
	c.w.dialogs.open.Scroller().ScrollToBottom()
}

// report returns what was found, for a developer.
func (c *checkUp) report() string {
	var steps []checkup.Step
	for _, name := range checkup.Steps() {
		if r := c.rows[name]; r.step.Name != "" {
			steps = append(steps, r.step)
		}
	}
	return core.CheckUpReport(steps, c.found, c.w.version())
}

// checkRow is one step of the list. What is technical about it is in the report.
type checkRow struct {
	view *fyne.Container
	step checkup.Step
	icon *widgets.Icon
	name *widgets.Label
}

func newCheckRow(name string) *checkRow {
	r := &checkRow{
		icon: widgets.NewIcon(theme.IconDot, theme.ColorLine),
		name: widgets.NewShrinkingLabel(theme.SizeText, false, theme.ColorDim),
	}
	r.name.SetText(name)
	r.view = widgets.Arrange(func() fyne.Size { return fyne.NewSize(widgets.DialogWidth, 28) }, func(s fyne.Size) {
		widgets.Place(r.icon, 0, (s.Height-18)/2, 18, 18)
		widgets.Place(r.name, 26, 0, s.Width-26, s.Height)
	}, r.icon, r.name)
	return r
}

func (r *checkRow) set(s checkup.Step) {
	r.step = s
	icon, ink, text := theme.IconDot, theme.ColorLine, theme.ColorDim
	switch s.State {
	case checkup.Running:
		icon, ink, text = theme.IconDot, theme.ColorAccent, theme.ColorText
	case checkup.OK:
		icon, ink, text = theme.IconCheck, theme.ColorOK, theme.ColorText
	case checkup.Warned:
		icon, ink, text = theme.IconInfo, theme.ColorWarn, theme.ColorText
	case checkup.Failed:
		icon, ink, text = theme.IconClose, theme.ColorBad, theme.ColorText
	case checkup.Skipped:
		icon, ink = theme.IconMinus, theme.ColorDim
	}
	r.icon.Set(icon, ink)
	r.name.SetColor(text)
	r.view.Refresh()
}
