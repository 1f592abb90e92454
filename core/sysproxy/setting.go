package sysproxy

import (
	"bufio"
	"net/url"
	"strconv"
	"strings"

	"github.com/hilo-app/hilo/core/netfail"
)

// settings are the proxy setting of a system. The zero value asks everything
// directly. Nothing in it holds a password: Windows and macOS keep those elsewhere.
type settings struct {
	HTTP, HTTPS string   // of requests to http and https: host:port or a URL; empty for none
	SOCKS       string   // for both, where they have none of their own
	Bypass      []string // hosts that are asked directly, with "*" for any characters
	BypassLocal bool     // so are names without a dot
	// Automatic means that a program (PAC) decides, or that one is searched for in
	// the network. It is not run: what HTTP, HTTPS and SOCKS do not say is asked
	// directly.
	Automatic bool
}

// proxy returns the proxy for an address, nil for none. The error is
// netfail.ErrProxySetting when one is set that cannot be read.
func (s settings) proxy(u *url.URL) (*url.URL, error) {
	own := s.HTTP
	if u.Scheme == "https" {
		own = s.HTTPS
	}
	if own == "" && s.SOCKS != "" {
		own = "socks5://" + s.SOCKS
	}
	if own == "" || s.bypasses(strings.ToLower(u.Hostname())) {
		return nil, nil
	}
	text, err := read(own)
	if err != nil {
		return nil, err
	}
	p, err := url.Parse(text)
	if err != nil {
		return nil, netfail.ErrProxySetting
	}
	return p, nil
}

func (s settings) bypasses(host string) bool {
	if s.BypassLocal && !strings.Contains(host, ".") {
		return true
	}
	for _, pattern := range s.Bypass {
		if matches(strings.ToLower(pattern), host) {
			return true
		}
	}
	return false
}

// matches reports whether host is pattern, in which "*" stands for any characters.
// A pattern that begins with a dot stands for all names below it.
func matches(pattern, host string) bool {
	if strings.HasPrefix(pattern, ".") {
		pattern = "*" + pattern
	}
	first, rest, wild := strings.Cut(pattern, "*")
	if !wild {
		return host == pattern
	}
	host, ok := strings.CutPrefix(host, first)
	if !ok {
		return false
	}
	parts := strings.Split(rest, "*")
	for i, part := range parts {
		if i == len(parts)-1 {
			return strings.HasSuffix(host, part)
		}
		at := strings.Index(host, part)
		if at < 0 {
			return false
		}
		host = host[at+len(part):]
	}
	return false
}

// windows is the proxy part of the registry key
// Software\Microsoft\Windows\CurrentVersion\Internet Settings.
type windows struct {
	enable        uint64 // ProxyEnable
	server        string // ProxyServer
	override      string // ProxyOverride
	autoConfigURL string // AutoConfigURL
}

// setting returns what the values mean (Microsoft, "INTERNET_PROXY_INFO"):
// ProxyServer is one proxy for everything, or one for each scheme, as in
// "http=a:80;https=b:80;socks=c:1080"; ProxyOverride lists hosts with semicolons
// between them, and "<local>" for names without a dot.
func (w windows) setting() settings {
	s := settings{Automatic: w.autoConfigURL != ""}
	if w.enable == 0 {
		return s
	}
	for entry := range strings.FieldsFuncSeq(w.server, func(r rune) bool { return r == ';' || r == ' ' }) {
		scheme, server, named := strings.Cut(entry, "=")
		if !named {
			s.HTTP, s.HTTPS = entry, entry
			continue
		}
		switch strings.ToLower(scheme) {
		case "http":
			s.HTTP = server
		case "https":
			s.HTTPS = server
		case "socks":
			s.SOCKS = server
		}
	}
	for host := range strings.FieldsFuncSeq(w.override, func(r rune) bool { return r == ';' || r == ' ' }) {
		if strings.EqualFold(host, "<local>") {
			s.BypassLocal = true
			continue
		}
		if _, after, ok := strings.Cut(host, "://"); ok {
			host = after
		}
		s.Bypass = append(s.Bypass, host)
	}
	return s
}

// parseScutil parses what "scutil --proxy" of macOS prints: one "Key : value" a
// line, with the keys of Apple's SCDynamicStoreCopyProxies, and "ExceptionsList" as
// an array.
func parseScutil(text string) settings {
	values := map[string]string{}
	var s settings
	inExceptions := false
	for lines := bufio.NewScanner(strings.NewReader(text)); lines.Scan(); {
		key, value, ok := strings.Cut(strings.TrimSpace(lines.Text()), " : ")
		switch {
		case inExceptions && ok:
			s.Bypass = append(s.Bypass, value)
		case inExceptions: // "}"
			inExceptions = false
		case key == "ExceptionsList":
			inExceptions = strings.HasSuffix(value, "{")
		case ok:
			values[key] = value
		}
	}
	server := func(kind string) string {
		if values[kind+"Enable"] != "1" {
			return ""
		}
		host, port := values[kind+"Proxy"], values[kind+"Port"]
		if strings.Contains(host, ":") { // IPv6
			host = "[" + host + "]"
		}
		if _, err := strconv.ParseUint(port, 10, 16); err == nil && port != "0" {
			host += ":" + port
		}
		return host
	}
	s.HTTP, s.HTTPS, s.SOCKS = server("HTTP"), server("HTTPS"), server("SOCKS")
	s.BypassLocal = values["ExcludeSimpleHostnames"] == "1"
	s.Automatic = values["ProxyAutoConfigEnable"] == "1" || values["ProxyAutoDiscoveryEnable"] == "1"
	return s
}

// unreadable stands for a proxy whose setting cannot be read. It is never asked.
const unreadable = "http://proxy.invalid"

// read returns the URL of a proxy, "" when none is set.
func read(setting string) (string, error) {
	setting = strings.TrimSpace(setting)
	if setting == "" {
		return "", nil
	}
	if !strings.Contains(setting, "://") {
		setting = "http://" + setting
	}
	u, err := url.Parse(setting)
	if err != nil || u.Hostname() == "" {
		return unreadable, netfail.ErrProxySetting
	}
	switch u.Scheme {
	case "http", "https", "socks5", "socks5h":
	case "socks":
		u.Scheme = "socks5"
	default:
		return unreadable, netfail.ErrProxySetting
	}
	return u.String(), nil
}
