package downloads

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// setContent fills the widgets; the renderer then lays them out.
func (r *Row) setContent() {
	s := core.Status{}
	if r.data != nil {
		s = *r.data.status
		if r.host.gone(s) {
			r.state.gone, r.state.tone, r.state.note = true, widgets.Warning, lang.L("Moved or deleted")
		}
	}
	r.state.playing = r.state.playable && r.host.actions().Playing(s.ID)
	r.playing.say(r.state.playing, r.content.progress)
	if r.state.playing {
		r.playing.share, r.playing.known = r.host.actions().PlayingAt(s.ID)
	}
	r.buttons.primary.SetChosen(r.state.playing)
	f, o := r.state, offers{r}
	r.title.SetText(f.title)
	r.meta.SetText(f.second(r.marks))
	r.clip.SetText(f.clip)
	r.side.SetText(string(f.side))
	r.note.Set(f.note, f.tone)
	r.note.SetIcon(f.warning())
	r.bar.percent.SetText(i18n.Percent(r.content.progress))

	if f.head && r.data != nil {
		o.setHeadButtons()
		return
	}
	widgets.SetVisible(r.buttons.primary, o.offerFirst(s))
	widgets.SetVisible(r.buttons.secondary, o.offerSecond(s))
	do := r.host.actions()
	switch f.state {
	case core.Queued, core.LookingUp, core.Downloading:
		r.buttons.pause.SetAction(lang.L("Pause"), theme.IconPause, o.once(func() { do.Pause(s.ID) }))
		widgets.SetVisible(r.buttons.pause, true)
	case core.Paused:
		r.buttons.pause.SetAction(lang.L("Resume"), theme.IconResume, o.once(func() { do.Resume(s.ID) }))
		widgets.SetVisible(r.buttons.pause, true)
	default:
		widgets.SetVisible(r.buttons.pause, false)
	}
	if q := o.quick(s); r.host.compact() && q.do != nil {
		r.buttons.pause.SetAction(q.label, q.icon, o.once(q.do))
		widgets.SetVisible(r.buttons.pause, true)
	}
	r.buttons.cross.SetAction(lang.L("Remove"), theme.IconClose, o.once(func() { do.Remove(s.ID) }))
}

// offers are what the buttons of a row offer.
type offers struct{ *Row }

// once returns what a button does, which is nothing shortly after the buttons of
// the row changed.
func (r offers) once(do func()) func() {
	return func() {
		if r.data != nil && !r.host.time().Before(r.data.settled) {
			do()
		}
	}
}

// offer is what a button of a row offers; the zero value is none.
type offer struct {
	label string
	icon  fyne.Resource
	do    func()
}

func (r offers) show(b *widgets.Button, o offer) bool {
	if o.do == nil {
		return false
	}
	b.SetIcon(o.icon)
	b.Both = o.icon == theme.IconPlay // as in the menu
	b.OnTapped = r.once(o.do)
	b.SetText(o.label)
	return true
}

// offerFirst offers what helps most.
func (r offers) offerFirst(s core.Status) bool {
	do := r.host.actions()
	again := offer{lang.L("Try again"), theme.IconRetry, func() { do.Retry(s.ID) }}
	switch f := r.state; {
	case f.playing:
		return r.show(r.buttons.primary, offer{lang.L("Playing"), theme.IconPlay, func() { do.Play(s) }})
	case f.playable:
		return r.show(r.buttons.primary, offer{lang.L("Play"), theme.IconPlay, func() { do.Play(s) }})
	case f.state == core.Waiting:
		return r.show(r.buttons.primary, offer{lang.L("Try now"), theme.IconRetry, func() { do.Resume(s.ID) }})
	case f.gone:
		return r.show(r.buttons.primary, offer{lang.L("Download again"), theme.IconRetry, func() { do.DownloadAgain(s) }})
	case f.state == core.Done:
		return r.show(r.buttons.primary, offer{lang.L("Open"), theme.IconOpen, func() { do.Open(s) }})
	case f.state == core.Cancelled, f.state == core.Failed && f.remedy == RemedyRetry:
		return r.show(r.buttons.primary, again)
	case f.state == core.Failed && f.remedy == RemedyOptions:
		return r.show(r.buttons.primary, offer{lang.L("Options…"), theme.IconTune, func() { do.ShowOptions(s) }})
	case f.state == core.Failed && f.remedy == RemedyUpdate:
		if newer := do.Update(); newer != nil {
			return r.show(r.buttons.primary, offer{lang.L("Look for a newer Hilo"), theme.IconOpen, newer})
		}
		return r.show(r.buttons.primary, again)
	case f.state == core.Failed && f.remedy == RemedyFolder:
		return r.show(r.buttons.primary, offer{lang.L("Choose another folder"), theme.IconFolder, func() { do.SaveElsewhere(s) }})
	case f.state == core.Failed:
		return r.show(r.buttons.primary, offer{lang.L("Details"), theme.IconInfo, func() { do.ShowDetails(s) }})
	}
	return false
}

