package library

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core/linkfile"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// Dialog is the history, and what is followed, on two tabs.
type Dialog struct {
	host      Host
	card      *widgets.Dialog
	tab       Tab
	history   *historyTab
	following *followingTab
	view      *parts
	clearing  bool // the question stands whether all is forgotten
}

// Open opens the dialog on a tab.
func Open(h Host, t Tab) *Dialog {
	d := &Dialog{host: h}
	d.history, d.following = newHistoryTab(h, d.refresh), newFollowingTab(h, d.refresh)
	d.view = newParts(h, [2]source{d.history, d.following}, actions{
		show: d.ShowTab, search: [2]func(string){d.search(HistoryTab), d.search(FollowingTab)}, leaveSearch: d.leaveSearch,
		export: func() { d.export(ExportHistory) }, add: d.add, menu: d.openMenu, close: h.Close,
		askClear: d.askClear, showEvery: d.showEvery, checkAll: func() { d.following.check() }, key: d.Key,
	})
	d.card = widgets.NewDialog(h.Theme(), d.view.content, container.NewVScroll(widget.NewLabel("")),
		func() fyne.Size { return fyne.NewSize(dialogWidth, dialogHeight) }, d.view.focusable()...)
	h.Show(d.card, d)
	d.following.reload()
	d.history.reload()
	d.ShowTab(t)
	return d
}

// ShowTab changes to a tab.
func (d *Dialog) ShowTab(t Tab) {
	d.tab = t
	d.view.asking = false
	d.view.showTab(t)
	d.refresh()
	if t == HistoryTab { // typing searches
		d.host.Canvas().Focus(d.view.searches[t])
	} else {
		d.host.Canvas().Focus(d.view.lists[t])
	}
}

// search returns what shows the rows of a tab that have some words.
func (d *Dialog) search(t Tab) func(words string) {
	return func(words string) {
		words = i18n.Plain(words)
		d.view.lists[t].current = 0
		d.view.lists[t].ScrollToTop()
		if t == HistoryTab {
			d.history.search(words)
		} else {
			d.following.search(words)
		}
	}
}

// leaveSearch goes to the rows, or to the button that follows the link in the field.
func (d *Dialog) leaveSearch() {
	if d.tab == FollowingTab && !d.view.add.Disabled() {
		d.host.Canvas().Focus(d.view.add)
		return
	}
	d.host.Canvas().Focus(d.view.lists[d.tab])
}

// FollowingChanged shows what is followed after a change of it.
func (d *Dialog) FollowingChanged() { d.following.reload() }

// HistoryChanged shows what was downloaded after a change of it.
func (d *Dialog) HistoryChanged() { d.history.reload() }

// Key closes the dialog with Escape, and does with the rows what a key stands for.
func (d *Dialog) Key(e *fyne.KeyEvent) {
	switch e.Name {
	case fyne.KeyEscape:
		if d.view.asking {
			d.endQuestion()
			return
		}
		d.host.Close()
	case fyne.KeyDown, fyne.KeyUp:
		if d.host.Canvas().Focused() == nil {
			d.host.Canvas().Focus(d.view.lists[d.tab])
		}
	}
}

// Update shows what became known since. Call it regularly.
func (d *Dialog) Update() {
	d.history.update()
	for _, l := range d.view.lists {
		l.showPictures()
	}
}

// refresh shows what changed.
func (d *Dialog) refresh() {
	if d.view == nil { // while it is made
		return
	}
	v := d.view
	label := lang.L("Following")
	if n := d.following.offered(); n > 0 {
		label = i18n.Count("Following {{.Count}}", n)
	}
	v.tabs[FollowingTab].SetText(label)
	link := d.host.IsList(v.searches[FollowingTab].Text)
	widgets.SetEnabled(v.add, link)
	if v.add.Hint = ""; !link {
		v.add.Hint = lang.L("Paste the link of a playlist or channel into the field")
	}
	text := d.emptyText()
	v.empty.Set(text, widgets.Neutral)
	widgets.SetVisible(v.empty, text != "")
	for i, area := range v.listAreas {
		widgets.SetVisible(area, Tab(i) == d.tab && text == "")
	}
	v.lists[d.tab].show()
	switch {
	case !v.asking:
		d.showFoot()
	case d.clearing:
		v.sum.SetText(d.clearSentence())
		v.showFoot()
	}
	v.content.Layout.Layout(v.content.Objects, v.content.Size()) // not all is drawn again at every key of the search
}

