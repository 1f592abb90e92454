package update_test

import (
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hilo-app/hilo/core/update"
)

var public, private = func() (ed25519.PublicKey, ed25519.PrivateKey) {
	key := ed25519.NewKeyFromSeed(make([]byte, ed25519.SeedSize))
	return key.Public().(ed25519.PublicKey), key
}()

func doc(serial int, versions ...string) string {
	var all []string
	for _, v := range versions {
		all = append(all, fmt.Sprintf(`{"version":%q,"date":"2026-12-01","notes":["New in %s."]}`, v, v))
	}
	return fmt.Sprintf(`{"schema":1,"serial":%d,"profiles":7,"versions":[%s]}`, serial, strings.Join(all, ","))
}

func signed(doc string) []byte { return update.Sign([]byte(doc), private) }

// page answers every request.
type page func(*http.Request) (*http.Response, error)

func (p page) RoundTrip(r *http.Request) (*http.Response, error) { return p(r) }

func answer(r *http.Request, status int, body io.Reader) *http.Response {
	return &http.Response{StatusCode: status, Status: http.StatusText(status), Body: io.NopCloser(body), Request: r, Header: http.Header{}}
}

func serve(body []byte) page {
	return func(r *http.Request) (*http.Response, error) {
		return answer(r, 200, strings.NewReader(string(body))), nil
	}
}

func checker(p page) *update.Checker {
	return &update.Checker{Page: "https://hilo.example/updates/", Key: public, Version: "1.1.0", Transport: p}
}

func TestCheckNamesWhatIsNewer(t *testing.T) {
	var asked []string
	list := signed(doc(5, "1.10.0", "1.2.0", "1.1.0", "1.0.0"))
	news, err := checker(func(r *http.Request) (*http.Response, error) {
		asked = append(asked, r.URL.String())
		return answer(r, 200, strings.NewReader(string(list))), nil
	}).Check(t.Context())
	if err != nil || len(news.Newer) != 2 || news.Newer[0].Version != "1.10.0" || news.Newer[1].Notes[0] != "New in 1.2.0." || news.Profiles != 7 {
		t.Errorf("%+v, %v", news, err)
	}
	if len(asked) != 1 || asked[0] != "https://hilo.example/updates/versions.signed" {
		t.Error(asked)
	}
	newest := checker(serve(list))
	newest.Version = "1.10.0"
	if news, err := newest.Check(t.Context()); err != nil || len(news.Newer) != 0 {
		t.Errorf("the newest: %+v, %v", news, err)
	}
}

