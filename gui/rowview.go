package gui

import (
	"image"
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/data/binding"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/lang"
	"fyne.io/fyne/v2/widget"

	"github.com/hilo-app/hilo/core"
)

// rowHeight never changes, whatever a row shows.
const rowHeight = 96

// deeds are what can be done with a row.
type deeds interface {
	choose(core.ID)
	pause(core.ID)
	resume(core.ID)
	cancel(core.ID)
	retry(core.ID)
	remove(core.ID)
	open(core.Status)
	reveal(core.Status)
	moveElsewhere(core.Status)
	details(core.Status)
	showRowOptions(core.Status)
	newer() func() // nil when it is not known where newer versions are
	menu(core.Status, fyne.Position)
	picture(address string) image.Image // nil until it is there
}

// row shows one rowData. The list has only as many as are seen and binds each
// to another rowData as the list is scrolled.
type row struct {
	widget.BaseWidget
	do     deeds
	data   *rowData
	face   face
	chosen bool // by the keyboard
	lit    bool // for a moment, to be found
	listen map[binding.DataItem]binding.DataListener

	card     *canvas.Rectangle
	thumb    *thumb
	title    *text
	times    *text // behind the title
	side     *text // whose side a failure is on
	meta     *text
	skeleton [2]*canvas.Rectangle
	track    *canvas.Rectangle
	fill     *canvas.Rectangle
	part     float64
	percent  *text
	amount   *text
	pace     *text
	note     *note
	first    *button // the most useful thing to do
	second   *button
	pause    *button
	cross    *button
}

func newRow(do deeds, t *tips) *row {
	r := &row{
		do:      do,
		card:    canvas.NewRectangle(color.Transparent),
		thumb:   newThumb(),
		title:   newText(sizeTitle, true, colorText, 0),
		times:   newText(sizeTitle, false, colorDim, 0),
		side:    newText(sizeBadge, false, colorDim, 0).align(fyne.TextAlignTrailing),
		meta:    newText(sizeSmall, false, colorDim, 0),
		track:   canvas.NewRectangle(color.Transparent),
		fill:    canvas.NewRectangle(color.Transparent),
		percent: newText(sizeSmall, true, colorText, 0),
		amount:  newText(sizeSmall, false, colorDim, 0),
		pace:    newText(sizeSmall, false, colorDim, 0).align(fyne.TextAlignTrailing),
		note:    newNote(),
		first:   newButton(outlined, "", nil, nil),
		second:  newButton(outlined, "", nil, nil),
		pause:   newIcon("", nil, t, nil),
		cross:   newIcon("", iconClose, t, nil),
		listen:  map[binding.DataItem]binding.DataListener{},
	}
	r.first.tips, r.second.tips = t, t
	for i := range r.skeleton {
		r.skeleton[i] = canvas.NewRectangle(color.Transparent)
		r.skeleton[i].CornerRadius = 5
	}
	r.ExtendBaseWidget(r)
	return r
}

// bind shows d from now on.
func (r *row) bind(d *rowData, chosen, lit bool) {
	if r.data != d {
		r.unbind()
		r.data = d
		r.on(d.face, r.showFace)
		r.on(d.part, r.showPart)
		for _, words := range []binding.String{d.amount, d.speed, d.left} {
			r.on(words, r.showPace)
		}
	}
	r.chosen, r.lit = chosen, lit
	// Listeners are called later; a recycled row must be right at once.
	r.face, _ = d.face.Get()
	r.part, _ = d.part.Get()
	r.Refresh()
}

// unbind lets go of the data.
func (r *row) unbind() {
	for item, l := range r.listen {
		item.RemoveListener(l)
		delete(r.listen, item)
	}
	r.data = nil
}

func (r *row) on(item binding.DataItem, changed func()) {
	d := r.data
	l := binding.NewDataListener(func() {
		if r.data == d { // a call may still be on its way after unbind
			changed()
		}
	})
	r.listen[item] = l
	item.AddListener(l)
}

func (r *row) showFace() {
	if f, err := r.data.face.Get(); err == nil && f != r.face {
		r.face = f
		r.Refresh()
	}
}

func (r *row) showPart() {
	if part, err := r.data.part.Get(); err == nil && part != r.part {
		r.part = part
		r.layoutPart()
		r.percent.set(percent(part))
	}
}

func (r *row) showPace() { r.layoutPace() }

// showPicture shows the picture once it is there.
func (r *row) showPicture() { r.thumb.set(r.do.picture(r.face.picture), r.face.badge) }

