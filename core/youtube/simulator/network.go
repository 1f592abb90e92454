package simulator

import (
	"context"
	"crypto/tls"
	"net"
	"net/http"
	"time"
)

// Transport returns a new transport that dials the server whatever the host,
// trusts its certificate and ignores proxies, so that URLs, Host headers and SNI
// stay those of YouTube. It speaks HTTP/1.1; set ForceAttemptHTTP2 before the first
// request for HTTP/2.
func (s *Server) Transport() *http.Transport {
	t := &http.Transport{
		DialContext:           s.dial,
		TLSClientConfig:       &tls.Config{RootCAs: s.authority.Pool()},
		MaxIdleConnsPerHost:   16,
		IdleConnTimeout:       time.Minute,
		ExpectContinueTimeout: time.Second,
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.transports = append(s.transports, t)
	return t
}

// Client returns an http.Client with a new Transport.
func (s *Server) Client() *http.Client { return &http.Client{Transport: s.Transport()} }

// clientIP is the address of a computer in the simulated network. It is reserved
// for documentation (RFC 5737) and is never routed.
var clientIP = net.IPv4(192, 0, 2, 1)

// Addresses returns the addresses of a computer with a network, for programs that
// check whether there is one.
func (s *Server) Addresses() ([]net.Addr, error) {
	return []net.Addr{&net.IPNet{IP: clientIP, Mask: net.CIDRMask(24, 32)}}, nil
}

// LookupHost resolves every name. It stands in for net.Resolver.LookupHost.
func (s *Server) LookupHost(ctx context.Context, _ string) ([]string, error) {
	return []string{clientIP.String()}, ctx.Err()
}

// Addr returns the address that the server listens on, for proxies in front of it.
func (s *Server) Addr() string { return s.listener.Addr().String() }

// Authority returns the certificate (PEM) that signs for the server's hosts, for
// programs that read trusted certificates from a file.
func (s *Server) Authority() []byte {
	return s.authority.PEM()
}

// SetCertificateDates sets the validity of the hosts' certificates, which must lie
// between a year ago and ten years from now. Open connections keep their
// certificates.
func (s *Server) SetCertificateDates(from, to time.Time) {
	s.authority.SetDates(from, to)
}