// emptyText returns what is said in place of the list, empty while there is one.
func (d *Dialog) emptyText() string {
	h, f := d.history, d.following
	switch {
	case d.tab == HistoryTab && !h.loaded:
		return " "
	case d.tab == HistoryTab && h.total == 0:
		return lang.L("What you download is remembered here, also when it is cleared from the list.")
	case d.tab == HistoryTab && h.found == 0:
		return lang.L("Nothing that was downloaded has these words.")
	case d.tab == FollowingTab && len(f.all) == 0:
		return lang.L("You follow nothing yet. Open a playlist or channel and press Follow, or paste its link above.")
	case d.tab == FollowingTab && len(f.shown) == 0:
		return lang.L("Nothing that you follow has these words.")
	}
	return ""
}

func (d *Dialog) showFoot() {
	v, h, f := d.view, d.history, d.following
	widgets.SetEnabled(v.clear, h.total > 0)
	widgets.SetEnabled(v.checkAll, len(f.all) > 0)
	v.every.SetText(everyName(d.host.Every()))
	sum, note := "", ""
	switch {
	case d.tab == FollowingTab:
		sum = i18n.Count("{{.Count}} followed", len(f.all))
		note = lang.L("Stopping to follow keeps the files.")
	case h.loaded && h.query == "":
		sum, note = i18n.Count("{{.Count}} downloads", h.total), lang.L("Kept on this computer only.")
	case h.loaded:
		sum, note = lang.L("{{.Found}} found of {{.Total}} downloads", i18n.With("Found", h.found, "Total", h.total)), lang.L("Kept on this computer only.")
	}
	v.sum.SetText(sum)
	v.note.SetText(note)
	v.showFoot()
}

// ask shows a sentence and up to three buttons in the foot, from the right end on.
// Each ends the question first.
func (d *Dialog) ask(sentence, note string, answers ...action) {
	v := d.view
	v.asking, d.clearing = true, false
	v.sum.SetText(sentence)
	v.note.SetText(note)
	for i, b := range v.question {
		label := ""
		b.OnTapped = nil
		if i < len(answers) {
			label = answers[i].label
			b.OnTapped = func() { d.endQuestion(); answers[i].do() }
		}
		b.SetText(label)
	}
	v.showFoot()
	d.host.Canvas().Focus(v.question[0])
	d.card.Refresh()
}

func (d *Dialog) endQuestion() {
	d.view.asking = false
	d.host.Canvas().Focus(d.view.lists[d.tab])
	d.refresh()
}

// askClear asks whether all is forgotten. What is saved meanwhile is counted: as soon as
// it is known, and by asking once more where it was not known before the answer.
func (d *Dialog) askClear() {
	d.ask(d.clearSentence(), lang.L("The files stay. This can't be undone."),
		action{lang.L("Cancel"), func() {}},
		action{lang.L("Empty the history"), func() { d.history.clear(d.history.total, d.askClear) }})
	d.clearing = true
}

func (d *Dialog) clearSentence() string {
	return i18n.Count("Forget all {{.Count}} downloads?", d.history.total)
}

// add follows the link in the search field.
func (d *Dialog) add() {
	field := d.view.searches[FollowingTab]
	added, problem := d.host.Follow([]linkfile.Item{{URL: field.Text}})
	if added > 0 {
		field.SetText("")
		d.host.Canvas().Focus(d.view.lists[FollowingTab])
	}
	d.following.reload()
	if problem != "" {
		d.say(problem, "")
	}
}

