package core_test

import (
	"errors"
	"os"
	"os/user"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/youtube"
)

func TestReportTellsNothingAboutThePerson(t *testing.T) {
	t.Setenv("HOME", "/home/maria")
	t.Setenv("USERPROFILE", "/home/maria")
	host, err := os.Hostname()
	if err != nil {
		t.Fatal(err)
	}
	u, err := user.Current()
	if err != nil {
		t.Fatal(err)
	}
	secrets := []string{
		"/home/maria/Videos/Birthday", "https://rr1---sn-abc.googlevideo.com/videoplayback?ip=1.2.3.4&sig=AAAA",
		"rr1---sn-abc.googlevideo.com", "203.0.113.7:443", "2001:db8::17", "[2001:db8::17]:443", "fe80::1%eth0",
		"CgtEVGhpc0lzQVZpc2l0b3JJZEFuZE5vdEFGYXVsdA%3D%3D", "/home/maria", "http://maria:secret@proxy.example:3128",
		host, u.Username,
	}
	s := core.Status{
		Title: "Birds\nof the coast",
		URL:   "https://www.youtube.com/watch?v=dQw4w9WgXcQ", Dir: "/home/maria/Videos/Birthday", State: core.Failed,
		Wish:    format.Wish{Kind: format.Video, MaxHeight: 720, Clip: format.Clip{From: time.Minute, To: 90 * time.Second}, Subtitles: format.Subtitles{Languages: "es", File: true}},
		Problem: &core.Problem{Class: core.Gated, Message: "Not for " + u.Username + ".", Err: errors.New("range 0-99 of stream 1 (403): dial tcp: " + strings.Join(secrets, " and "))},
	}
	text := core.Report(s, "1.2.3")
	for _, secret := range append(secrets, "maria", "Birthday", "sn-abc", "203.0", "2001:db8", "secret") {
		if strings.Contains(text, secret) {
			t.Errorf("%q is told:\n%s", secret, text)
		}
	}
	for _, want := range []string{"Hilo: 1.2.3", "Title: Birds of the coast\n", "Wish: video, up to 720p, part 1m0s to 1m30s, subtitles es\n", "watch?v=dQw4w9WgXcQ", "Problem: gated", "range 0-99 of stream 1 (403)", "[address]", "[ip]"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing:\n%s", want, text)
		}
	}
	s.Problem.Err = errors.New(strings.Repeat(filepath.FromSlash("é/"), 1<<20))
	if n := len(core.Report(s, "1.2.3")); n > 2*(4<<10) {
		t.Errorf("a report of %d bytes", n)
	}
}

// A report says nothing twice, and shows no values as Go prints them.
func TestReportIsShort(t *testing.T) {
	problem := func(p core.Problem) string {
		return core.Report(core.Status{URL: "https://youtu.be/aaaaaaaaaaa", State: core.Failed, Wish: format.Wish{Kind: format.Audio}, Problem: &p}, "1.2.3")
	}
	private := &youtube.Error{Class: youtube.Private, Reason: "This video is private"}
	text := problem(core.Problem{Class: core.Private, Message: private.Reason, Err: private})
	if strings.Count(text, private.Reason) != 1 || strings.ContainsAny(text, "{}") || strings.Contains(text, "Bytes") || strings.Contains(text, "Title") {
		t.Error(text)
	}
	private.Err = errors.New("HTTP 403")
	if text := problem(core.Problem{Class: core.Private, Message: private.Reason, Err: private}); !strings.Contains(text, "HTTP 403") {
		t.Error(text)
	}
}
