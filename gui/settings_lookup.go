package gui

import (
	"context"
	"errors"

	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// settingsDialog is the content of the dialog with the settings, which apply at
// once.
type settingsDialog struct {
	w   *Window
	ctx context.Context // ends with the dialog
}

// ytdlpChoice switches yt-dlp on and off. The line under it says whether it can be
// used, as soon as that is known.
func (d settingsDialog) ytdlpChoice() (*widget.Select, *widgets.Label) {
	s := widget.NewSelect([]string{lang.L("On"), lang.L("Off")}, nil)
	found := widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim)
	s.SetSelectedIndex(0)
	if d.w.settings.NoYtdlp {
		s.SetSelectedIndex(1)
	}
	s.OnChanged = func(string) {
		d.w.settings.NoYtdlp = s.SelectedIndex() == 1
		d.w.save()
		d.findYtdlp(found)
	}
	d.findYtdlp(found)
	return s, found
}

func (d settingsDialog) findYtdlp(found *widgets.Label) {
	if d.w.settings.NoYtdlp {
		found.SetText(lang.L("Off: Hilo does not ask it."))
		return
	}
	found.SetText(lang.L("Looking…"))
	d.w.background.Go(func() {
		h := d.w.queue.Ytdlp(d.ctx)
		d.w.background.Later(func() {
			if d.ctx.Err() == nil && !d.w.settings.NoYtdlp {
				found.SetText(ytdlpSentence(h))
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

// profilesButton loads newer client profiles from a file. The line under it says
// whether they are used.
func (d settingsDialog) profilesButton() (*widgets.Button, *widgets.Label) {
	load := widgets.NewButton(widgets.Outlined, lang.L("Load newer ones…"), nil, nil)
	taken := widgets.NewShrinkingLabel(theme.SizeSmall, false, theme.ColorDim)
	taken.SetText(lang.L("When YouTube has changed, a file published with Hilo helps."))
	load.OnTapped = func() {
		open := d.w.dialogs.open
		d.w.files.askProfiles(func(path string) {
			load.Disable()
			// A disk on the network may never answer, and must not keep the window from closing.
			go func() {
				err := d.w.queue.UpdateProfiles(path)
				d.w.background.Later(func() {
					load.Enable()
					taken.SetColor(theme.ColorOK)
					if err != nil {
						d.w.opts.Log.Warn("newer profiles are not used", "err", err)
						taken.SetColor(theme.ColorBad)
					}
					taken.SetText(profilesSentence(err))
					if d.w.dialogs.open != open {
						d.w.tell(taken.Text())
					}
				})
			}()
		})
	}
	return load, taken
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
