package connectproxy_test

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"testing"

	"go.uber.org/goleak"

	"github.com/hilo-app/hilo/core/youtube/simulator/connectproxy"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// client returns a client that goes through the proxy and trusts the server.
func client(p *connectproxy.Server, s *httptest.Server) *http.Client {
	u, err := url.Parse(p.URL)
	if err != nil {
		panic(err)
	}
	c := s.Client()
	c.Transport.(*http.Transport).Proxy = http.ProxyURL(u)
	return c
}

func Example() {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "hello") }))
	defer server.Close()
	proxy := connectproxy.New(server.Listener.Addr().String())
	defer proxy.Close()

	answer, err := client(proxy, server).Get("https://example.com/") // a name of the server's certificate
	if err != nil {
		fmt.Println(err)
		return
	}
	defer answer.Body.Close()
	body, _ := io.ReadAll(answer.Body)
	fmt.Println(string(body), proxy.Requests())
	// Output: hello [CONNECT example.com:443]
}

func TestOtherMethodsAreRefused(t *testing.T) {
	p := connectproxy.New("127.0.0.1:1")
	defer p.Close()
	answer, err := http.Get(p.URL)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	http.DefaultClient.CloseIdleConnections()
	if answer.StatusCode != http.StatusMethodNotAllowed {
		t.Errorf("status %d", answer.StatusCode)
	}
}

func TestRefusing(t *testing.T) {
	server := httptest.NewTLSServer(http.NotFoundHandler())
	defer server.Close()
	p := connectproxy.Refusing(http.StatusProxyAuthRequired)
	defer p.Close()
	if answer, err := client(p, server).Get("https://example.com/"); err == nil {
		answer.Body.Close()
		t.Errorf("status %d", answer.StatusCode)
	}
	if got := p.Requests(); !slices.Equal(got, []string{"CONNECT example.com:443"}) {
		t.Errorf("requests %q", got)
	}
}

func TestTunnelEndsWhenNothingListens(t *testing.T) {
	p := connectproxy.New("127.0.0.1:1")
	defer p.Close()
	if got := through(t, p); got != "HTTP/1.1 200 OK\r\n\r\n" {
		t.Errorf("%q", got)
	}
}

// Close ends a tunnel both of whose ends are silent.
func TestCloseEndsTunnels(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	accepted := make(chan net.Conn, 1)
	go func() {
		if c, err := silent.Accept(); err == nil {
			accepted <- c
		}
	}()
	p := connectproxy.New(silent.Addr().String())
	go func() {
		c := <-accepted
		defer c.Close()
		p.Close()
	}()
	if got := through(t, p); got != "HTTP/1.1 200 OK\r\n\r\n" {
		t.Errorf("%q", got)
	}
}

// through asks for a tunnel and returns all that the proxy sends.
func through(t *testing.T, p *connectproxy.Server) string {
	t.Helper()
	u, err := url.Parse(p.URL)
	if err != nil {
		t.Fatal(err)
	}
	c, err := net.Dial("tcp", u.Host)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	_, _ = io.WriteString(c, "CONNECT www.youtube.com:443 HTTP/1.1\r\nHost: www.youtube.com:443\r\n\r\n")
	got, _ := io.ReadAll(c)
	return string(got)
}