// setFace fills the widgets; the renderer then lays them out.
func (r *row) setFace() {
	f, s := r.face, core.Status{}
	if r.data != nil {
		s = r.data.status
	}
	r.title.set(f.title)
	r.meta.set(f.meta)
	r.times.set(f.times)
	r.side.set(string(f.side))
	r.note.set(f.note, f.tone)
	r.percent.set(percent(r.part))

	show(r.first, r.offerFirst(s))
	show(r.second, r.offerSecond(s))
	switch f.state {
	case core.Queued, core.LookingUp, core.Downloading, core.Waiting:
		r.pause.setFace(lang.L("Pause"), iconPause, func() { r.do.pause(s.ID) })
		show(r.pause, f.state != core.Waiting)
	case core.Paused:
		r.pause.setFace(lang.L("Resume"), iconResume, func() { r.do.resume(s.ID) })
		show(r.pause, true)
	default:
		show(r.pause, false)
	}
	if f.state.Ended() {
		r.cross.setFace(lang.L("Remove from the list"), iconClose, func() { r.do.remove(s.ID) })
	} else {
		r.cross.setFace(lang.L("Cancel"), iconClose, func() { r.do.cancel(s.ID) })
	}
}

func (r *row) offerFirst(s core.Status) bool {
	set := func(label string, glyph fyne.Resource, tapped func()) bool {
		r.first.glyph, r.first.tapped = glyph, tapped
		r.first.setText(label)
		return true
	}
	again := func() { r.do.retry(s.ID) }
	switch {
	case r.face.state == core.Waiting:
		return set(lang.L("Try now"), iconRetry, func() { r.do.resume(s.ID) })
	case r.face.state == core.Done:
		return set(lang.L("Open"), iconOpen, func() { r.do.open(s) })
	case r.face.state == core.Cancelled, r.face.state == core.Failed && r.face.remedy == tryAgain:
		return set(lang.L("Try again"), iconRetry, again)
	case r.face.state == core.Failed && r.face.remedy == otherOptions:
		return set(lang.L("Options…"), iconTune, func() { r.do.showRowOptions(s) })
	case r.face.state == core.Failed && r.face.remedy == newerHilo:
		if newer := r.do.newer(); newer != nil {
			return set(lang.L("Look for a newer Hilo"), iconOpen, newer)
		}
		return set(lang.L("Try again"), iconRetry, again)
	case r.face.state == core.Failed && r.face.remedy == otherFolder:
		return set(lang.L("Choose another folder"), iconFolder, func() { r.do.moveElsewhere(s) })
	}
	return false
}

func (r *row) offerSecond(s core.Status) bool {
	label, glyph := lang.L("Show in folder"), iconFolder
	switch r.face.state {
	case core.Done:
		r.second.tapped = func() { r.do.reveal(s) }
	case core.Failed:
		label, glyph = lang.L("Details"), iconInfo
		r.second.tapped = func() { r.do.details(s) }
	default:
		return false
	}
	r.second.glyph = glyph
	r.second.setText(label)
	return true
}

// Tapped chooses the row.
func (r *row) Tapped(*fyne.PointEvent) {
	if r.data != nil {
		r.do.choose(r.data.id)
	}
}

// MouseIn, MouseMoved and MouseOut keep the list from lighting up the ground
// behind the card under the pointer.
func (r *row) MouseIn(*desktop.MouseEvent) {}

// MouseMoved is part of desktop.Hoverable.
func (r *row) MouseMoved(*desktop.MouseEvent) {}

// MouseOut is part of desktop.Hoverable.
func (r *row) MouseOut() {}

// TappedSecondary opens the row's menu.
func (r *row) TappedSecondary(e *fyne.PointEvent) {
	if r.data != nil {
		r.do.choose(r.data.id)
		r.do.menu(r.data.status, e.AbsolutePosition)
	}
}

// AccessibilityLabel is part of fyne.Accessible.
func (r *row) AccessibilityLabel() string {
	return join(r.face.title, r.face.times, r.face.meta, r.face.note, string(r.face.side), r.percent.full, r.amount.full, r.pace.full)
}

// AccessibilityRole is part of fyne.Accessible.
func (r *row) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleContainer }

// CreateRenderer is part of fyne.Widget.
func (r *row) CreateRenderer() fyne.WidgetRenderer { return &rowRenderer{r} }

func show(o fyne.CanvasObject, on bool) {
	if on && !o.Visible() {
		o.Show()
	} else if !on && o.Visible() {
		o.Hide()
	}
}

func paint(r *canvas.Rectangle, fill fyne.ThemeColorName, corner float32) {
	r.FillColor, r.CornerRadius = Color(fill), corner
	r.Refresh()
}

func paintFrame(r *canvas.Rectangle, fill, line fyne.ThemeColorName, corner float32) {
	r.StrokeWidth, r.StrokeColor = 1, Color(line)
	paint(r, fill, corner)
}
