package downloads

import (
	"fyne.io/fyne/v2/data/binding"

	"github.com/hilo-app/hilo/gui/i18n"
)

// bind makes the row show d. It draws nothing if the row shows that already: a list
// binds all its rows when one is chosen.
func (r *Row) bind(d *rowData, marks rowMarks) {
	if r.data != d {
		r.unbind()
		d.bind()
		r.data = d
		r.on(d.state, r.showState)
		r.on(d.progress, r.showProgress)
		for _, text := range []binding.String{d.amount, d.speed, d.left} {
			r.on(text, r.showPace)
		}
	}
	// Listeners are called later, but the row is drawn before.
	state, _ := d.state.Get()
	shows := rowShown{
		id: d.id, marks: marks, state: state, gone: r.host.gone(d.status),
		playing: state.playable && r.host.actions().Playing(d.id),
	}
	if shows == r.shown {
		return
	}
	r.shown, r.marks, r.state = shows, marks, state
	r.progress, _ = d.progress.Get()
	r.Refresh()
}

// clear makes the row show nothing: it stands under the last download. It is not hidden,
// because Fyne would draw a ground for the pointer in its place.
func (r *Row) clear() {
	r.unbind()
	r.hovered = false
	r.Refresh()
}

// unbind makes the row show nothing, and removes its listeners.
func (r *Row) unbind() {
	for item, l := range r.listen {
		item.RemoveListener(l)
		delete(r.listen, item)
	}
	if r.data != nil {
		r.data.release()
	}
	r.data, r.shown = nil, rowShown{}
}

func (r *Row) on(item binding.DataItem, changed func()) {
	d := r.data
	l := binding.NewDataListener(func() {
		if r.data == d { // a call may arrive after unbind
			changed()
		}
	})
	r.listen[item] = l
	item.AddListener(l)
}

func (r *Row) showState() {
	if f, err := r.data.state.Get(); err == nil && f != r.state {
		r.state = f
		r.Refresh()
	}
}

func (r *Row) showProgress() {
	if part, err := r.data.progress.Get(); err == nil && part != r.progress {
		r.progress = part
		r.layoutProgress()
		before := r.bar.percent.Width()
		if r.bar.percent.SetText(i18n.Percent(part)); r.bar.percent.Width() != before {
			r.layoutPace() // a hundred has one digit more
		}
	}
}

func (r *Row) showPace() { r.layoutPace() }
