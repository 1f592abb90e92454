package youtube_test

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"sync"
	"testing"

	"go.uber.org/goleak"

	"github.com/hilo-app/hilo/core/youtube"
)

// TestMain does not wait for the clock of backtracking regular expressions, which ends
// some ten seconds after the last match of a recorded player script.
func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreAnyFunction("github.com/dlclark/regexp2.runClock"))
}

// asked is one request that the server received.
type asked struct {
	Method, Host, Path, Query string
	Header                    http.Header
	Body                      map[string]any
}

// client returns the InnerTube client name in the request's body.
func (a asked) client() string {
	return a.text("context", "client", "clientName")
}

// text returns the string at a path of keys in the request's body, "" when there is
// none.
func (a asked) text(path ...string) string {
	object := a.Body
	for _, key := range path[:len(path)-1] {
		object, _ = object[key].(map[string]any)
	}
	s, _ := object[path[len(path)-1]].(string)
	return s
}

// server is a loopback server that answers for all of YouTube's host names.
type server struct {
	*httptest.Server
	mu   sync.Mutex
	seen []asked
}

// newServer starts a server with the handler h, and returns a Source that asks it.
func newServer(t *testing.T, h func(w http.ResponseWriter, a asked)) (*server, *youtube.Source) {
	t.Helper()
	s := &server{}
	s.Server = httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a := asked{Method: r.Method, Host: r.Host, Path: r.URL.Path, Query: r.URL.RawQuery, Header: r.Header}
		raw, _ := io.ReadAll(r.Body)
		_ = json.Unmarshal(raw, &a.Body)
		s.mu.Lock()
		s.seen = append(s.seen, a)
		s.mu.Unlock()
		h(w, a)
	}))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	transport := s.Client().Transport.(*http.Transport).Clone()
	transport.DialContext = func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, s.Listener.Addr().String())
	}
	transport.TLSClientConfig.InsecureSkipVerify = true // the certificate is for example.com
	t.Cleanup(func() {
		transport.CloseIdleConnections()
		s.Close()
	})
	source := youtube.New(youtube.Options{Transport: transport})
	if err := source.UseProfiles(loadProfiles(t, builtInProfiles(t), builtInSerial(t))); err != nil {
		t.Fatal(err)
	}
	return s, source
}

// requests returns the requests so far.
func (s *server) requests() []asked {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]asked(nil), s.seen...)
}

// always returns a handler that answers every request with the same body.
func always(body string) func(http.ResponseWriter, asked) {
	return func(w http.ResponseWriter, _ asked) { _, _ = io.WriteString(w, body) }
}

// roundTrip is a function as a transport.
type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func wantClass(t *testing.T, err error, want youtube.Class) {
	t.Helper()
	var e *youtube.Error
	if !errors.As(err, &e) || e.Class != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

// testKey signs profiles in tests. Its seed is no secret.
var testKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))

func testPublic() ed25519.PublicKey { return testKey.Public().(ed25519.PublicKey) }

// allProfiles returns the content of profiles.json.
func allProfiles(t testing.TB) []byte {
	t.Helper()
	doc, err := os.ReadFile("profiles.json")
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// builtInProfiles returns profiles.json with its first and its last profile alone, so that
// a test of the fallback chain has one regular profile and one rescue.
func builtInProfiles(t testing.TB) []byte {
	t.Helper()
	var set map[string]any
	if err := json.Unmarshal(allProfiles(t), &set); err != nil {
		t.Fatal(err)
	}
	player := set["player"].([]any)
	set["player"] = []any{player[0], player[len(player)-1]}
	doc, err := json.MarshalIndent(set, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// other returns what Next gives after the profile of v was asked again as a new guest.
func other(ctx context.Context, s *youtube.Source, v *youtube.Video) (*youtube.Video, error) {
	next, err := s.Next(ctx, v)
	if err == nil && next.Profile == v.Profile {
		return s.Next(ctx, next)
	}
	return next, err
}

// identity is a profile as the file has it.
type identity struct{ Name, Header, Version, UserAgent string }

// builtIn parses profiles.json.
func builtIn(t testing.TB) (set struct {
	Serial int
	Player []identity
	Browse identity
}) {
	t.Helper()
	if err := json.Unmarshal(builtInProfiles(t), &set); err != nil {
		t.Fatal(err)
	}
	return set
}

// builtInSerial returns the serial of the set that newServer uses.
func builtInSerial(t testing.TB) int { return builtIn(t).Serial + 1 }

func builtInNames(t testing.TB) (names []string) {
	for _, p := range builtIn(t).Player {
		names = append(names, p.Name)
	}
	return names
}

// userAgentOf returns the user agent of the built-in profile of that name.
func userAgentOf(t testing.TB, name string) string {
	t.Helper()
	for _, p := range builtIn(t).Player {
		if p.Name == name {
			return p.UserAgent
		}
	}
	t.Fatalf("no profile %q", name)
	return ""
}

// loadProfiles signs a file of profiles with another serial, and loads it.
func loadProfiles(t testing.TB, doc []byte, serial int) *youtube.ProfileSet {
	t.Helper()
	doc = regexp.MustCompile(`"serial": [0-9.e+]+`).ReplaceAll(doc, fmt.Appendf(nil, `"serial": %d`, serial))
	set, err := youtube.LoadProfiles(youtube.SignProfiles(doc, testKey), testPublic(), "99.0")
	if err != nil {
		t.Fatal(err)
	}
	return set
}
