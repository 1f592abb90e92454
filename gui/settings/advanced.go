package settings

import (
	"errors"

	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/widgets"
)

// advancedRows are the settings that few people need.
func (d *downloadsSection) advancedRows() []*row {
	return []*row{
		choiceRow(lang.L("Connections for each"), numbers(d.host.Settings().Connections,
			func(n int) { d.set(func(s *core.Settings) { s.Connections = n }) })),
		d.ytdlpRow(),
		d.profilesRow(),
	}
}

// ytdlpRow switches yt-dlp on and off. The line under it says whether it can be
// used, as soon as that is known.
func (d *downloadsSection) ytdlpRow() *row {
	found := note("")
	name := lang.L("yt-dlp, when needed")
	r := switchRow(name, !d.host.Settings().NoYtdlp, func(on bool) {
		d.set(func(s *core.Settings) { s.NoYtdlp = !on })
		d.findYtdlp(found)
	}, note(lang.L("Another free downloader. If it is installed, Hilo asks it about videos it can't look up itself.")), found)
	r.appear = func() { d.findYtdlp(found) }
	return r
}

func (d *downloadsSection) findYtdlp(found *paragraph) {
	if d.host.Settings().NoYtdlp {
		d.say(found, lang.L("Off: Hilo does not ask it."), widgets.Neutral)
		return
	}
	d.say(found, lang.L("Looking…"), widgets.Neutral)
	d.host.Go(func() {
		h := d.host.Ytdlp(d.ctx)
		d.host.Later(func() {
			if d.ctx.Err() == nil && !d.host.Settings().NoYtdlp {
				d.say(found, ytdlpSentence(h), widgets.Neutral)
			}
		})
	})
}

func ytdlpSentence(h core.Ytdlp) string {
	switch h.State {
	case core.YtdlpFound:
		if h.Insecure {
			return lang.L("Version {{.Version}} has a security hole: update it to {{.Safe}} or newer.", i18n.With("Version", h.Version, "Safe", core.SafeYtdlp))
		}
		return lang.L("Installed: version {{.Version}}.", i18n.With("Version", h.Version))
	case core.YtdlpMissing:
		return lang.L("Not installed. Hilo works without it too.")
	case core.YtdlpOld:
		return lang.L("Version {{.Version}} is too old: Hilo needs {{.Oldest}} or newer.", i18n.With("Version", h.Version, "Oldest", core.OldestYtdlp))
	}
	return lang.L("It is installed but does not run.")
}

// profilesRow loads newer client profiles from a file. The line under it says whether
// they are used.
func (d *downloadsSection) profilesRow() *row {
	load := widgets.NewButton(widgets.Outlined, lang.L("Load newer ones…"), nil, nil)
	taken := note(lang.L("When YouTube has changed, a file published with Hilo helps."))
	load.OnTapped = func() {
		d.host.AskFile(lang.L("Ways to talk to YouTube"), func(path string) {
			load.Disable()
			// A disk on the network may never answer, and must not keep the window from closing.
			go func() {
				err := d.host.UpdateProfiles(path)
				d.host.Later(func() {
					load.Enable()
					tone := widgets.Success
					if err != nil {
						d.host.Log().Warn("newer profiles are not used", "err", err)
						tone = widgets.Error
					}
					d.say(taken, profilesSentence(err), tone)
					if d.ctx.Err() != nil {
						d.host.Tell(taken.text)
					}
				})
			}()
		}, "*.signed")
	}
	return newRow(lang.L("Ways to talk to YouTube"), load, taken)
}

func profilesSentence(err error) string {
	switch {
	case err == nil:
		return lang.L("Done. Hilo uses them from now on.")
	case errors.Is(err, youtube.ErrProfilesForged):
		return lang.L("Not taken: the file is not signed by Hilo.")
	case errors.Is(err, youtube.ErrProfilesNeedApp):
		return lang.L("Not taken: the file is for a newer Hilo.")
	case errors.Is(err, youtube.ErrProfilesNotNewer):
		return lang.L("Not taken: the file is not newer than what is in use.")
	case errors.Is(err, youtube.ErrProfilesMalformed):
		return lang.L("Not taken: this is a file of another kind.")
	}
	return lang.L("The file could not be read, or could not be kept.")
}
