package media

// total is how many bytes some ranges have.
func total(ranges []Range) (n int64) {
	for _, r := range ranges {
		n += r.To - r.From
	}
	return n
}

// Total implements Layout.
func (m *mp4File) Total() int64 { return total(m.ranges) }

// Total implements Layout.
func (m *webmMux) Total() int64 { return total(m.ranges) }

// Total implements Layout.
func (f *converter) Total() int64 { return total(f.Ranges()) }
