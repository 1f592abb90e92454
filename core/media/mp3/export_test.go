package mp3

// SeeCores has f told whenever an encoder takes a processor, how many of the limit
// are used then. It returns what ends that.
func SeeCores(f func(used, limit int)) (end func()) {
	set := func(f func(used, limit int)) {
		cores.mu.Lock()
		defer cores.mu.Unlock()
		cores.seen = f
	}
	set(f)
	return func() { set(nil) }
}
