package gui

import (
	"strings"

	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/widgets"
)

// update brings the window up to date with the queue. Only the UI goroutine calls
// it.
func (w *Window) update() {
	if w.background.ctx.Err() != nil {
		return
	}
	w.background.deliver()

	now := w.opts.now()
	u := w.changes.Take()
	if w.model.Apply(u, now) {
		w.showRows()
	}
	w.filter.Set(w.model.Counts(), w.model.Filter())
	w.footer.set(w.model.Totals(), w.disk.free.Load(), w.queue.LastStart, now)
	if u.AllDone {
		w.allDone(u)
	}
	w.banner.setNotSaved(now, u.NotSaved)
	w.list.Update(now)
	w.banner.update(now)
	w.dialogs.update()
	w.tooltip.Update(now, w.win.Canvas())
}

// showRows shows the list after rows were added, removed or moved.
func (w *Window) showRows() {
	has := w.model.Len() > 0
	if has != w.filter.View.Visible() {
		widgets.SetVisible(w.filter.View, has)
		w.relayout()
	}
	widgets.SetVisible(w.empty.view, !has)
	widgets.SetVisible(w.list, has)
	w.list.ShowChanged()
}

// allDone says that no download is left to do, in a notification of the system if
// the window is not in front.
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
	sentence := strings.Join(parts, ", ")
	if !w.banner.asks() {
		w.tell(sentence)
	}
	if !w.inFront {
		w.app.SendNotification(fyne.NewNotification("Hilo", sentence))
	}
}
