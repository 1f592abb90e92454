package youtube

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/jsondoc"
)

func TestClock(t *testing.T) {
	for s, want := range map[string]time.Duration{
		"0:07": 7 * time.Second, "16:55": 1015 * time.Second, "1:02:03": 3723 * time.Second,
		"LIVE": 0, "": 0, "5": 0, "1:2:3:4": 0, "-1:00": 0, "9999999999:00": 0,
	} {
		if got := clock(s); got != want {
			t.Errorf("%q: %v", s, got)
		}
	}
}

func TestNeedsToken(t *testing.T) {
	for query, want := range map[string]bool{
		"v=x&lang=en&fmt=srv1": false, "v=x&exp=xpe": true, "exp=xpe&v=x": true, "v=x&exp=xpv": true,
		"v=x&exp=abc&exp=xpe": true, "v=x&exp=xpeq": false, "v=x&sparams=exp%3Dxpe": false,
	} {
		if needsToken("https://www.youtube.com/api/timedtext?"+query) != want {
			t.Errorf("%s is not %v", query, want)
		}
	}
}

func TestPanicIsAFailure(t *testing.T) {
	_, err := withDeadline(t.Context(), func(context.Context) (int, error) { panic("out of range") })
	wantInternalClass(t, err, Unintelligible)
}

// Pages with an entry in each of its shapes, as seeds.
const (
	fuzzFirstPage = `{"header":{"pageHeaderRenderer":{"pageTitle":"List","content":{"pageHeaderViewModel":{"metadata":{"contentMetadataViewModel":{"metadataRows":[
 {"metadataParts":[{"avatarStack":{"avatarStackViewModel":{"text":{"content":"by Owner"}}}}]},{"metadataParts":[{"text":{"content":"3 videos"}}]}]}}}}}},
 "contents":[{"playlistVideoRenderer":{"videoId":"id000000001","title":{"runs":[{"text":"a"}]},"shortBylineText":{"runs":[{"text":"A"}]},"lengthSeconds":"61"}},
 {"lockupViewModel":{"contentType":"LOCKUP_CONTENT_TYPE_VIDEO","contentId":"id000000002","metadata":{"lockupMetadataViewModel":{"title":{"content":"b"},"metadata":{"contentMetadataViewModel":{"metadataRows":[{"metadataParts":[{"text":{"content":"A"}}]}]}}}},
  "contentImage":{"thumbnailViewModel":{"overlays":[{"thumbnailBottomOverlayViewModel":{"badges":[{"thumbnailBadgeViewModel":{"text":"1:01"}}]}}]}}}},
 {"richItemRenderer":{"content":{"shortsLockupViewModel":{"overlayMetadata":{"primaryText":{"content":"c"}},"onTap":{"innertubeCommand":{"reelWatchEndpoint":{"videoId":"id000000003"}}}}}}},
 {"continuationItemRenderer":{"continuationEndpoint":{"commandExecutorCommand":{"commands":[{"x":1},{"continuationCommand":{"token":"x"}}]}}}}]}`
	fuzzLaterPage = `{"onResponseReceivedActions":[{"appendContinuationItemsAction":{"continuationItems":[
 {"lockupViewModel":{"contentType":"LOCKUP_CONTENT_TYPE_VIDEO","contentId":"id000000001","metadata":{"lockupMetadataViewModel":{"title":{"content":"a"}}}}},
 {"continuationItemViewModel":{"continuationCommand":{"innertubeCommand":{"continuationCommand":{"token":"y"}}}}}]}}]}`
)

// readRaw reads a page from its bytes.
func readRaw(raw []byte) (*page, error) {
	doc, err := jsondoc.Parse(raw, pageLimit.values)
	if err != nil {
		return nil, &Error{Class: Unintelligible, Err: err}
	}
	if err := checkPage(doc); err != nil {
		return nil, err
	}
	if _, err := readMix(doc); err != nil {
		return nil, err
	}
	if _, err := readSearchPage(doc); err != nil {
		return nil, err
	}
	return readPage(doc)
}

// FuzzPage feeds any bytes to the reader of playlist pages.
func FuzzPage(f *testing.F) {
	for _, seed := range []string{
		fuzzFirstPage, fuzzLaterPage,
		"{}", "null", `{"contents":[[[[{}]]]]}`, `{"contents":{"continuationItemRenderer":{}}}`, `{"alerts":[{}]}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := readRaw(raw)
		var e *Error
		if err != nil {
			if !errors.As(err, &e) {
				t.Fatalf("got %v", err)
			}
			return
		}
		for _, entry := range p.entries {
			if !validID(entry.ID) && entry.ListID == "" || entry.Duration < 0 || len(entry.Title) > 500 {
				t.Fatalf("got %+v", entry)
			}
		}
		if p.total < 0 || len(p.next) >= 1<<14 {
			t.Fatalf("got %+v", p)
		}
	})
}

// FuzzProfiles signs any bytes. A signed file is refused for its content only, and
// what is accepted makes valid requests.
func FuzzProfiles(f *testing.F) {
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	public := key.Public().(ed25519.PublicKey)
	set := func(minimumApp, more string) string {
		profile := `{"name":"WEB","header":"1","version":"2.0","userAgent":"tester/1","client":{"platform":"DESKTOP"}`
		return `{"schema":1,"serial":1,"minimumApp":"` + minimumApp + `","player":[` + profile + more + `}],"browse":` + profile + `}}`
	}
	for _, seed := range []string{
		string(profilesJSON), set("1.0", ""), set("99", `,"itags":[18]`),
		`{"schema":2}`, `{"schema":1}`, "", "null", "[]", `{"schema":1,"serial":1,"minimumApp":"0","player":[{}]}`,
	} {
		f.Add([]byte(seed), true)
		f.Add([]byte(seed), false)
	}
	f.Fuzz(func(t *testing.T, doc []byte, signed bool) {
		file := doc
		if signed {
			file = SignProfiles(doc, key)
		}
		p, err := LoadProfiles(file, public, "1.2.3")
		if err != nil {
			if !errors.Is(err, ErrProfilesForged) && !errors.Is(err, ErrProfilesMalformed) && !errors.Is(err, ErrProfilesNeedApp) {
				t.Fatalf("got %v", err)
			}
			return
		}
		if !signed && !bytes.HasPrefix(doc, []byte(profilesHeader)) {
			t.Fatal("taken without a signature")
		}
		if p.Serial <= 0 || len(p.Player) == 0 || len(p.Player) > maxPlayers {
			t.Fatalf("got %+v", p)
		}
		for _, one := range append(p.Player, p.Browse) {
			r, err := New(Options{}).request(t.Context(), &one, "player", nil)
			if err != nil || r.URL.Host != "www.youtube.com" || strings.ContainsAny(r.Header.Get("User-Agent"), "\r\n") {
				t.Fatalf("%+v makes %v, %v", one, r, err)
			}
		}
	})
}
