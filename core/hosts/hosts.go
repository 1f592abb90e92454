// Package hosts says whether an address is one that Hilo may ask: it is https, on
// the standard port, without a user name, and at one of a list of names or below
// one.
//
// Names are compared by Below. It accepts plain names only, because what else a URL
// can have as its host, such as an IPv6 address with a zone that ends in
// ".googlevideo.com", leads to somewhere else than its end says.
//
// The package does not know which hosts there are.
package hosts

import (
	"net/url"
	"strings"
)

// Allowed reports whether u is an https address at one of the names or below one.
func Allowed(u *url.URL, names ...string) bool {
	if u.Scheme != "https" || u.User != nil || (u.Port() != "" && u.Port() != "443") {
		return false
	}
	// Host with a port is "name:443"; a colon with nothing behind it is not accepted.
	if u.Host != u.Hostname() && u.Host != u.Hostname()+":443" {
		return false
	}
	for _, name := range names {
		if Below(u.Hostname(), name) {
			return true
		}
	}
	return false
}

// Below reports whether host is name or a name below it, in any case of letters.
// It is false for anything but labels of ASCII letters, digits and hyphens: for IP
// addresses in brackets, empty labels and names that end in a dot.
func Below(host, name string) bool {
	host = strings.ToLower(host)
	if host != name && !strings.HasSuffix(host, "."+name) || len(host) > 253 {
		return false
	}
	for label := range strings.SplitSeq(host, ".") {
		if label == "" || strings.Trim(label, "abcdefghijklmnopqrstuvwxyz0123456789-") != "" {
			return false
		}
	}
	return true
}
