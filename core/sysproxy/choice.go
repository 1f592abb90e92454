package sysproxy

import (
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"

	"github.com/hilo-app/hilo/core/netfail"
)

// Direct is the text of a Choice that uses no proxy.
const Direct = "direct"

// maxText is the longest text of a proxy, in bytes.
const maxText = 1 << 10

// Choice is the proxy that the user chose: that of the computer, none, or one of their
// own. It is safe for concurrent use.
type Choice struct {
	system *System
	own    atomic.Pointer[own]
}

// own is what was chosen instead of the proxy of the computer.
type own struct {
	proxy *url.URL        // nil for none
	err   error           // the text cannot be read
	ready <-chan struct{} // if not nil, requests wait until it is closed
}

// NewChoice returns the choice of the proxy of the computer.
func NewChoice() *Choice { return &Choice{system: New()} }

// Set chooses a proxy for the requests from now on: "" is that of the computer, Direct
// is none, and anything else is "host:port" or a URL as for FromEnvironment. With a text
// that is none of these every request fails, and Set returns netfail.ErrProxySetting,
// which quotes nothing of it: it may hold a password.
func (c *Choice) Set(text string) error {
	if text == "" {
		c.own.Store(nil)
		return nil
	}
	proxy, err := parse(text)
	c.own.Store(&own{proxy: proxy, err: err})
	return err
}

// SetLater is Set for a text that lacks its password until ready is closed: requests wait
// until then, or until their end, and take what Set chose meanwhile, or else the text.
func (c *Choice) SetLater(text string, ready <-chan struct{}) error {
	proxy, err := parse(text)
	c.own.Store(&own{proxy, err, ready})
	return err
}

// Check returns the error that Set returns for a text.
func Check(text string) error {
	if text == "" {
		return nil
	}
	_, err := parse(text)
	return err
}

// parse returns the proxy that a text means, nil for Direct.
func parse(text string) (*url.URL, error) {
	if text == Direct {
		return nil, nil
	}
	if len(text) > maxText || strings.TrimSpace(text) == "" {
		return nil, netfail.ErrProxySetting
	}
	full, err := read(text)
	if err != nil {
		return nil, err
	}
	u, err := url.Parse(full)
	if err != nil || u.Path != "" && u.Path != "/" || u.RawQuery != "" || u.Fragment != "" || strings.ContainsAny(u.Hostname(), " \t") {
		return nil, netfail.ErrProxySetting
	}
	return u, nil
}

// Address returns a text for Set as other programs read it: with a scheme, and that of a
// proxy that is never asked if the text cannot be read. "" and Direct stay as they are.
func Address(text string) string {
	switch u, err := parse(text); {
	case text == "" || text == Direct:
		return text
	case err != nil:
		return unreadable
	default:
		return u.String()
	}
}

// WithoutPassword returns a text for Set without the name and the password that it may
// hold; "" if it cannot be read.
func WithoutPassword(text string) string {
	u, err := parse(text)
	if text == "" || err != nil {
		return ""
	}
	if u == nil || u.User == nil {
		return text
	}
	u.User = nil
	return u.String()
}

// SplitPassword returns a text for Set without the password that it may hold, and that
// password: the name stays. A text without one, or that cannot be read, is returned as it
// is.
func SplitPassword(text string) (rest, password string) {
	u, err := parse(text)
	if text == "" || err != nil || u == nil || u.User == nil {
		return text, ""
	}
	password, _ = u.User.Password()
	if password == "" {
		return text, ""
	}
	u.User = url.User(u.User.Username())
	return u.String(), password
}

// HasName reports whether a text for Set has the name of a user.
func HasName(text string) bool {
	u, err := parse(text)
	return err == nil && u != nil && u.User != nil && u.User.Username() != ""
}

// JoinPassword returns the text of which SplitPassword returns the parts, as a URL. A text
// without a name, or that cannot be read, is returned as it is.
func JoinPassword(rest, password string) string {
	u, err := parse(rest)
	if rest == "" || password == "" || err != nil || u == nil || u.User == nil {
		return rest
	}
	u.User = url.UserPassword(u.User.Username(), password)
	return u.String()
}

// Find returns the proxy for a request, nil for none. It is an http.Transport.Proxy. The
// error is netfail.ErrProxySetting when one is set that cannot be read.
func (c *Choice) Find(r *http.Request) (*url.URL, error) {
	o := c.own.Load()
	if o != nil && o.ready != nil {
		select {
		case <-o.ready:
			if now := c.own.Load(); now != o {
				return c.Find(r)
			}
		case <-r.Context().Done():
			return nil, r.Context().Err()
		}
	}
	if o != nil {
		return o.proxy, o.err
	}
	return c.system.Find(r)
}

// Automatic reports whether the proxy of the computer is chosen, and found by a program;
// see System.Automatic.
func (c *Choice) Automatic() bool { return c.own.Load() == nil && c.system.Automatic() }
