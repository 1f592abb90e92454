package cli

import (
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/hilo-app/hilo/core/youtube/simulator"
	"github.com/hilo-app/hilo/core/youtube/simulator/connectproxy"
	"github.com/hilo-app/hilo/core/youtube/simulator/demo"
)

// Hilo uses the proxy and the trusted certificates of the system: it reaches a
// simulated YouTube without a flag of its own.
func TestSystemProxyAndTrustStore(t *testing.T) {
	if runtime.GOOS == "windows" || runtime.GOOS == "darwin" {
		t.Skip("SSL_CERT_FILE has no effect here: certificates are the system's")
	}
	site := demo.Start()
	defer site.Close()
	proxy := connectproxy.New(site.Addr())
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
	for _, request := range proxy.Requests() {
		host, isTLS := strings.CutSuffix(request, ":443")
		name, isConnect := strings.CutPrefix(host, "CONNECT ")
		if !isTLS || !isConnect || name != "www.youtube.com" && name != "i.ytimg.com" && !strings.HasSuffix(name, ".googlevideo.com") {
			t.Errorf("%s was asked for", request)
		}
	}
}

// Without its certificate the simulated YouTube is not trusted.
func TestUntrustedCertificate(t *testing.T) {
	site := simulator.NewServer()
	defer site.Close()
	proxy := connectproxy.New(site.Addr())
	defer proxy.Close()
	c := hilo("get", "-dir", t.TempDir(), "-json", short1)
	c.Env = append(c.Env, "HTTPS_PROXY="+proxy.URL)
	if out, err := c.CombinedOutput(); err == nil || !strings.Contains(string(out), `"class":"untrusted"`) {
		t.Errorf("%v\n%s", err, out)
	}
}
