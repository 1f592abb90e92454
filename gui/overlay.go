package gui

import (
	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/gui/widgets"
)

// overlay is what lies over the list: the banner on the footer, and the toast over
// both. Neither moves anything.
type overlay struct {
	view   *fyne.Container
	banner *banner
	toast  *toast
}

func newOverlay(t *widgets.Tooltip) *overlay {
	o := &overlay{}
	relayout := func() { o.view.Refresh() }
	o.banner, o.toast = newBanner(t, relayout), newToast(t, relayout)
	o.view = widgets.Arrange(
		func() fyne.Size { return fyne.Size{} },
		func(s fyne.Size) {
			bottom := s.Height - footerHeight
			widgets.Place(o.banner.view, 0, bottom-bannerHeight, s.Width, bannerHeight)
			between := float32(12)
			if o.banner.view.Visible() {
				bottom, between = bottom-bannerHeight, 8
			}
			w := min(s.Width-2*between, o.toast.view.MinSize().Width)
			widgets.Place(o.toast.view, (s.Width-w)/2, bottom-between-toastHeight, w, toastHeight)
		}, o.banner.view, o.toast.view)
	return o
}