func TestParseRefuses(t *testing.T) {
	_, other, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	good := doc(1, "1.0.0")
	changed := signed(good)
	changed[len(changed)-3] ^= 1
	for name, c := range map[string]struct {
		file []byte
		want error
	}{
		"another key":              {update.Sign([]byte(good), other), update.ErrForged},
		"a changed byte":           {changed, update.ErrForged},
		"added bytes":              {append(signed(good), ' '), update.ErrForged},
		"signed without context":   {fmt.Appendf(nil, "hilo-versions ed25519 %s\n%s", base64.StdEncoding.EncodeToString(ed25519.Sign(private, []byte(good))), good), update.ErrForged},
		"no signature":             {[]byte(good), update.ErrMalformed},
		"empty":                    {nil, update.ErrMalformed},
		"too long":                 {append(signed(good), make([]byte, 128<<10)...), update.ErrMalformed},
		"a newer schema":           {signed(`{"schema":2,"what":"else"}`), update.ErrTooNew},
		"an address":               {signed(strings.Replace(good, `"schema"`, `"url":"https://evil.example","schema"`, 1)), update.ErrMalformed},
		"no version":               {signed(doc(1)), update.ErrMalformed},
		"no serial":                {signed(doc(0, "1.0.0")), update.ErrMalformed},
		"versions out of order":    {signed(doc(1, "1.0.0", "1.1.0")), update.ErrMalformed},
		"a version twice":          {signed(doc(1, "1.0.0", "1.0.0")), update.ErrMalformed},
		"a version that is a path": {signed(doc(1, "../../x")), update.ErrMalformed},
		"control characters":       {signed(strings.Replace(good, "New in", `\u001b[2J`, 1)), update.ErrMalformed},
		"text after the list":      {signed(good + "{}"), update.ErrMalformed},
	} {
		if _, err := update.Parse(c.file, public); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if l, err := update.Parse(signed(good), public); err != nil || l.Serial != 1 {
		t.Error(err)
	}
}

// An older list is refused, after a restart as well; the same one is not.
func TestRollbackIsRefused(t *testing.T) {
	saved := filepath.Join(t.TempDir(), "versions.signed")
	start := func(body []byte) *update.Checker {
		c := checker(serve(body))
		c.Saved, c.Save = saved, func(path string, data []byte) error { return os.WriteFile(path, data, 0o600) }
		return c
	}
	for _, step := range []struct {
		serial int
		want   error
	}{{5, nil}, {5, nil}, {4, update.ErrStale}, {6, nil}, {5, update.ErrStale}} {
		if _, err := start(signed(doc(step.serial, "1.0.0"))).Check(t.Context()); !errors.Is(err, step.want) {
			t.Errorf("serial %d: %v", step.serial, err)
		}
	}
	// A saved list that somebody changed counts for nothing.
	if err := os.WriteFile(saved, []byte("hilo-versions ed25519 AAAA\n"+doc(99999999, "1.0.0")), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := start(signed(doc(6, "1.0.0"))).Check(t.Context()); err != nil {
		t.Error(err)
	}
}

type endless struct{ read int }

func (e *endless) Read(b []byte) (int, error) { e.read += len(b); return len(b), nil }

func TestBadAnswers(t *testing.T) {
	flood := &endless{}
	asked := 0
	for name, c := range map[string]struct {
		page page
		want error
	}{
		"missing":       {func(r *http.Request) (*http.Response, error) { return answer(r, 404, strings.NewReader("no")), nil }, update.ErrPage},
		"endless":       {func(r *http.Request) (*http.Response, error) { return answer(r, 200, flood), nil }, update.ErrMalformed},
		"no connection": {func(*http.Request) (*http.Response, error) { return nil, io.ErrUnexpectedEOF }, update.ErrPage},
		"another host": {func(r *http.Request) (*http.Response, error) {
			if asked++; r.URL.Host != "hilo.example" {
				t.Error("asked", r.URL)
			}
			a := answer(r, 302, strings.NewReader(""))
			a.Header.Set("Location", "https://evil.example/versions.signed")
			return a, nil
		}, update.ErrPage},
		"without TLS": {func(r *http.Request) (*http.Response, error) {
			a := answer(r, 302, strings.NewReader(""))
			a.Header.Set("Location", "http://hilo.example/versions.signed")
			return a, nil
		}, update.ErrPage},
		"in circles": {func(r *http.Request) (*http.Response, error) {
			a := answer(r, 302, strings.NewReader(""))
			a.Header.Set("Location", r.URL.String())
			return a, nil
		}, update.ErrPage},
	} {
		if _, err := checker(c.page).Check(t.Context()); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if flood.read > 1<<20 {
		t.Errorf("read %d bytes of an endless answer", flood.read)
	}
	if asked != 1 {
		t.Errorf("%d requests for a redirect to another host", asked)
	}
}

func TestSilentPageIsGivenUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		began := time.Now()
		_, err := checker(func(r *http.Request) (*http.Response, error) {
			<-r.Context().Done()
			return nil, r.Context().Err()
		}).Check(t.Context())
		if !errors.Is(err, update.ErrPage) || time.Since(began) > time.Minute {
			t.Errorf("%v after %v", err, time.Since(began))
		}
	})
}

func TestWithoutAPageNobodyIsAsked(t *testing.T) {
	for _, address := range []string{"", "http://hilo.example/", "https://", "https://user@hilo.example/", "file:///etc"} {
		c := checker(func(r *http.Request) (*http.Response, error) {
			t.Error("asked", r.URL)
			return nil, io.EOF
		})
		c.Page = address
		if _, err := c.Check(t.Context()); !errors.Is(err, update.ErrNoPage) {
			t.Errorf("%q: %v", address, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add([]byte(doc(5, "1.1.0", "1.0.0")))
	f.Add([]byte(`{"schema":1}`))
	f.Fuzz(func(t *testing.T, doc []byte) {
		l, err := update.Parse(update.Sign(doc, private), public)
		if (l == nil) == (err == nil) {
			t.Errorf("%v, %v", l, err)
		}
	})
}
