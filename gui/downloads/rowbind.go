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
		r.listener = binding.NewDataListener(func() {
			if r.data == d { // a call may arrive after unbind
				r.show()
			}
		})
		d.content.AddListener(r.listener)
	}
	// The listener is called later, but the row is drawn before.
	content, _ := d.content.Get()
	state := content.rowState
	shows := rowShown{
		id: d.id, marks: marks, state: state, gone: r.host.gone(*d.status),
		playing: state.playable && r.host.actions().Playing(d.id),
	}
	if shows == r.shown {
		return
	}
	r.shown, r.marks, r.content, r.state = shows, marks, content, state
	r.Refresh()
}

// clear makes the row show nothing: it stands under the last download. It is not hidden,
// because Fyne would draw a ground for the pointer in its place.
func (r *Row) clear() {
	r.unbind()
	r.hovered = false
	r.Refresh()
}

// unbind makes the row show nothing, and removes its listener.
func (r *Row) unbind() {
	if r.data != nil {
		r.data.content.RemoveListener(r.listener)
		r.data.release()
	}
	r.data, r.shown = nil, rowShown{}
}

// show shows what changed in the data.
func (r *Row) show() {
	c, err := r.data.content.Get()
	if err != nil {
		return
	}
	before := r.content
	r.content = c
	if c.rowState != before.rowState {
		r.state = c.rowState
		r.Refresh()
		return
	}
	wider := c.progress != before.progress && r.showProgress()
	if wider || c.pace != before.pace {
		r.layoutPace()
	}
}

// showProgress moves the bar, and says whether its percentage has another width: a
// hundred has one digit more.
func (r *Row) showProgress() (wider bool) {
	r.layoutProgress()
	if r.state.playing && r.playing.say(true, r.content.progress) && !r.host.compact() {
		r.layoutMeta(r.bar.track.Size().Width)
	}
	before := r.bar.percent.Width()
	r.bar.percent.SetText(i18n.Percent(r.content.progress))
	return r.bar.percent.Width() != before
}
