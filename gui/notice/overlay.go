// Package notice tells the person, over the list, what just happened: in a banner on
// the footer, and in a toast over both, which can take it back. Neither moves anything.
package notice

import (
	"fyne.io/fyne/v2"

	"github.com/hilo-app/hilo/gui/widgets"
)

// Overlay lies over the list and has both.
type Overlay struct {
	View   *fyne.Container
	Banner *Banner
	Toast  *Toast
}

// NewOverlay returns an overlay that ends below units over the bottom of its place.
func NewOverlay(t *widgets.Tooltip, below float32) *Overlay {
	o := &Overlay{}
	relayout := func() { o.View.Refresh() }
	o.Banner, o.Toast = newBanner(t, relayout), newToast(t, relayout)
	o.View = widgets.Arrange(
		func() fyne.Size { return fyne.Size{} },
		func(s fyne.Size) {
			bottom := s.Height - below
			widgets.Place(o.Banner.View, 0, bottom-BannerHeight, s.Width, BannerHeight)
			between := float32(12)
			if o.Banner.View.Visible() {
				bottom, between = bottom-BannerHeight, 8
			}
			w := min(s.Width-2*between, o.Toast.View.MinSize().Width)
			widgets.Place(o.Toast.View, (s.Width-w)/2, bottom-between-ToastHeight, w, ToastHeight)
		}, o.Banner.View, o.Toast.View)
	return o
}
