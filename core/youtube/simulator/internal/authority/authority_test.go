package authority_test

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator/internal/authority"
)

func ExampleAuthority() {
	a := authority.New()
	c, err := a.Certificate(&tls.ClientHelloInfo{ServerName: "www.youtube.com"})
	if err != nil {
		fmt.Println(err)
		return
	}
	_, err = c.Leaf.Verify(x509.VerifyOptions{DNSName: "rr1---sn-x.googlevideo.com", Roots: a.Pool()})
	fmt.Println(err)
	// Output: <nil>
}

// TestOtherHosts checks that a host that is not YouTube's gets a certificate of its
// own, which is good for no other host.
func TestOtherHosts(t *testing.T) {
	a := authority.New()
	certificate := func(host string) *x509.Certificate {
		t.Helper()
		c, err := a.Certificate(&tls.ClientHelloInfo{ServerName: host})
		if err != nil {
			t.Fatal(err)
		}
		return c.Leaf
	}
	other := certificate("filter.example")
	if err := other.VerifyHostname("filter.example"); err != nil {
		t.Error(err)
	}
	if err := other.VerifyHostname("www.youtube.com"); err == nil {
		t.Error("the certificate of another host is good for YouTube")
	}
	if !bytes.Equal(certificate("i.ytimg.com").Raw, certificate("www.youtube.com").Raw) {
		t.Error("YouTube's hosts have several certificates")
	}
	if _, err := other.Verify(x509.VerifyOptions{Roots: authority.New().Pool()}); err == nil {
		t.Error("another authority's certificate is trusted")
	}
}

func TestSetDates(t *testing.T) {
	a := authority.New()
	get := func() *x509.Certificate {
		c, err := a.Certificate(&tls.ClientHelloInfo{ServerName: "www.youtube.com"})
		if err != nil {
			t.Fatal(err)
		}
		return c.Leaf
	}
	get() // is not kept
	ended := time.Now().Add(-time.Hour).UTC().Truncate(time.Second)
	a.SetDates(ended.Add(-time.Hour), ended)
	if c := get(); !c.NotAfter.Equal(ended) || !c.NotBefore.Equal(ended.Add(-time.Hour)) {
		t.Errorf("valid from %s to %s", c.NotBefore, c.NotAfter)
	}
}

func TestMatchHost(t *testing.T) {
	for _, tt := range []struct {
		pattern, host string
		want          bool
	}{
		{"youtube.com", "youtube.com", true},
		{"youtube.com", "www.youtube.com", false},
		{"*.youtube.com", "www.youtube.com", true},
		{"*.youtube.com", "youtube.com", false},
		{"*.youtube.com", ".youtube.com", false},
		{"*.youtube.com", "a.b.youtube.com", false},
		{"*.youtube.com", "evilyoutube.com", false},
		{"*.youtube.com", "www.youtube.com.evil", false},
	} {
		if got := authority.MatchHost(tt.pattern, tt.host); got != tt.want {
			t.Errorf("%s, %s: %v", tt.pattern, tt.host, got)
		}
	}
}
