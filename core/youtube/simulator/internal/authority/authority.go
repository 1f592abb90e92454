// Package authority is a certificate authority in memory that signs for whatever
// host a client asks for. Tests and programs trust it by its certificate.
//
// The package knows no server and imports no other package of this module.
package authority

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"strings"
	"sync"
	"time"
)

// Authority signs for every host that is requested. YouTube's hosts share one
// certificate. Any other host gets a certificate of its own, so that a request to a
// wrong host reaches the log. It is safe for concurrent use.
type Authority struct {
	key  *ecdsa.PrivateKey
	cert *x509.Certificate

	mu       sync.Mutex
	from, to time.Time // validity of the hosts' certificates
	leaves   map[string]*tls.Certificate
}

// hosts are the host names of YouTube, and that of SponsorBlock.
var hosts = []string{
	"youtube.com", "*.youtube.com", "googlevideo.com", "*.googlevideo.com", "*.c.youtube.com",
	"*.googleapis.com", "ytimg.com", "*.ytimg.com", "*.ggpht.com",
	"sponsor.ajay.app",
}

// New returns an authority with a new key. Its certificate is valid from a year ago
// for eleven years.
func New() *Authority {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic("authority: " + err.Error())
	}
	template := &x509.Certificate{
		SerialNumber:          big.NewInt(1),
		Subject:               pkix.Name{CommonName: "simulator"},
		NotBefore:             time.Now().AddDate(-1, 0, 0),
		NotAfter:              time.Now().AddDate(10, 0, 0),
		KeyUsage:              x509.KeyUsageCertSign,
		IsCA:                  true,
		BasicConstraintsValid: true,
	}
	a := &Authority{key: key, leaves: map[string]*tls.Certificate{}}
	a.cert = a.sign(template, template, &key.PublicKey)
	a.from, a.to = a.cert.NotBefore, a.cert.NotAfter
	for _, host := range hosts {
		a.leaves[host] = nil // created by the first request
	}
	return a
}

// Pool returns a pool with the authority's certificate only.
func (a *Authority) Pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	return pool
}

func (a *Authority) sign(template, parent *x509.Certificate, key *ecdsa.PublicKey) *x509.Certificate {
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key, a.key)
	if err != nil {
		panic("authority: " + err.Error())
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		panic("authority: " + err.Error())
	}
	return cert
}

// Certificate implements tls.Config.GetCertificate.
func (a *Authority) Certificate(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	names := []string{hello.ServerName}
	for _, host := range hosts {
		if MatchHost(host, hello.ServerName) {
			names = hosts
		}
	}
	if leaf := a.leaves[names[0]]; leaf != nil {
		return leaf, nil
	}
	leaf := a.sign(&x509.Certificate{
		SerialNumber: big.NewInt(int64(len(a.leaves) + 2)),
		Subject:      pkix.Name{CommonName: names[0]},
		DNSNames:     names,
		NotBefore:    a.from,
		NotAfter:     a.to,
		KeyUsage:     x509.KeyUsageDigitalSignature,
		ExtKeyUsage:  []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}, a.cert, &a.key.PublicKey)
	a.leaves[names[0]] = &tls.Certificate{Certificate: [][]byte{leaf.Raw}, PrivateKey: a.key, Leaf: leaf}
	return a.leaves[names[0]], nil
}

// PEM returns the certificate that signs for the hosts.
func (a *Authority) PEM() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: a.cert.Raw})
}

// SetDates sets the validity of the hosts' certificates, which must lie within that
// of the authority's own.
func (a *Authority) SetDates(from, to time.Time) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.from, a.to = from, to
	for host := range a.leaves {
		a.leaves[host] = nil
	}
}

// MatchHost reports whether host is the name pattern, or matches its "*." wildcard
// for one label.
func MatchHost(pattern, host string) bool {
	if suffix, wild := strings.CutPrefix(pattern, "*"); wild {
		label, found := strings.CutSuffix(host, suffix)
		return found && label != "" && !strings.Contains(label, ".")
	}
	return pattern == host
}
