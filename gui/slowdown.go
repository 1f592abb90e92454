package gui

// slowDown is the button that makes downloads leave the network to others.
type slowDown struct{ w *Window }

// toggle slows downloads down, or ends that, until the schedule says otherwise.
func (s slowDown) toggle() {
	s.w.settings.SlowDown = s.w.settings.SlowDown.Toggled(s.w.opts.now())
	s.w.save()
	s.w.update()
}
