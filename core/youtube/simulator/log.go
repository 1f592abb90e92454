package simulator

import (
	"net/http"
	"sync"
	"time"
)

// Request is one request that the server received.
type Request struct {
	Host      string
	Method    string
	Path      string
	Query     string
	Proto     string // "HTTP/1.1"
	Range     string // header, or "range=" and the query parameter
	UserAgent string
	Header    http.Header
	Body      string   // of API requests
	Endpoint  Endpoint // empty when no endpoint has the URL
	Client    string   // InnerTube name of the client that asks, or got the address
	VideoID   string
	Itag      int
	Conn      string // remote address: the same for requests on one connection
	Status    int    // 0 until the answer starts
	Sent      int64  // bytes of the answer's body
	Start     time.Time
	End       time.Time // zero until the answer ends
}

// requestLog is what was requested and sent. It is safe for concurrent use.
type requestLog struct {
	mu       sync.Mutex
	requests []*Request
	sent     map[streamKey]int64
}

// streamKey names a format of a video.
type streamKey struct {
	videoID string
	itag    int
}

func newRequestLog() *requestLog { return &requestLog{sent: map[streamKey]int64{}} }

// maxRequests bounds the log of a server that runs for days.
const maxRequests = 50000

// Requests returns the requests so far, oldest first. The latest 50,000 are kept.
func (l *requestLog) Requests() []Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	list := make([]Request, len(l.requests))
	for i, r := range l.requests {
		list[i] = *r
	}
	return list
}

// RequestsOn returns the requests to one endpoint.
func (l *requestLog) RequestsOn(e Endpoint) []Request {
	var list []Request
	for _, r := range l.Requests() {
		if r.Endpoint == e {
			list = append(list, r)
		}
	}
	return list
}

// ClearRequests empties the log of requests, for tests that measure memory.
func (l *requestLog) ClearRequests() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.requests = nil
}

// Sent returns how many bytes of a format were sent, over all answers. Bytes that
// were sent twice count twice.
func (l *requestLog) Sent(videoID string, itag int) int64 {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.sent[streamKey{videoID, itag}]
}

// logRequest adds a request to the log.
func (l *requestLog) logRequest(r *http.Request) *Request {
	entry := &Request{
		Host:      r.Host,
		Method:    r.Method,
		Path:      r.URL.Path,
		Query:     r.URL.RawQuery,
		Proto:     r.Proto,
		Range:     r.Header.Get("Range"),
		UserAgent: r.UserAgent(),
		Header:    r.Header.Clone(),
		Conn:      r.RemoteAddr,
		Start:     time.Now(),
	}
	if q := r.URL.Query().Get("range"); q != "" {
		entry.Range = "range=" + q
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.requests = append(l.requests, entry)
	if over := len(l.requests) - maxRequests; over > 0 {
		l.requests = append(l.requests[:0:0], l.requests[over:]...)
	}
	return entry
}

// updateLog calls change while the log is locked.
func (l *requestLog) updateLog(change func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	change()
}

// recorder records status and bytes of an answer in the log.
type recorder struct {
	http.ResponseWriter
	log   *requestLog
	entry *Request
}

// Unwrap gives http.ResponseController access to the connection.
func (w *recorder) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// WriteHeader implements http.ResponseWriter.
func (w *recorder) WriteHeader(code int) {
	w.log.updateLog(func() {
		if w.entry.Status == 0 {
			w.entry.Status = code
		}
	})
	w.ResponseWriter.WriteHeader(code)
}

// Write implements http.ResponseWriter. It counts the bytes before it sends them,
// so that they are counted when the client has them.
func (w *recorder) Write(p []byte) (int, error) {
	w.count(len(p))
	n, err := w.ResponseWriter.Write(p)
	w.count(n - len(p))
	return n, err
}

func (w *recorder) count(n int) {
	w.log.updateLog(func() {
		if w.entry.Status == 0 {
			w.entry.Status = http.StatusOK
		}
		w.entry.Sent += int64(n)
		if w.entry.Endpoint == OnMedia && w.entry.Status < 300 {
			w.log.sent[streamKey{w.entry.VideoID, w.entry.Itag}] += int64(n)
		}
	})
}
