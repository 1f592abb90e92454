package simulator

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// maxFastRange is the longest range that is served at full speed, in bytes.
const maxFastRange = 10 << 20

// byteRange is the bytes from from up to but not including to.
type byteRange struct{ from, to int64 }

func (p byteRange) length() int64 { return p.to - p.from }

// media answers GET /videoplayback.
func (x *exchange) media() {
	q := x.r.URL.Query()
	a, genuine := parseAddress(q)
	v := x.server.video(a.videoID)
	m := a.media(v)
	var size int64
	if m != nil {
		size = m.Content.Size()
	}
	served, bounded, ok := parseRange(x.r.Header.Get("Range"), q.Get("range"), size)
	f, proceed := x.intercept(target{OnMedia, a.videoID, a.itag, a.client, served.length()})
	if !proceed {
		return
	}
	if f.Kind == Changed || f.Kind == Expire {
		v = x.server.video(a.videoID)
		m = a.media(v)
	}
	switch {
	case !genuine, m == nil, a.serial <= v.revoked,
		!x.server.Clock().Before(a.expire),
		a.agent != "" && a.agent != fingerprint(x.r.UserAgent()),
		challenged(a.client) && a.n != ChangeN(nParameter(a.serial)),
		x.server.guests.Refuses(a.serial, x.server.Clock().Sub(a.expire.Add(-x.server.Lifetime))),
		a.client == "ANDROID_VR", // YouTube requires an attestation since August 2026
		x.r.Method != http.MethodGet && x.r.Method != http.MethodHead:
		x.forbid()
		return
	case !ok:
		x.w.Header().Set("Content-Range", fmt.Sprintf("bytes */%d", size))
		http.Error(x.w, "Requested range not satisfiable", http.StatusRequestedRangeNotSatisfiable)
		return
	}
	code := http.StatusOK
	if x.r.Header.Get("Range") != "" && q.Get("range") == "" {
		code = http.StatusPartialContent
	}
	code, served = f.alterRange(code, served, size)
	announced := served
	if f.Kind == ShortLength {
		served.to = min(served.to, served.from+max(f.After, 1))
	}
	x.mediaHeader(m, code, announced, served.length(), size)
	if x.r.Method == http.MethodHead {
		return
	}
	content := m.Content
	if f.Kind == Garble {
		content = Noise(uint64(served.from), size)
	}
	x.send(content, served, f, x.server.rate(v, m, f, bounded && served.length() <= maxFastRange))
}

// alterRange changes status and range as the fault demands.
func (f activeFault) alterRange(code int, p byteRange, size int64) (int, byteRange) {
	switch f.Kind {
	case IgnoreRange:
		return http.StatusOK, byteRange{0, size}
	case ShortRange:
		p.to = min(p.to, p.from+max(f.After, 1))
	case WrongRange:
		shift := f.Shift
		if shift == 0 {
			shift = 1
		}
		if p.from+shift < 0 || p.from+shift >= size {
			shift = -shift
		}
		p.from = max(p.from+shift, 0)
		p.to = min(max(p.to+shift, p.from+1), size)
	}
	return code, p
}

func (x *exchange) mediaHeader(m *Media, code int, p byteRange, length, size int64) {
	h := x.w.Header()
	h.Set("Content-Type", strings.SplitN(m.MIME, ";", 2)[0])
	h.Set("Content-Length", strconv.FormatInt(length, 10))
	h.Set("Accept-Ranges", "bytes")
	h.Set("Cache-Control", "private, max-age=21299")
	if us, err := strconv.ParseInt(m.LMT, 10, 64); err == nil {
		h.Set("Last-Modified", time.UnixMicro(us).UTC().Format(http.TimeFormat))
	}
	if code == http.StatusPartialContent {
		h.Set("Content-Range", fmt.Sprintf("bytes %d-%d/%d", p.from, p.to-1, size))
	}
	x.w.WriteHeader(code)
}

// send sends a range at a rate in bytes per second (0: at full speed), and breaks
// the answer where f demands.
func (x *exchange) send(c Content, p byteRange, f activeFault, rate int64) {
	end := p.to
	if f.Kind.breaksMidway() {
		end = min(end, p.from+f.After)
	}
	pace := newPacer(rate, time.Now())
	buffer := make([]byte, min(pace.chunk(), max(end-p.from, 1)))
	control := http.NewResponseController(x.w)
	for at := p.from; at < end; {
		b := buffer[:min(int64(len(buffer)), end-at)]
		if n, err := c.ReadAt(b, at); n < len(b) {
			panic(fmt.Sprintf("simulator: content at %d: %v", at, err))
		}
		if _, err := x.w.Write(b); err != nil {
			panic(http.ErrAbortHandler)
		}
		at += int64(len(b))
		if rate == 0 {
			continue
		}
		_ = control.Flush()
		timer := time.NewTimer(pace.pause(int64(len(b)), time.Now()))
		ok := x.wait(timer.C)
		timer.Stop()
		if !ok {
			panic(http.ErrAbortHandler)
		}
	}
	if f.Kind.breaksMidway() {
		x.breakOff(f.Kind)
	}
}

// parseRange parses the range of a Range header or a range= parameter. bounded
// reports whether it names its end; ok is false when there is no such range.
func parseRange(header, query string, size int64) (p byteRange, bounded, ok bool) {
	text, found := query, query != ""
	if !found {
		if text, found = strings.CutPrefix(header, "bytes="); !found {
			return byteRange{0, size}, false, true
		}
	}
	first, last, found := strings.Cut(text, "-")
	if !found || strings.Contains(text, ",") {
		return p, false, false
	}
	if first == "" { // the last n bytes
		n, err := strconv.ParseInt(last, 10, 64)
		return byteRange{max(size-n, 0), size}, true, err == nil && n > 0
	}
	from, err := strconv.ParseInt(first, 10, 64)
	if err != nil || from < 0 || from >= size {
		return p, false, false
	}
	if last == "" {
		return byteRange{from, size}, false, true
	}
	to, err := strconv.ParseInt(last, 10, 64)
	if err != nil || to < from {
		return p, false, false
	}
	return byteRange{from, min(to+1, size)}, true, true
}

// minRate is the lowest rate of open-ended requests, in bytes per second.
const minRate = 32 << 10

// rate returns the rate of an answer in bytes per second, 0 for full speed. Requests
// without an end or over 10 MiB get a little more than playback needs, except that
// muxed formats have ratebypass.
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

// lower returns the lower of two rates, where 0 means no limit.
func lower(a, b int64) int64 {
	if a == 0 || b > 0 && b < a {
		return b
	}
	return a
}

// pacer sends bytes at an even rate.
type pacer struct {
	rate  int64 // bytes per second; 0 means no limit
	start time.Time
	sent  int64
}

func newPacer(rate int64, now time.Time) *pacer { return &pacer{rate: rate, start: now} }

// chunk returns how many bytes to send at once: those of a twentieth of a second.
func (p *pacer) chunk() int64 {
	const most = 64 << 10
	if p.rate == 0 {
		return most
	}
	return min(max(p.rate/20, 256), most)
}

// pause returns how long to wait after n more bytes have been sent.
func (p *pacer) pause(n int64, now time.Time) time.Duration {
	if p.rate == 0 {
		return 0
	}
	p.sent += n
	due := p.start.Add(time.Duration(float64(p.sent) / float64(p.rate) * float64(time.Second)))
	return max(due.Sub(now), 0)
}
