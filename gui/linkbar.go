package gui

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/link"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// The least size of the window, in pixels.
const minWidth, minHeight = 600, 440

const linkPadding = 13 // of the words in the entry, in pixels

// linkBar is the first line of the window: the entry for links, and the buttons
// that add them or open the options of one video. It offers the links that are on
// the clipboard as if they were typed.
type linkBar struct {
	view    *fyne.Container
	entry   *widgets.LinkEntry
	frame   *widgets.EntryFrame
	add     *widgets.Button
	options *widgets.Button

	clipboard func() fyne.Clipboard
	known     func(videoID string) bool
	onAdd     func(text string)
	offerList func(core.Added) bool  // offers the list of a video that was added; says whether it did
	pick      func(text string) bool // opens the picker for a list or words; says whether it is for that
	onOffer   func(bool)             // a copied link is offered, or no longer

	offered string // links on the clipboard that Add would take
	hint    string // what the empty entry says
	short   string // what it says instead in a narrow window
	used    string // clipboard text that was added already
}

func newLinkBar(base fyne.Theme, t *widgets.Tooltip, clipboard func() fyne.Clipboard, known func(string) bool, onAdd func(string), showOptions func()) *linkBar {
	b := &linkBar{clipboard: clipboard, known: known, onAdd: onAdd, onOffer: func(bool) {}, entry: widgets.NewLinkEntry()}
	b.add = widgets.NewButton(widgets.Primary, lang.L("Add"), nil, b.submit)
	b.options = widgets.NewButton(widgets.Outlined, lang.L("Options…"), theme.IconTune, showOptions)
	b.options.Tooltip = t
	b.entry.OnSubmit = b.submit
	b.entry.OnPaste = b.paste
	b.entry.OnChanged = func(string) { b.entry.FitLines(); b.refresh() }
	frame := widgets.NewEntryFrame(b.entry, base, theme.ColorCard, theme.RadiusCard, theme.SizeTitle, linkPadding)
	b.frame = frame
	b.entry.OnFocus = frame.SetFocused
	b.view = widgets.Arrange(
		func() fyne.Size {
			height := float32(widgets.LinkEntryHeight) // of one line, whatever the font
			if b.entry.Lines() > 1 {
				height = frame.MinSize().Height
			}
			return fyne.NewSize(minWidth-2*theme.Margin, height)
		},
		func(s fyne.Size) {
			b.options.SetCompact(s.Width < theme.Narrow)
			add, more := b.add.MinSize().Width, max(widgets.LinkEntryHeight, b.options.MinSize().Width)
			widgets.Place(frame, 0, 0, s.Width-add-more-2*theme.Gap, s.Height)
			b.showHint()
			widgets.Place(b.options, s.Width-add-more-theme.Gap, 0, more, widgets.LinkEntryHeight)
			widgets.Place(b.add, s.Width-add, 0, add, widgets.LinkEntryHeight)
		}, frame, b.options, b.add)
	return b
}

// submit adds the links in the entry, or those that are offered. With neither, it
// looks for links that were copied while Hilo was in front: they are offered, and
// added the next time.
func (b *linkBar) submit() {
	text := b.text()
	if text == "" {
		b.readClipboard()
		return
	}
	if text == b.offered {
		b.used = text
	}
	b.onAdd(text)
}

// paste adds pasted text, and says false if there is no link in it.
func (b *linkBar) paste(text string) bool {
	if len(copiedLinks(text)) == 0 {
		return false
	}
	b.used = text
	b.onAdd(text)
	return true
}

// text returns what Add takes: what is in the entry, or else the copied links.
func (b *linkBar) text() string {
	if strings.TrimSpace(b.entry.Text) != "" {
		return b.entry.Text
	}
	return b.offered
}

// oneVideo returns what Add takes, and whether that is one video and nothing else.
func (b *linkBar) oneVideo() (text string, ok bool) {
	text = b.text()
	links, rejected := link.Parse(text)
	return text, len(links) == 1 && len(rejected) == 0 && links[0].Kind == link.Video
}

// readClipboard offers the links on the clipboard, unless they were added.
func (b *linkBar) readClipboard() {
	b.offered, b.short, b.hint = "", "", lang.L("Paste a link, or type words to search")
	if text := widgets.ClipboardText(b.clipboard()); text != b.used {
		links := copiedLinks(text)
		if slices.ContainsFunc(links, func(l link.Link) bool { return l.Kind != link.Video || !b.known(l.VideoID) }) {
			b.offered = text
			b.hint = i18n.Count("{{.Count}} copied links – press Enter to add", len(links))
			b.short = b.hint
			if len(links) == 1 {
				b.hint = lang.L("{{.Link}} – copied, press Enter to add", i18n.With("Link", i18n.ShortAddress(links[0].Text)))
			}
		}
	}
	b.refresh()
}

// showHint shows the hint, or how many links were copied where there is no space for it.
func (b *linkBar) showHint() {
	b.entry.Name = b.hint
	if b.short != "" && widgets.Measure(b.hint, theme.SizeTitle, false) > b.frame.Size().Width-2*linkPadding {
		b.entry.Name = b.short
	}
	b.frame.SetHint(&b.entry.Entry, b.entry.Name)
}

// refresh shows in the entry and on the buttons what Add would do.
func (b *linkBar) refresh() {
	b.showHint()
	_, one := b.oneVideo()
	widgets.SetEnabled(b.add, b.text() != "")
	widgets.SetEnabled(b.options, one)
	b.onOffer(b.offered != "" && strings.TrimSpace(b.entry.Text) == "")
	if b.options.Hint = ""; !one && b.text() != "" {
		b.options.Hint = lang.L("For one video at a time")
	}
}

// copiedLinks returns the links in a text that may have been copied for another
// purpose: a word that could be the ID of a video is none.
func copiedLinks(text string) []link.Link {
	if !strings.Contains(strings.ToLower(text), "youtu") {
		return nil
	}
	links, _ := link.Parse(text)
	return links
}
