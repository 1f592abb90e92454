package gui

import (
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/notice"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// update brings the window up to date with the queue. Only the UI goroutine calls
// it.
func (w *Window) update() {
	if w.background.Context().Err() != nil {
		return
	}
	w.background.Deliver()

	now := w.opts.now()
	u := w.changes.Take()
	searched := w.nothing.View.Visible() != (w.model.Len() > 0 && w.model.Shown() == 0)
	if w.model.Apply(u, now) || searched {
		w.showRows()
	}
	w.listBar.Update()
	w.news.update(u)
	w.desk.update(u)
	w.desk.awaitTray(now)
	if w.over.Banner.AllDone && w.model.Totals().Unfinished() > 0 {
		w.over.Banner.Dismiss() // it is not true any more
	}
	if u.AllDone {
		w.allDone(u)
	}
	w.summary.update(w.disk.free.Load(), w.settings.NextDir(), now)
	w.footer.SetSlow(w.settings.SlowDown.On(now), w.settings.SlowDown.Speed())
	w.over.Banner.SetNotSaved(now, u.NotSaved)
	w.list.Update(now)
	w.over.Banner.Update(now)
	w.desk.whenDone.update(now)
	w.over.Toast.Update(now)
	w.dialogs.update()
	w.tooltip.Update(now, w.win.Canvas())
}

// showRows shows the list after rows were added, removed or moved.
func (w *Window) showRows() {
	has := w.model.Len() > 0
	if has != w.listBar.View.Visible() {
		widgets.SetVisible(w.listBar.View, has)
		w.relayout()
	}
	shown := w.model.Shown() > 0
	if has && !shown {
		w.nothing.Set(w.model.Filter(), w.model.Query(), w.model.Len())
	}
	widgets.SetVisible(w.empty.View, !has)
	widgets.SetVisible(w.nothing.View, has && !shown)
	widgets.SetVisible(w.list, shown)
	w.list.ShowChanged()
}

// showAll takes back the filter and the search.
func (w *Window) showAll() {
	w.listBar.ShowAll()
	w.setFilter(downloads.GroupAll)
}

// allDone says that no download is left to do, in a notification of the system if
// the window is not in front. When some failed, it offers to show them and to try
// them again.
func (w *Window) allDone(u core.Update) {
	var parts []string
	if u.Saved > 0 {
		parts = append(parts, i18n.Count("All done: {{.Count}} saved", u.Saved))
	}
	if u.Failed > 0 {
		parts = append(parts, i18n.Count("{{.Count}} failed", u.Failed))
	}
	if len(parts) == 0 {
		return
	}
	now, sentence := w.opts.now(), i18n.List(parts...)
	w.summary.finished = now
	switch {
	case w.over.Banner.Asks():
	case u.Failed > 0:
		w.over.Banner.Show(now, widgets.Warning, sentence,
			notice.Offer{Label: lang.L("Show them"), Icon: theme.IconInfo, Do: func() { w.setFilter(downloads.GroupFailed) }},
			notice.Offer{Label: lang.L("Try failed again"), Icon: theme.IconRetry, Do: commands{w}.retryFailed})
	default:
		w.tell(sentence)
	}
	w.over.Banner.AllDone = w.over.Banner.Text.Text() == sentence
	w.desk.whenDone.start(now, sentence)
	w.desk.notifyDone(sentence, u)
}

// setFilter shows a group of the list.
func (w *Window) setFilter(g downloads.Group) {
	w.list.SetFilter(g)
	w.listBar.Update()
	w.showRows()
}

// commands are what the person commands about downloads, in the window's terms: what
// can be taken back is, and what changes is shown at once.
type commands struct{ w *Window }

// remove takes downloads out of the list, until the toast that says so ends.
func (c commands) remove(ids ...core.ID) {
	sentence := func(n int) string { return i18n.Count("Removed {{.Count}}.", n) }
	if s, ok := c.w.model.Status(ids[0]); ok && len(ids) == 1 {
		sentence = func(int) string { return lang.L("Removed: {{.Title}}", i18n.With("Title", downloads.ShortTitle(s))) }
	}
	c.undoable(sentence, c.w.queue.RemoveWithUndo(ids...))
}

// clearFinished removes what is done or cancelled.
func (c commands) clearFinished() {
	ids := c.w.model.In(core.Done, core.Cancelled)
	c.undoable(func(n int) string { return i18n.Count("Cleared {{.Count}}.", n) }, c.w.queue.RemoveWithUndo(ids...))
}

// retry tries downloads again.
func (c commands) retry(ids ...core.ID) {
	c.undoable(func(n int) string { return i18n.Count("Trying {{.Count}} again.", n) }, c.w.queue.RetryWithUndo(ids...))
}

// retryFailed tries everything again that failed.
func (c commands) retryFailed() { c.retry(c.w.model.In(core.Failed)...) }

// undoable says in a toast what was done with downloads, and shows it at once.
func (c commands) undoable(sentence func(n int) string, undo core.Undo) {
	if undo.Count == 0 {
		undo.Expire()
		return
	}
	c.w.over.Toast.Say(c.w.opts.now(), sentence(undo.Count), undo)
	c.w.update()
}

// startNow starts those of some downloads that wait, past the limit of how many run.
func (c commands) startNow(ids []core.ID) {
	if waiting := c.w.model.Among(ids, core.Queued, core.Waiting, core.Paused); len(waiting) > 0 {
		c.w.queue.StartNow(waiting...)
		c.w.update()
	}
}

// refresh tries everything again that failed, and at once what waits.
func (c commands) refresh() {
	c.w.queue.Resume(c.w.model.In(core.Waiting)...)
	c.retryFailed()
}

// moveToTop makes downloads the first of the queue, in their order.
func (c commands) moveToTop(ids []core.ID) {
	if first := c.w.model.First(ids); first != "" {
		c.move(ids, downloads.Place{Before: first, OK: true})
	}
}

// moveUp moves downloads before what is shown above them.
func (c commands) moveUp(ids []core.ID) { c.move(ids, c.w.model.Moving().Up(ids)) }

// moveDown moves downloads after what is shown below them.
func (c commands) moveDown(ids []core.ID) { c.move(ids, c.w.model.Moving().Down(ids)) }

// move moves downloads to a place, and keeps them in sight.
func (c commands) move(ids []core.ID, to downloads.Place) {
	if len(ids) == 0 || !to.OK {
		return
	}
	c.w.queue.Move(ids, to.Before)
	c.w.update()
	c.w.list.BringIntoView(ids[0])
}