// say shows a sentence in the foot until it is closed.
func (d *Dialog) say(sentence, note string, more ...action) {
	d.ask(sentence, note, append([]action{{lang.L("Close"), func() {}}}, more...)...)
}

// openMenu opens what can be done with all.
func (d *Dialog) openMenu() {
	widgets.ShowMenuUnder(d.host.Canvas(), d.view.dots, []widgets.MenuItem{
		{Label: lang.L("Import links or subscriptions…"), Icon: theme.IconPlus, Do: func() { d.host.Import(d.Offer) }},
		{},
		{Label: lang.L("Export the list's links…"), Icon: theme.IconExport, Do: func() { d.export(ExportDownloads) }},
		{Label: lang.L("Export what you follow…"), Icon: theme.IconExport, Do: func() { d.export(ExportFollowed) }},
		{Label: lang.L("Export the history…"), Icon: theme.IconExport, Do: func() { d.export(ExportHistory) }},
	})
}

// export writes a file and says where it is.
func (d *Dialog) export(what Exported) {
	d.host.Export(what, func(file, problem string) {
		if problem != "" {
			d.say(problem, "")
			return
		}
		d.say(lang.L("Saved: {{.Name}}", i18n.With("Name", i18n.Plain(i18n.FolderName(file)))), "",
			action{lang.L("Show in folder"), func() { d.host.Reveal(file) }})
	})
}

// Offer asks what to do with the links of a file: to follow the lists, and to
// download the videos.
func (d *Dialog) Offer(i Imported) {
	name := i18n.Plain(i.Name)
	switch {
	case i.Problem != "":
		d.say(i.Problem, name)
		return
	case len(i.Videos)+len(i.Lists) == 0:
		d.say(lang.L("No YouTube link in {{.Name}}", i18n.With("Name", name)), "")
		return
	}
	answers := []action{{lang.L("Cancel"), func() {}}}
	var parts []string
	if n := len(i.Lists); n > 0 {
		parts = append(parts, i18n.Count("{{.Count}} lists and channels", n))
		answers = append(answers, action{i18n.Count("Follow {{.Count}}", n), func() { d.followAll(i) }})
	}
	if n := len(i.Videos); n > 0 {
		parts = append(parts, i18n.Count("{{.Count}} videos", n))
		answers = append(answers, action{i18n.Count("Download {{.Count}}", n), func() {
			d.host.AddLinks(i.Videos)
			i.Videos = nil
			d.offerRest(i, "")
		}})
	}
	d.ask(i18n.Join(parts...), name, answers...)
}

// followAll follows the lists of a file, and says how many are new.
func (d *Dialog) followAll(i Imported) {
	added, problem := d.host.Follow(i.Lists)
	i.Lists = nil
	d.following.reload()
	d.ShowTab(FollowingTab)
	said := i18n.Count("{{.Count}} more are followed.", added)
	if len(i.Videos) > 0 {
		d.offerRest(i, said)
	} else {
		d.say(said, problem)
	}
}

// offerRest asks about the rest of a file, if any.
func (d *Dialog) offerRest(i Imported, said string) {
	if len(i.Videos)+len(i.Lists) > 0 {
		d.Offer(i)
		d.view.note.SetText(said)
	}
}

// everyChoices are the times between two checks that are offered, in hours.
var everyChoices = []int{1, 3, 6, 12, 24, 168, -1}

func everyName(hours int) string {
	switch {
	case hours < 0:
		return lang.L("Only by hand")
	case hours == 24:
		return lang.L("Every day")
	case hours == 168:
		return lang.L("Every week")
	}
	return i18n.Count("Every {{.Count}} hours", hours)
}

// showEvery opens the menu of how often lists are checked.
func (d *Dialog) showEvery() {
	var items []widgets.MenuItem
	for _, hours := range everyChoices {
		items = append(items, widgets.Choice(everyName(hours), hours == d.host.Every(), func() { d.host.SetEvery(hours); d.refresh() }))
	}
	widgets.ShowMenuUnder(d.host.Canvas(), d.view.every, items)
}
