package simulator

import "time"

// slowest is the rate that open-ended requests get at least.
const minRate = 32 << 10

// rate is how many bytes a second an answer gets, 0 for full speed. Requests
// without an end or over 10 MiB get little more than is needed to watch along,
// except that muxed formats have ratebypass.
func (s *Server) rate(v *video, m *Media, f activeFault, short bool) int64 {
	s.mu.Lock()
	rate := s.pace
	s.mu.Unlock()
	if m.Pace > 0 {
		rate = m.Pace
	}
	if !short && m.clen(v.Live) != "" {
		rate = lower(rate, max(int64(m.Bitrate)/8*5/4, minRate))
	}
	return lower(rate, f.rate)
}

// lower is the lower of two rates, where 0 means none.
func lower(a, b int64) int64 {
	if a == 0 || b > 0 && b < a {
		return b
	}
	return a
}

// pacer spreads bytes evenly over time.
type pacer struct {
	rate  int64 // bytes per second; 0 means no limit
	start time.Time
	sent  int64
}

func newPacer(rate int64, now time.Time) *pacer { return &pacer{rate: rate, start: now} }

// chunk is how many bytes to send at once: a twentieth of a second's worth.
func (p *pacer) chunk() int64 {
	const most = 64 << 10
	if p.rate == 0 {
		return most
	}
	return min(max(p.rate/20, 256), most)
}

// pause is how long to wait after n more bytes have been sent.
func (p *pacer) pause(n int64, now time.Time) time.Duration {
	if p.rate == 0 {
		return 0
	}
	p.sent += n
	due := p.start.Add(time.Duration(float64(p.sent) / float64(p.rate) * float64(time.Second)))
	return max(due.Sub(now), 0)
}
