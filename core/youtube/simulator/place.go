package simulator

import (
	"context"
	"net"
)

// place stands for the network that the site would be in if it were one. Such
// addresses are for documentation only (RFC 5737) and lead nowhere.
var clientIP = net.IPv4(192, 0, 2, 1)

// Addresses are those of a computer in a network with the site, for programs
// that look whether there is a network at all.
func (s *Server) Addresses() ([]net.Addr, error) {
	return []net.Addr{&net.IPNet{IP: clientIP, Mask: net.CIDRMask(24, 32)}}, nil
}

// LookupHost knows all names, as net.Resolver.LookupHost does in a network.
func (s *Server) LookupHost(ctx context.Context, _ string) ([]string, error) {
	return []string{clientIP.String()}, ctx.Err()
}
