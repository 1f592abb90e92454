package e2e

import (
	"bytes"
	"crypto/ed25519"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// profileSite is a simulated YouTube, on loopback, for a Hilo that has one way of
// asking it only: one client profile, or yt-dlp.
type profileSite struct {
	testing.TB
	site  *simulator.Server
	name  string
	agent string // that Hilo must ask as; empty for yt-dlp
	edit  func(*core.Config)
}

// furtherID is of a second video, which no lookup is remembered of.
const furtherID = "anotherOne0"

// profileNames are the ways of asking, in the order of the fallback chain.
func profileNames() []string {
	return []string{"VISIONOS", "VISIONOS 2", "TVHTML5", "WEB_EMBEDDED_PLAYER", "yt-dlp", "ANDROID"}
}

func newProfileSite(t testing.TB, name string) *profileSite {
	t.Helper()
	p := &profileSite{TB: t, site: simulator.NewServer(), name: name}
	t.Cleanup(p.site.Close)
	p.site.Add(testVideo())
	further := testVideo()
	further.ID = furtherID
	p.site.Add(further)
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))
	file := filepath.Join(t.TempDir(), "profiles")
	p.edit = func(c *core.Config) {
		c.Profiles, c.ProfilesKey, c.Version = file, key.Public().(ed25519.PublicKey), "1.0.0"
	}
	only := name
	if name == "yt-dlp" {
		only = "VISIONOS" // a set must have a profile, which YouTube then refuses
		p.installYtdlp()
		p.site.Inject(simulator.Fault{Kind: simulator.Refuse, Playability: simulator.Refused})
		one := p.edit
		p.edit = func(c *core.Config) {
			one(c)
			c.UseYtdlp = true
		}
	}
	doc, agent := onlyProfile(t, only)
	if name != "yt-dlp" {
		p.agent = agent
	}
	if err := os.WriteFile(file, youtube.SignProfiles(doc, key), 0o600); err != nil {
		t.Fatal(err)
	}
	return p
}

// onlyProfile returns the built-in set of profiles with one of them only, and how it
// names itself.
func onlyProfile(t testing.TB, name string) (doc []byte, agent string) {
	t.Helper()
	own, err := os.ReadFile("../core/youtube/profiles.json")
	if err != nil {
		t.Fatal(err)
	}
	var set map[string]any
	if err := json.Unmarshal(own, &set); err != nil {
		t.Fatal(err)
	}
	for _, one := range set["player"].([]any) {
		profile := one.(map[string]any)
		if profile["label"] != name && (profile["label"] != nil || profile["name"] != name) {
			continue
		}
		delete(profile, "whenRefused") // there is no other one that could be
		set["player"], set["serial"] = []any{profile}, 20991231
		if doc, err = json.Marshal(set); err != nil {
			t.Fatal(err)
		}
		return doc, profile["userAgent"].(string)
	}
	t.Fatalf("no profile %s", name)
	return nil, ""
}

// installYtdlp puts a program into the PATH that prints what yt-dlp would print of
// the videos.
func (p *profileSite) installYtdlp() {
	p.Helper()
	if runtime.GOOS == "windows" {
		p.Skip("the program that stands for yt-dlp is a shell script")
	}
	dir := p.TempDir()
	script := fmt.Sprintf("#!/bin/sh\nfor a; do :; done\ncase $a in --version) echo 2026.10.26;; *) cat '%s'/\"${a##*=}\";; esac\n", dir)
	files := map[string][]byte{"yt-dlp": []byte(script), videoID: p.dump(videoID), furtherID: p.dump(furtherID)}
	for name, data := range files {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o700); err != nil {
			p.Fatal(err)
		}
	}
	p.Setenv("PATH", dir+":/usr/bin:/bin")
}

// dump returns what yt-dlp -J would print of a video.
func (p *profileSite) dump(id string) []byte {
	p.Helper()
	v, err := youtube.New(youtube.Options{Transport: p.site.Transport()}).VideoWith(p.Context(), "VISIONOS", id)
	if err != nil {
		p.Fatal(err)
	}
	var formats, pictures []map[string]any
	for _, s := range v.Streams {
		f := map[string]any{
			"format_id": strconv.Itoa(s.Itag), "url": s.URL, "ext": s.Container, "protocol": "https", "vcodec": "none", "acodec": "none",
			"filesize": s.Size, "width": s.Width, "height": s.Height, "fps": s.FPS, "http_headers": map[string]string{"User-Agent": v.UserAgent},
		}
		switch {
		case s.Height > 0:
			f["vcodec"] = s.Codecs
		case s.Container == "mp4":
			f["acodec"], f["ext"] = s.Codecs, "m4a"
		default:
			f["acodec"] = s.Codecs
		}
		formats = append(formats, f)
	}
	for _, t := range v.Thumbnails {
		pictures = append(pictures, map[string]any{"url": t.URL, "width": t.Width, "height": t.Height})
	}
	doc, err := json.Marshal(map[string]any{
		"id": v.ID, "title": v.Title, "channel": v.Author, "channel_id": v.ChannelID, "description": v.Description, "duration": v.Duration.Seconds(),
		"upload_date": v.Published.Format("20060102"), "thumbnails": pictures, "formats": formats,
	})
	if err != nil {
		p.Fatal(err)
	}
	return doc
}

