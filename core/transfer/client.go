package transfer

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"sync"
	"time"
)

// Client fetches for all downloads of a program, so that connections to a
// host are shared evenly between them and the speed limit holds for all. Its methods may be
// called from several goroutines.
type Client struct {
	transport *http.Transport
	slots     slots
	limit     limit
	timing    timing
	buffers   sync.Pool // of *[]byte, bufferSize long
	pieces    sync.Pool // of *[]byte, reorderPiece long
}

const (
	maxPerHost         = 8 // connections to one host, across all downloads
	defaultConnections = 4
	maxConnections     = 8
)

// timing is the durations that the client goes by.
type timing struct {
	dial, tls                  time.Duration
	header                     time.Duration // from the request to the header, see late.go
	stall                      time.Duration // for any one byte of a body
	backoff, maxBackoff        time.Duration // before the first retry, and at most
	maxRetryAfter              time.Duration // a longer Retry-After is left to the caller
	expiryMargin               time.Duration // before an address expires
	poll                       time.Duration // idle workers look for slow pieces
	slow                       time.Duration // a piece that needs longer is split
	silence                    time.Duration // a silent piece is taken over by an idle worker
	checkpoint, checkpointSoon time.Duration // between checkpoints; and when many bytes wait
}

var defaultTiming = timing{
	dial: 10 * time.Second, tls: 10 * time.Second, header: 15 * time.Second,
	stall:   15 * time.Second,
	backoff: 250 * time.Millisecond, maxBackoff: 15 * time.Second,
	maxRetryAfter: 10 * time.Second,
	expiryMargin:  5 * time.Minute,
	poll:          250 * time.Millisecond, slow: time.Second, silence: 3 * time.Second,
	checkpoint: time.Second, checkpointSoon: 100 * time.Millisecond,
}

// New returns a Client.
func New(o Options) *Client {
	c := &Client{timing: defaultTiming}
	c.slots.each = maxPerHost
	c.buffers.New = func() any { b := make([]byte, bufferSize); return &b }
	c.pieces.New = func() any { b := make([]byte, reorderPiece); return &b }
	c.transport = transport(o.Transport, &c.timing)
	c.SetLimit(o.Limit)
	return c
}

// SetLimit changes the limit over all downloads, in bytes per second, at
// once; 0 means no limit.
func (c *Client) SetLimit(bytesPerSecond int64) { c.limit.set(bytesPerSecond) }

// Close closes the connections that are kept for later requests. Fetches that
// run continue.
func (c *Client) Close() { c.transport.CloseIdleConnections() }

// transport returns a copy of t, or of http.DefaultTransport, that speaks only
// HTTP/1.1 and returns bodies as they were sent. HTTP/2 would put all ranges on
// one connection, and YouTube limits the speed of each connection.
func transport(t *http.Transport, w *timing) *http.Transport {
	if t == nil {
		t = http.DefaultTransport.(*http.Transport)
	}
	t = t.Clone()
	t.ForceAttemptHTTP2 = false
	t.TLSNextProto = map[string]func(string, *tls.Conn) http.RoundTripper{}
	t.Protocols = new(http.Protocols)
	t.Protocols.SetHTTP1(true)
	if t.TLSClientConfig != nil {
		t.TLSClientConfig.NextProtos = nil
	}
	t.DisableCompression = true
	t.MaxConnsPerHost = maxPerHost
	t.MaxIdleConnsPerHost = maxPerHost
	t.MaxIdleConns = 0
	t.IdleConnTimeout = 30 * time.Second
	t.TLSHandshakeTimeout = w.tls
	t.ResponseHeaderTimeout = 0 // see late.go
	dial := t.DialContext
	if dial == nil {
		dial = (&net.Dialer{KeepAlive: 30 * time.Second}).DialContext
	}
	t.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		ctx, cancel := context.WithTimeout(ctx, w.dial)
		defer cancel()
		return dial(ctx, network, addr)
	}
	return t
}
