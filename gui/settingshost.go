package gui

import (
	"context"
	"log/slog"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/keyring"
	"github.com/hilo-app/hilo/gui/preferences"
	"github.com/hilo-app/hilo/gui/settings"
	"github.com/hilo-app/hilo/gui/widgets"
)

// settingsHost is the window as the dialog with the settings sees it.
type settingsHost struct {
	w       *Window
	rebuild func() // makes all parts of the window anew
}

var _ settings.Host = settingsHost{}

// open opens the settings at a section, unless a dialog is open.
func (h settingsHost) open(s settings.Section) {
	if h.w.dialogs.open == nil {
		settings.Open(h, s)
	}
}

func (h settingsHost) Canvas() fyne.Canvas           { return h.w.win.Canvas() }
func (h settingsHost) Theme() fyne.Theme             { return h.w.theme }
func (h settingsHost) Tooltip() *widgets.Tooltip     { return h.w.tooltip }
func (h settingsHost) Log() *slog.Logger             { return h.w.opts.Log }
func (h settingsHost) Context() context.Context      { return h.w.background.Context() }
func (h settingsHost) Go(f func())                   { h.w.background.Go(f) }
func (h settingsHost) Later(f func())                { h.w.background.Later(f) }
func (h settingsHost) Close()                        { h.w.dialogs.close() }
func (h settingsHost) Tell(sentence string)          { h.w.tell(sentence) }
func (h settingsHost) Settings() core.Settings       { return h.w.settings }
func (h settingsHost) Preferences() fyne.Preferences { return h.w.app.Preferences() }
func (h settingsHost) ShowTray() bool                { return h.w.desk.showTray() }
func (h settingsHost) Version() string               { return h.w.version() }

// Show opens the dialog.
func (h settingsHost) Show(card *widgets.Dialog, c settings.Content, stop func()) {
	h.w.dialogs.show(card)
	h.w.dialogs.content, h.w.dialogs.stop = c, stop
}

// ShowLook shows the window as the preferences say.
func (h settingsHost) ShowLook() {
	h.w.showTheme()
	h.w.listBar.Show(viewOf(h.w.app.Preferences()))
}

// SetSettings keeps settings and shows what the window shows of them.
func (h settingsHost) SetSettings(s core.Settings) error {
	if err := h.w.queue.SetSettings(s); err != nil {
		h.w.fail(lang.L("This choice could not be kept."), err)
		return err
	}
	h.w.settings = h.w.queue.Settings()
	h.w.showWishes()
	h.w.setFolder(h.w.settings.NextDir())
	return nil
}

// ProxyPassword says where the password of the proxy is kept.
func (h settingsHost) ProxyPassword(ctx context.Context) (keyring.Place, error) {
	if h.w.opts.ProxyPassword == nil {
		return keyring.Nowhere, nil
	}
	return h.w.opts.ProxyPassword(ctx)
}

// SetLanguage changes the language of the window at once, and opens the settings again.
func (h settingsHost) SetLanguage(tag string) {
	h.Preferences().SetString(preferences.Language, tag)
	h.w.loadLanguage()
	h.rebuild()
	h.open(settings.Look)
}

func (h settingsHost) Ytdlp(ctx context.Context) core.Ytdlp { return h.w.queue.Ytdlp(ctx) }
func (h settingsHost) UpdateProfiles(path string) error     { return h.w.queue.UpdateProfiles(path) }

// AskFolder asks for a folder.
func (h settingsHost) AskFolder(title, start string, then func(dir string)) {
	h.w.files.AskFolderFor(title, start, then)
}

// AskFile asks for a file.
func (h settingsHost) AskFile(title string, then func(path string), patterns ...string) {
	h.w.files.AskFile(title, then, patterns...)
}

func (h settingsHost) Autostart() (on, can bool) {
	s := h.w.desk.starter
	return s.Autostart(), s.CanAutostart()
}

func (h settingsHost) SetAutostart(on bool) error { return h.w.desk.starter.SetAutostart(on) }

func (h settingsHost) UpdatePage() bool { return h.w.news.updates != nil }

func (h settingsHost) Updates() string { return h.w.news.updates.Known(h.w.opts.now()) }

func (h settingsHost) Privacy() string {
	sentence := h.w.news.updates.Privacy()
	if h.Settings().SponsorBlock.Mode != "" {
		sentence += " " + lang.L("As sponsored parts are switched on, it asks SponsorBlock too.")
	}
	return sentence
}

// LookForUpdates closes the settings and asks the page for updates.
func (h settingsHost) LookForUpdates() {
	h.Close()
	h.w.news.updates.Open()
}

// CheckUp closes the settings and opens the check-up.
func (h settingsHost) CheckUp() {
	h.Close()
	h.w.showCheckUp(h.w.settings.NextDir())
}
