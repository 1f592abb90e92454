package settings

import (
	"errors"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/naming"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// namesSection is the section on how files are named and where they go.
type namesSection struct {
	*form
	folders []func() // show the folders of the kinds
}

// build returns the rows.
func (d *namesSection) build() section {
	folder := func(r *naming.Rules) *bool { return &r.Folder }
	number := func(r *naming.Rules) *bool { return &r.Number }
	m3u := func(r *naming.Rules) *bool { return &r.M3U }
	return section{title: lang.L("Names and folders"), icon: theme.IconTag, rows: []*row{
		d.folderRow(lang.L("Videos go to"), format.Video),
		d.folderRow(lang.L("Songs go to"), format.Audio),
		d.listRow(lang.L("A folder for each"), folder).lined(),
		d.listRow(lang.L("Numbers in the names"), number),
		d.listRow(lang.L("A playlist file (.m3u8)"), m3u),
		d.namePattern().lined(),
	}}
}

// folderRow chooses the folder of one kind. Songs that go where the videos go follow them.
func (d *namesSection) folderRow(name string, kind format.Kind) *row {
	b := widgets.NewButton(widgets.Tag, "", theme.IconFolder, nil)
	b.IconLast = true
	b.About, b.Tooltip = name, d.host.Tooltip()
	show := func() {
		dir := d.host.Settings().DirOf(kind)
		b.SetText(i18n.FolderName(dir))
		b.Hint = i18n.Plain(dir)
	}
	d.folders = append(d.folders, show)
	b.OnTapped = func() {
		d.host.AskFolder(name, d.host.Settings().DirOf(kind), func(dir string) {
			d.set(func(s *core.Settings) {
				if kind == format.Audio {
					s.AudioDir = dir
				} else {
					s.Dir = dir
				}
				if s.AudioDir == s.Dir {
					s.AudioDir = ""
				}
			})
			for _, show := range d.folders {
				show()
			}
		})
	}
	show()
	r := newRow(name, b)
	r.width = choiceWidth
	return r
}

// listKinds are the kinds of lists with choices of their own.
var listKinds = []struct {
	name string
	kind core.ListKind
}{
	{i18n.Key("Playlist"), core.Playlist},
	{i18n.Key("Album"), core.Album},
	{i18n.Key("Channel"), core.Channel},
}

// listRow has a button for each kind of list, which switches one of its rules.
func (d *namesSection) listRow(name string, rule func(*naming.Rules) *bool) *row {
	buttons := widgets.NewWrap(d.width)
	r := newRow(name, nil)
	for _, k := range listKinds {
		label := lang.L(k.name)
		r.find(label)
		b := widgets.NewButton(widgets.Toggle, label, nil, nil)
		b.About = name
		rules := d.host.Settings().Names.Rules(k.kind)
		b.SetChosen(*rule(&rules))
		b.OnTapped = func() {
			d.set(func(s *core.Settings) {
				rules := s.Names.Rules(k.kind)
				*rule(&rules) = !*rule(&rules)
				b.SetChosen(*rule(&rules))
				s.Names.Remember(k.kind, rules)
			})
		}
		buttons.Items = append(buttons.Items, b)
	}
	return r.beside(buttons)
}

// namePattern is the field for the pattern of names. The line under it is an example,
// or why the text is no pattern, which is then not kept.
func (d *namesSection) namePattern() *row {
	example := note("")
	var f *field
	show := func(text string) bool {
		name, err := naming.Example(text)
		example.color = theme.ColorDim
		example.text = lang.L("Example: {{.Name}}", i18n.With("Name", name))
		if err != nil {
			example.color, example.text = theme.ColorBad, patternSentence(err)
		}
		f.view.SetBad(err != nil)
		d.refresh()
		return err == nil
	}
	f = newField(d.host.Theme(), lang.L("Name of a file"), d.host.Settings().Names.Pattern, naming.Default, nil)
	f.OnChanged = func(text string) {
		if show(text) {
			d.set(func(s *core.Settings) { s.Names.Pattern = strings.TrimSpace(text) })
		}
	}
	words := widgets.NewWrap(d.width)
	for _, w := range naming.Words() {
		b := widgets.NewButton(widgets.Toggle, string(w), nil, nil)
		b.OnTapped = func() {
			f.insert("{" + string(w) + "}")
			d.host.Canvas().Focus(f)
		}
		words.Items = append(words.Items, b)
	}
	const gap = theme.Gap
	both := widgets.Arrange(func() fyne.Size { return fyne.Size{} }, func(s fyne.Size) {
		widgets.Place(f.view, 0, 0, s.Width, theme.ControlHeight)
		widgets.Place(words, 0, theme.ControlHeight+gap, s.Width, s.Height-theme.ControlHeight-gap)
	}, f.view, words)
	show(f.Text)
	return newRow(lang.L("Name of a file"), nil).
		under(both, func(float32) float32 { return theme.ControlHeight + gap + words.MinSize().Height }, example)
}

func patternSentence(err error) string {
	var e *naming.PatternError
	if !errors.As(err, &e) {
		return err.Error()
	}
	word := i18n.With("Word", e.Word)
	switch e.Reason {
	case naming.UnknownWord:
		return lang.L("Hilo does not know {{.Word}}.", word)
	case naming.Brace:
		return lang.L("A {{.Word}} stands alone: a word is written as {title}.", word)
	case naming.Slash:
		return lang.L("A name cannot contain {{.Word}}.", word)
	case naming.TooLong:
		return lang.L("This pattern is too long.")
	}
	return lang.L("It needs {title}, {number} or {id}: else all names are the same.")
}
