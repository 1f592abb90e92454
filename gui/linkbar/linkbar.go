// Package linkbar is the first line of the window, which takes links.
package linkbar

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

// Padding is the space at both ends of the words in the entry, in pixels.
const Padding = 13

// Bar is the first line of the window: the entry for links, and the buttons
// that add them or open the options of one video. It offers the links that are on
// the clipboard as if they were typed.
type Bar struct {
	View    *fyne.Container
	Entry   *widgets.LinkEntry
	Frame   *widgets.EntryFrame
	Add     *widgets.Button
	Options *widgets.Button

	OfferList func(core.Added) bool  // offers the list of a video that was added; says whether it did
	Pick      func(text string) bool // opens the picker for a list or words; says whether it is for that
	OnOffer   func(bool)             // a copied link is offered, or no longer

	Offered string // links on the clipboard that Add would take
	Used    string // clipboard text that was added already

	clipboard func() fyne.Clipboard
	known     func(videoID string) bool
	onAdd     func(text string)

	hint  string // what the empty entry says
	short string // what it says instead in a narrow window
}

// New returns a bar of at least width pixels. onAdd is given what the person adds;
// known says whether a video is in the list.
func New(width float32, base fyne.Theme, t *widgets.Tooltip, clipboard func() fyne.Clipboard, known func(string) bool, onAdd func(string), showOptions func()) *Bar {
	b := &Bar{clipboard: clipboard, known: known, onAdd: onAdd, OnOffer: func(bool) {}, Entry: widgets.NewLinkEntry()}
	b.Add = widgets.NewButton(widgets.Primary, lang.L("Add"), nil, b.Submit)
	b.Options = widgets.NewButton(widgets.Outlined, lang.L("Options…"), theme.IconTune, showOptions)
	b.Options.Tooltip = t
	b.Entry.OnSubmit = b.Submit
	b.Entry.OnPaste = b.Paste
	b.Entry.OnChanged = func(string) { b.Entry.FitLines(); b.refresh() }
	frame := widgets.NewEntryFrame(b.Entry, base, theme.ColorCard, theme.RadiusCard, theme.SizeTitle, Padding)
	b.Frame = frame
	b.Entry.OnFocus = frame.SetFocused
	b.View = widgets.Arrange(
		func() fyne.Size {
			height := float32(widgets.LinkEntryHeight) // of one line, whatever the font
			if b.Entry.Lines() > 1 {
				height = frame.MinSize().Height
			}
			return fyne.NewSize(width, height)
		},
		func(s fyne.Size) {
			b.Options.SetCompact(s.Width < theme.Narrow)
			add, more := b.Add.MinSize().Width, max(widgets.LinkEntryHeight, b.Options.MinSize().Width)
			widgets.Place(frame, 0, 0, s.Width-add-more-2*theme.Gap, s.Height)
			b.showHint()
			widgets.Place(b.Options, s.Width-add-more-theme.Gap, 0, more, widgets.LinkEntryHeight)
			widgets.Place(b.Add, s.Width-add, 0, add, widgets.LinkEntryHeight)
		}, frame, b.Options, b.Add)
	return b
}

// Submit adds the links in the entry, or those that are offered. With neither, it
// looks for links that were copied while Hilo was in front: they are offered, and
// added the next time.
func (b *Bar) Submit() {
	text := b.Text()
	if text == "" {
		b.ReadClipboard()
		return
	}
	if text == b.Offered {
		b.Used = text
	}
	b.onAdd(text)
}

// Paste adds pasted text, and says false if there is no link in it.
func (b *Bar) Paste(text string) bool {
	if len(copiedLinks(text)) == 0 {
		return false
	}
	b.Used = text
	b.onAdd(text)
	return true
}

// Text returns what Add takes: what is in the entry, or else the copied links.
func (b *Bar) Text() string {
	if strings.TrimSpace(b.Entry.Text) != "" {
		return b.Entry.Text
	}
	return b.Offered
}

// OneVideo returns what Add takes, and whether that is one video and nothing else.
func (b *Bar) OneVideo() (text string, ok bool) {
	text = b.Text()
	links, rejected := link.Parse(text)
	return text, len(links) == 1 && len(rejected) == 0 && links[0].Kind == link.Video
}

// ReadClipboard offers the links on the clipboard, unless they were added.
func (b *Bar) ReadClipboard() {
	b.Offered, b.short, b.hint = "", "", lang.L("Paste a link, or type words to search")
	if text := widgets.ClipboardText(b.clipboard()); text != b.Used {
		links := copiedLinks(text)
		if slices.ContainsFunc(links, func(l link.Link) bool { return l.Kind != link.Video || !b.known(l.VideoID) }) {
			b.Offered = text
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
func (b *Bar) showHint() {
	b.Entry.Name = b.hint
	if b.short != "" && widgets.Measure(b.hint, theme.SizeTitle, false) > b.Frame.Size().Width-2*Padding {
		b.Entry.Name = b.short
	}
	b.Frame.SetHint(&b.Entry.Entry, b.Entry.Name)
}

// refresh shows in the entry and on the buttons what Add would do.
func (b *Bar) refresh() {
	b.showHint()
	_, one := b.OneVideo()
	widgets.SetEnabled(b.Add, b.Text() != "")
	widgets.SetEnabled(b.Options, one)
	b.OnOffer(b.Offered != "" && strings.TrimSpace(b.Entry.Text) == "")
	if b.Options.Hint = ""; !one && b.Text() != "" {
		b.Options.Hint = lang.L("For one video at a time")
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
