package youtube

import (
	"context"
	"encoding/json"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// asked is one request that reached the site.
type asked struct {
	Method, Host, Path, Query string
	Header                    http.Header
	Body                      map[string]any
}

// client is the InnerTube client name in the request's body.
func (a asked) client() string {
	return str(child(a.Body, "context", "client"), "clientName")
}

// site is a loopback server that all of YouTube's names lead to.
type site struct {
	*httptest.Server
	mu   sync.Mutex
	seen []asked
}

// newSite serves answers with h and gives a Source that asks it.
func newSite(t *testing.T, h func(w http.ResponseWriter, a asked)) (*site, *Source) {
	t.Helper()
	s := &site{}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := asked{Method: r.Method, Host: r.Host, Path: r.URL.Path, Query: r.URL.RawQuery, Header: r.Header}
		raw, _ := io.ReadAll(r.Body)
		_ = json.Unmarshal(raw, &a.Body)
		s.mu.Lock()
		s.seen = append(s.seen, a)
		s.mu.Unlock()
		h(w, a)
	}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	transport := s.Client().Transport.(*http.Transport).Clone()
	transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, s.Listener.Addr().String())
	}
	transport.TLSClientConfig.InsecureSkipVerify = true // the certificate is for example.com
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		s.Close()
	})
	return s, New(Options{Transport: transport})
}

// requests are the ones made so far.
func (s *site) requests() []asked {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]asked(nil), s.seen...)
}

// always answers every request with the same body.
func always(body string) func(http.ResponseWriter, asked) {
	return func(w http.ResponseWriter, _ asked) { _, _ = io.WriteString(w, body) }
}

// roundTrip makes a transport of a function.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }
