package simulator

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"sync"
	"time"
)

// authority is a certificate authority in memory that signs for every host that is
// requested. YouTube's hosts share one certificate. Any other host gets a
// certificate of its own, so that a request to a wrong host reaches the log.
type authority struct {
	key  *ecdsa.PrivateKey
	cert *x509.Certificate

	mu       sync.Mutex
	from, to time.Time // validity of the hosts' certificates
	leaves   map[string]*tls.Certificate
}

// hosts are the host names of YouTube.
var hosts = []string{
	"youtube.com", "*.youtube.com", "googlevideo.com", "*.googlevideo.com", "*.c.youtube.com",
	"*.googleapis.com", "ytimg.com", "*.ytimg.com", "*.ggpht.com",
}

func newAuthority() *authority {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		panic("simulator: " + err.Error())
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
	a := &authority{key: key, leaves: map[string]*tls.Certificate{}}
	a.cert = a.sign(template, template, &key.PublicKey)
	a.from, a.to = a.cert.NotBefore, a.cert.NotAfter
	for _, host := range hosts {
		a.leaves[host] = nil // created by the first request
	}
	return a
}

func (a *authority) pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	return pool
}

func (a *authority) sign(template, parent *x509.Certificate, key *ecdsa.PublicKey) *x509.Certificate {
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key, a.key)
	if err != nil {
		panic("simulator: " + err.Error())
	}
	cert, err := x509.ParseCertificate(der)
	if err != nil {
		panic("simulator: " + err.Error())
	}
	return cert
}

// certificate implements tls.Config.GetCertificate.
func (a *authority) certificate(hello *tls.ClientHelloInfo) (*tls.Certificate, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	names := []string{hello.ServerName}
	for _, host := range hosts {
		if matchHost(host, hello.ServerName) {
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

// Authority returns the certificate (PEM) that signs for the server's hosts, for
// programs that read trusted certificates from a file.
func (s *Server) Authority() []byte {
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.authority.cert.Raw})
}

// SetCertificateDates sets the validity of the hosts' certificates, which must lie
// between a year ago and ten years from now. Open connections keep their
// certificates.
func (s *Server) SetCertificateDates(from, to time.Time) {
	s.authority.mu.Lock()
	defer s.authority.mu.Unlock()
	s.authority.from, s.authority.to = from, to
	for host := range s.authority.leaves {
		s.authority.leaves[host] = nil
	}
}