// quick returns what the one button of a compact row does, besides removing.
func (r offers) quick(s core.Status) offer {
	do := r.host.actions()
	switch f := r.state; {
	case f.state == core.Queued:
		return offer{lang.L("Start now"), theme.IconResume, func() { do.StartNow(s.ID) }}
	case f.gone:
		return offer{lang.L("Download again"), theme.IconRetry, func() { do.DownloadAgain(s) }}
	case f.state == core.Done:
		return offer{lang.L("Show in folder"), theme.IconFolder, func() { do.Reveal(s) }}
	case f.state == core.Waiting:
		return offer{lang.L("Try now"), theme.IconRetry, func() { do.Resume(s.ID) }}
	case f.state == core.Failed && f.remedy == RemedyNone:
		return offer{lang.L("Details"), theme.IconInfo, func() { do.ShowDetails(s) }}
	case f.state == core.Failed && f.remedy == RemedyFolder:
		return offer{lang.L("Choose another folder"), theme.IconFolder, func() { do.SaveElsewhere(s) }}
	case f.state == core.Failed && f.remedy == RemedyOptions:
		return offer{lang.L("Options…"), theme.IconTune, func() { do.ShowOptions(s) }}
	case f.state.Ended():
		return offer{lang.L("Try again"), theme.IconRetry, func() { do.Retry(s.ID) }}
	}
	return offer{}
}

// offerSecond offers what may help instead: a folder may be there again, and YouTube
// may give out more.
func (r offers) offerSecond(s core.Status) bool {
	do := r.host.actions()
	switch f := r.state; {
	case f.better != "" && !f.gone:
		return r.show(r.buttons.secondary, offer{lang.L("Try for {{.Wanted}} again", i18n.With("Wanted", f.better)), theme.IconRetry, func() { do.Retry(s.ID) }})
	case f.state == core.Done && !f.gone:
		return r.show(r.buttons.secondary, offer{lang.L("Show in folder"), theme.IconFolder, func() { do.Reveal(s) }})
	case f.state == core.Failed && f.remedy == RemedyFolder:
		return r.show(r.buttons.secondary, offer{lang.L("Try again"), theme.IconRetry, func() { do.Retry(s.ID) }})
	}
	return false
}

// setHeadButtons offers what can be done with all rows of a group.
func (r offers) setHeadButtons() {
	f, id, do := r.state, r.data.id, r.host.actions()
	all := func(fits func(core.State) bool, command func(...core.ID)) func() {
		return func() { command(r.host.members(id, fits)...) }
	}
	var retry, folder offer
	if f.failed > 0 {
		retry = offer{lang.L("Try failed again"), theme.IconRetry, all(func(s core.State) bool { return s == core.Failed }, do.Retry)}
	}
	if f.folder != "" {
		folder = offer{lang.L("Show folder"), theme.IconFolder, func() { do.OpenFolder(f.folder) }}
	}
	widgets.SetVisible(r.buttons.primary, r.show(r.buttons.primary, retry))
	widgets.SetVisible(r.buttons.secondary, r.show(r.buttons.secondary, folder))
	var main offer
	switch {
	case f.state == core.Paused:
		main = offer{lang.L("Resume"), theme.IconResume, all(canResume, do.Resume)}
	case !f.state.Ended():
		main = offer{lang.L("Pause"), theme.IconPause, all(canPause, do.Pause)}
	case !r.host.compact():
	case retry.do != nil:
		main = retry
	default:
		main = folder
	}
	if main.do != nil {
		r.buttons.pause.SetAction(main.label, main.icon, r.once(main.do))
	}
	widgets.SetVisible(r.buttons.pause, main.do != nil)
	r.buttons.cross.SetAction(lang.L("Remove"), theme.IconClose, r.once(all(func(core.State) bool { return true }, do.Remove)))
}

// second returns the second line of a row.
func (f rowState) second(m rowMarks) string {
	if m.of == 0 {
		return i18n.Join(f.source, f.meta)
	}
	number := lang.L("{{.Got}} of {{.Total}}", i18n.With("Got", i18n.Number(m.number), "Total", i18n.Number(m.of)))
	if f.source == m.source { // the header says it
		return i18n.Join(number, f.meta)
	}
	return i18n.Join(number, f.source, f.meta)
}
