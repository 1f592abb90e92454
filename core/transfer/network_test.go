package transfer_test

import (
	"context"
	"errors"
	"io"
	"net"
	"net/http"
	"net/url"
	"testing"
	"testing/synctest"

	"github.com/hilo-app/hilo/core/netfail"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// TestNetworkErrors shows that whatever fails between here and the server is a
// NetworkError, for which a download waits, without hiding what netfail tells.
func TestNetworkErrors(t *testing.T) {
	address := transfer.Address{URL: "https://rr1---sn-a.googlevideo.com/videoplayback", Size: 1000}
	for _, tt := range []struct {
		name   string
		proxy  bool
		answer string           // of whoever is dialled, without TLS; empty closes the connection
		tells  func(error) bool // of netfail; nil when none of it knows more
	}{
		{"the connection ends within the TLS handshake", false, "", nil},
		{"the proxy ends the connection", true, "", nil},
		{"the proxy speaks no HTTP", true, "220 mail.example ESMTP\r\n", nil},
		{"the proxy answers 502", true, "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n", nil},
		{"the proxy answers 503", true, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n", nil},
		{"the proxy answers 504", true, "HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\n\r\n", nil},
		{"the proxy wants a password", true, "HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n", netfail.Proxy},
		{"a web server without TLS", false, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", netfail.Untrusted},
	} {
		t.Run(tt.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				transport := &http.Transport{DialContext: answers(tt.answer), OnProxyConnectResponse: netfail.CheckProxy}
				if tt.proxy {
					transport.Proxy = http.ProxyURL(&url.URL{Scheme: "http", Host: "proxy.example:3128"})
				}
				client := transfer.New(transfer.Options{Transport: transport})
				defer client.Close()
				_, err := client.Head(t.Context(), address, 10)
				checkNetworkError(t, err, tt.tells)
			})
		})
	}
	for _, kind := range []simulator.FaultKind{simulator.Reset, simulator.Truncate} {
		t.Run(string(kind), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				site := simulator.NewMemoryServer()
				defer site.Close()
				site.Add(simulator.Video{ID: videoID, Media: []simulator.Media{{Itag: itag, MIME: "audio/mp4", Content: simulator.Noise(1, 1000)}}})
				site.Inject(simulator.Fault{Kind: kind})
				client := transfer.New(transfer.Options{Transport: site.Transport()})
				defer client.Close()
				_, err := client.Head(t.Context(), transfer.Address{URL: site.MediaURL(videoID, itag), Size: 1000}, 10)
				checkNetworkError(t, err, nil)
			})
		})
	}
}

func checkNetworkError(t *testing.T, err error, tells func(error) bool) {
	t.Helper()
	var network *transfer.NetworkError
	if !errors.As(err, &network) {
		t.Errorf("no NetworkError: %v", err)
	}
	if tells != nil && !tells(err) || tells == nil && (netfail.Offline(err) || netfail.Proxy(err) || netfail.Untrusted(err)) {
		t.Errorf("netfail misjudges %v", err)
	}
}

// answers returns a dialer to a server that sends one answer to whatever comes
// first, and closes the connection.
func answers(answer string) func(context.Context, string, string) (net.Conn, error) {
	return func(context.Context, string, string) (net.Conn, error) {
		mine, theirs := net.Pipe()
		go func() {
			defer theirs.Close()
			_, _ = theirs.Read(make([]byte, 4096))
			_, _ = io.WriteString(theirs, answer)
		}()
		return mine, nil
	}
}