// profileResult is what came of one link.
type profileResult struct {
	status    core.Status
	requests  int           // for the lookup and the player script
	firstByte time.Duration // from the link until the first answer with media is there
	scripts   int           // times that the player script was fetched
}

// open starts a queue that keeps the player script in a folder.
func (p *profileSite) open(cache string) *core.Manager {
	p.Helper()
	c := core.Config{Dir: p.TempDir(), Transport: p.site.Transport(), Cache: cache}
	p.edit(&c)
	m, err := core.Open(c)
	if err != nil {
		p.Fatal(err)
	}
	return m
}

// save downloads the video with a queue and checks that it asked in no other way.
func (p *profileSite) save(m *core.Manager, id string) (out profileResult) {
	p.Helper()
	before := len(p.site.Requests())
	box := m.Subscribe()
	start := time.Now()
	if added := m.Add(core.Request{Text: "https://youtu.be/" + id, Wish: format.Wish{Kind: format.Video}}); len(added.IDs) != 1 {
		p.Fatalf("added %+v", added)
	}
	limit := time.After(deadline)
	for !out.status.State.Ended() {
		select {
		case <-box.Wake():
		case <-limit:
			p.Fatalf("%s: still %+v", p.name, out.status)
		}
		for _, s := range box.Take().Changed {
			out.status = *s
		}
	}
	for _, r := range p.site.Requests()[before:] {
		switch {
		case r.Endpoint == simulator.OnMedia && !r.End.IsZero() && r.Sent > 0:
			if d := r.End.Sub(start); out.firstByte == 0 || d < out.firstByte {
				out.firstByte = d
			}
		case r.Endpoint == simulator.OnPlayer && p.agent != "" && r.UserAgent != p.agent:
			p.Errorf("%s: YouTube was asked as %s", p.name, r.UserAgent)
		case filepath.Base(r.Path) == "base.js":
			out.scripts++
		}
		if r.Endpoint == simulator.OnPlayer || r.Endpoint == simulator.OnPage {
			out.requests++
		}
	}
	return out
}

// TestEachProfileAlone saves a video in each way of asking YouTube, with all others
// switched off.
func TestEachProfileAlone(t *testing.T) {
	for _, name := range profileNames() {
		t.Run(name, func(t *testing.T) {
			p := newProfileSite(t, name)
			m := p.open(t.TempDir())
			s := p.save(m, videoID)
			if err := m.Close(); err != nil {
				t.Error(err)
			}
			quality := "1080p"
			if name == "ANDROID" {
				quality = "360p"
			}
			if s.status.State != core.Done || s.status.Quality != quality {
				t.Fatalf("%+v, problem %v", s.status, s.status.Problem)
			}
			got, err := os.ReadFile(s.status.File)
			if err != nil {
				t.Fatal(err)
			}
			if want := faultlessFile(t, format.Wish{Kind: format.Video}); name != "ANDROID" && !bytes.Equal(got, want) {
				t.Errorf("%d bytes, which differ from the %d of the first profile", len(got), len(want))
			}
			if wants := name == "TVHTML5" || name == "WEB_EMBEDDED_PLAYER"; (s.scripts > 0) != wants {
				t.Errorf("the player script was fetched %d times", s.scripts)
			}
			t.Logf("%s: %s, %s, %d bytes", name, s.status.Quality, filepath.Base(s.status.File), len(got))
		})
	}
}

// BenchmarkFirstByte measures the time from a link to the first media, for each way of
// asking YouTube alone: at the first start, at a later one that finds the player script
// on disk, and for a further video of one run. It is the time that Hilo takes: the
// simulated YouTube answers at once, and its player script is short. What the real
// script costs is in BenchmarkFirstAnswer of package challenge.
func BenchmarkFirstByte(b *testing.B) {
	for _, name := range profileNames() {
		b.Run(name, func(b *testing.B) {
			p := newProfileSite(b, name)
			var sum [3]time.Duration
			var requests [3]int
			n := 0
			for b.Loop() {
				cache := b.TempDir()
				first := p.open(cache)
				cold := p.save(first, videoID)
				if err := first.Close(); err != nil {
					b.Fatal(err)
				}
				second := p.open(cache)
				warm := p.save(second, videoID)
				again := p.save(second, furtherID)
				if err := second.Close(); err != nil {
					b.Fatal(err)
				}
				for i, s := range []profileResult{cold, warm, again} {
					if s.status.State != core.Done {
						b.Fatalf("%+v, problem %v", s.status, s.status.Problem)
					}
					sum[i] += s.firstByte
					requests[i] += s.requests
				}
				n++
			}
			for i, label := range []string{"cold", "warm", "again"} {
				b.ReportMetric(float64(sum[i].Microseconds())/1000/float64(n), label+"-ms")
				b.ReportMetric(float64(requests[i])/float64(n), label+"-requests")
			}
		})
	}
}
