package cli

import (
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/hilo-app/hilo/core/youtube/simulator"
	"github.com/hilo-app/hilo/core/youtube/simulator/demo"
)

// tunnel is a proxy that connects to one place, whatever host is asked for.
type tunnel struct {
	to    string
	mu    sync.Mutex
	hosts map[string]bool
}

func (p *tunnel) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodConnect {
		http.Error(w, "only CONNECT", http.StatusMethodNotAllowed)
		return
	}
	p.mu.Lock()
	p.hosts[r.Host] = true
	p.mu.Unlock()
	up, err := net.Dial("tcp", p.to)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer up.Close()
	down, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer down.Close()
	_, _ = io.WriteString(down, "HTTP/1.1 200 OK\r\n\r\n")
	go func() {
		_, _ = io.Copy(up, buffered)
		_ = up.(*net.TCPConn).CloseWrite()
	}()
	_, _ = io.Copy(down, up)
}

// What a person's system says of proxy and trusted certificates is what Hilo
// goes by: no switch of its own is needed to reach a practice site.
func TestSystemProxyAndTrustStore(t *testing.T) {
	site := demo.Start()
	defer site.Close()
	p := &tunnel{to: site.Addr(), hosts: map[string]bool{}}
	proxy := httptest.NewServer(p)
	defer proxy.Close()
	certs := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(certs, site.Authority(), 0o600); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	c := hilo("get", "-dir", dir, "https://www.youtube.com/watch?v="+short1)
	c.Env = append(c.Env, "HTTPS_PROXY="+proxy.URL, "SSL_CERT_FILE="+certs)
	out, err := c.CombinedOutput()
	if err != nil || len(names(t, dir)) != 1 {
		t.Fatalf("%v, files %q\n%s", err, names(t, dir), out)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	for host := range p.hosts {
		name, port, _ := strings.Cut(host, ":")
		if port != "443" || name != "www.youtube.com" && name != "i.ytimg.com" && !strings.HasSuffix(name, ".googlevideo.com") {
			t.Errorf("%s was asked for", host)
		}
	}
}

// Without the certificate the site is a stranger.
func TestUntrustedCertificate(t *testing.T) {
	site := simulator.NewServer()
	defer site.Close()
	proxy := httptest.NewServer(&tunnel{to: site.Addr(), hosts: map[string]bool{}})
	defer proxy.Close()
	c := hilo("get", "-dir", t.TempDir(), "-json", short1)
	c.Env = append(c.Env, "HTTPS_PROXY="+proxy.URL)
	if out, err := c.CombinedOutput(); err == nil || !strings.Contains(string(out), `"class":"untrusted"`) {
		t.Errorf("%v\n%s", err, out)
	}
}
