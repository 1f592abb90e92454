package update

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
	"sync"
	"time"
)

// News is what a list says to one Hilo.
type News struct {
	Newer    []Version // than this Hilo, newest first; empty when it is the newest
	Profiles int64     // serial of the newest client profiles on the page; 0 for none
}

// Checker asks the page. Set its fields before its methods are called, which may be
// from several goroutines.
type Checker struct {
	// Page is the address of the folder with versions.signed and profiles.signed,
	// https and nothing else. Empty means that this Hilo asks nobody.
	Page    string
	Key     ed25519.PublicKey // of Hilo's releases
	Version string            // of this Hilo
	// Saved is the path of the newest list that was seen, so that an older one is
	// refused after a restart, too; empty keeps none. Save writes that file.
	Saved     string
	Save      func(path string, data []byte) error
	Transport http.RoundTripper

	mu     sync.Mutex
	read   bool  // Saved was read
	serial int64 // the highest that was seen
}

// ErrNoPage says that this Hilo was built without a page, and ErrPage that the page
// gave no list or no profiles: it is not there, or does not answer.
var (
	ErrNoPage = errors.New("update: this Hilo was built without a page for updates")
	ErrPage   = errors.New("update: the page for updates does not answer")
)

const (
	patience     = 20 * time.Second // for one file
	maxProfiles  = 64 << 10         // bytes of profiles.signed
	maxRedirects = 3
)

// Check asks for the list of versions. The error is or wraps one of this package,
// or is that of ctx. The list stays what was seen when it cannot be saved.
func (c *Checker) Check(ctx context.Context) (News, error) {
	file, err := c.fetch(ctx, "versions.signed", maxList)
	if err != nil {
		return News{}, err
	}
	l, err := Parse(file, c.Key)
	if err != nil {
		return News{}, err
	}
	if err := c.see(l, file); err != nil {
		return News{}, err
	}
	return News{l.after(c.Version), l.Profiles}, nil
}

// Profiles asks for the newest client profiles, which are signed by themselves.
func (c *Checker) Profiles(ctx context.Context) ([]byte, error) {
	return c.fetch(ctx, "profiles.signed", maxProfiles)
}

// see refuses a list that is older than another one, and remembers it.
func (c *Checker) see(l *List, file []byte) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.read {
		c.serial = max(c.serial, c.saved())
		c.read = true
	}
	if l.Serial < c.serial {
		return fmt.Errorf("%w: %d after %d", ErrStale, l.Serial, c.serial)
	}
	if l.Serial == c.serial {
		return nil
	}
	c.serial = l.Serial
	if c.Saved == "" || c.Save == nil {
		return nil
	}
	return c.Save(c.Saved, file)
}

// saved returns the serial of the saved list; 0 when there is none that is signed.
func (c *Checker) saved() int64 {
	if c.Saved == "" {
		return 0
	}
	f, err := os.Open(c.Saved)
	if err != nil {
		return 0
	}
	defer f.Close()
	file, err := io.ReadAll(io.LimitReader(f, maxList+1))
	if err != nil {
		return 0
	}
	l, err := Parse(file, c.Key)
	if err != nil {
		return 0
	}
	return l.Serial
}

// fetch returns a file of the page, of at most limit bytes.
func (c *Checker) fetch(ctx context.Context, name string, limit int64) ([]byte, error) {
	page, err := url.Parse(c.Page)
	if c.Page == "" || err != nil || page.Scheme != "https" || page.Host == "" || page.User != nil {
		return nil, ErrNoPage
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, page.JoinPath(name).String(), nil)
	if err != nil {
		return nil, ErrNoPage
	}
	req.Header.Set("User-Agent", "Hilo/"+c.Version)
	req.Header.Set("Accept-Encoding", "identity") // so that the limit is one of the wire, too
	client := &http.Client{Transport: c.Transport, CheckRedirect: func(to *http.Request, via []*http.Request) error {
		if len(via) > maxRedirects || to.URL.Scheme != "https" || !strings.EqualFold(to.URL.Host, page.Host) {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	answer, err := client.Do(req)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPage, err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%w: %s", ErrPage, answer.Status)
	}
	data, err := io.ReadAll(io.LimitReader(answer.Body, limit+1))
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPage, err)
	}
	if int64(len(data)) > limit {
		return nil, fmt.Errorf("%w: too long", ErrMalformed)
	}
	return data, nil
}
