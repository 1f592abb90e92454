package simulator

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/Eyevinn/mp4ff/mp4"
)

func newDemo(t testing.TB) *Server {
	t.Helper()
	s, err := Demo()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

func TestDemoVideos(t *testing.T) {
	s := newDemo(t)
	seen := map[string]bool{}
	playable, failing := 0, map[string]bool{}
	for _, v := range DemoVideos() {
		if len(v.ID) != 11 || seen[v.ID] || v.Title == "" || v.Expect == "" || utf8.RuneCountInString(v.Title) > 100 || strings.ContainsAny(v.Title, "<>") {
			t.Errorf("%+v", v)
		}
		seen[v.ID] = true
		a := player(t, s, "VISIONOS", "1.02", visionAgent, v.ID)
		status, _ := at(a, "playabilityStatus", "status").(string)
		if v.Fails {
			failing[fmt.Sprint(a["playabilityStatus"])] = true
		} else {
			playable++
		}
		if (status != "OK") != v.Fails {
			t.Errorf("%s: %s", v.ID, status)
		}
	}
	if playable < 6 || len(failing) < 3 {
		t.Errorf("%d playable, %d kinds of failure", playable, len(failing))
	}
}

// TestDemoMedia checks that what is announced is what the media says.
func TestDemoMedia(t *testing.T) {
	for _, d := range demoCatalogue() {
		for _, m := range withDefaults(d.Video).Media {
			name := fmt.Sprintf("%s itag %d %s", d.ID, m.Itag, m.Language)
			if !m.muxed() && m.Index[1] == 0 {
				t.Errorf("%s: no index", name)
			}
			if strings.Contains(m.MIME, "webm") || m.muxed() {
				continue
			}
			head := make([]byte, m.Init[1]+1)
			if _, err := m.Content.ReadAt(head, 0); err != nil {
				t.Fatal(err)
			}
			f, err := mp4.DecodeFile(bytes.NewReader(head))
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if got := codec(f.Init.Moov.Trak.Mdia.Minf.Stbl.Stsd); !strings.Contains(m.MIME, got) && m.Itag != 139 {
				t.Errorf("%s: %s, but the media is %s", name, m.MIME, got)
			}
			if e := f.Init.Moov.Trak.Tkhd; m.Height > 0 && (int(e.Width>>16) != m.Width || int(e.Height>>16) != m.Height) {
				t.Errorf("%s: %dx%d, but the media is %dx%d", name, m.Width, m.Height, e.Width>>16, e.Height>>16)
			}
			if m.Content.Size() > 1<<20 {
				continue // its length is Long's affair
			}
			got := mediaLength(t, readAll(t, m.Content))
			if diff := got - d.Duration; diff < -100*time.Millisecond || diff > 100*time.Millisecond {
				t.Errorf("%s: %v, but the media is %v", name, d.Duration, got)
			}
		}
	}
}

func codec(stsd *mp4.StsdBox) string {
	switch {
	case stsd.AvcX != nil:
		c := stsd.AvcX.AvcC
		return fmt.Sprintf("avc1.%02X%02X%02X", c.AVCProfileIndication, c.ProfileCompatibility, c.AVCLevelIndication)
	case stsd.Av01 != nil:
		c := stsd.Av01.Av1C
		return fmt.Sprintf("av01.%d.%02dM.08", c.SeqProfile, c.SeqLevelIdx0)
	}
	return "mp4a.40.2"
}

func TestDemoBread(t *testing.T) {
	d := bread()
	var original, first, dearest *Media
	for i := range d.Media {
		m := &d.Media[i]
		if m.Language == "" {
			continue
		}
		if first == nil {
			first = m
		}
		if dearest == nil || m.Content.Size() > dearest.Content.Size() {
			dearest = m
		}
		if m.Original && !m.DRC {
			original = m
		}
	}
	if original == nil || original == first || original == dearest {
		t.Error("the original sound must be neither first nor biggest")
	}
}

// TestDemoIsTheSameEverywhere compares two sites, as two processes would be.
func TestDemoIsTheSameEverywhere(t *testing.T) {
	look := func(s *Server) map[string]string {
		found := map[string]string{}
		for _, d := range demoCatalogue() {
			for _, m := range s.video(d.ID).Media {
				h := sha256.New()
				io.Copy(h, io.NewSectionReader(m.Content, 0, min(m.Content.Size(), 1<<20)))
				found[fmt.Sprint(d.ID, m.Itag, m.xtags())] = fmt.Sprintf("%s %d %x", m.LMT, m.Content.Size(), h.Sum(nil))
			}
		}
		return found
	}
	a, b := look(newDemo(t)), look(newDemo(t))
	if len(a) < 40 || fmt.Sprint(a) != fmt.Sprint(b) {
		t.Errorf("%d formats\n%v\n%v", len(a), a, b)
	}
}

func TestDemoPlaylist(t *testing.T) {
	s := newDemo(t)
	ids, pages := collect(t, s, object{"browseId": "VL" + DemoPlaylist})
	if len(ids) < 8 || pages < 2 || len(DemoPlaylist) != 34 {
		t.Errorf("%d entries on %d pages", len(ids), pages)
	}
	for _, id := range ids {
		if v := s.video(id); v == nil || v.Playability.Status != "" {
			t.Errorf("%s cannot be downloaded", id)
		}
	}
	code, a := askSite(t, s, "navigation/resolve_url", webAgent, clientBody("WEB", webVersion, object{"url": "https://www.youtube.com" + DemoChannel}))
	if code != 200 || at(a, "endpoint", "browseEndpoint", "browseId") != channelID(slowCorners) {
		t.Errorf("%d %v", code, a)
	}
}

func ExampleDemo() {
	site, err := Demo()
	if err != nil {
		fmt.Println(err)
		return
	}
	defer site.Close()

	// The client needs to know nothing of the site: addresses are the real ones.
	r, _ := http.NewRequest("GET", site.MediaURL("HiloDemo001", 140), nil)
	r.Header.Set("Range", "bytes=0-1023")
	resp, err := site.Client().Do(r)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	fmt.Println(resp.Status, resp.Header.Get("Content-Range"))

	// What goes wrong is asked for.
	site.Inject(Fault{Kind: Status, Code: 429, RetryAfter: "5", Times: 1})
	resp, err = site.Client().Do(r)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	fmt.Println(resp.Status, resp.Header.Get("Retry-After"))

	// And the site remembers what was asked of it.
	fmt.Println(len(site.Requests()), "requests,", site.Sent("HiloDemo001", 140), "bytes of media")
	// Output:
	// 206 Partial Content bytes 0-1023/102177
	// 429 Too Many Requests 5
	// 2 requests, 1024 bytes of media
}
