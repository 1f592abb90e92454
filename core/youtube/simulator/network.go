package simulator

import (
	"context"
	"net"
)

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
