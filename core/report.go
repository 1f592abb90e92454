package core

import (
	"fmt"
	"os"
	"os/user"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/checkup"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/youtube"
)

// maxReport bounds a report's technical part, in bytes.
const maxReport = 4 << 10

// Report returns what a developer needs to find out why a download failed, as
// text for its user to copy: of which video, what was wished for, what happened, on what
// kind of computer. It has no stream addresses, tokens, network addresses, paths or names
// of the person.
func Report(s Status, version string) string {
	var b strings.Builder
	line := func(name string, value any) { fmt.Fprintf(&b, "%s: %v\n", name, value) }
	computer(line, version)
	if title := strings.Join(strings.Fields(s.Title), " "); title != "" {
		line("Title", strings.ToValidUTF8(title[:min(len(title), maxTitle)], ""))
	}
	line("Link", s.URL)
	line("Wish", wished(s.Wish))
	line("State", s.State)
	if s.Quality != "" {
		line("Quality", s.Quality)
	}
	if s.Received > 0 || s.Total > 0 {
		line("Bytes", fmt.Sprintf("%d of %d", s.Received, s.Total))
	}
	if s.Note != "" {
		line("Note", s.Note)
	}
	if p := s.Problem; p != nil {
		line("Problem", p.Class)
		if p.Message != "" {
			line("YouTube says", redact(p.Message, s.Dir))
		}
		if p.Err != nil && !saysOnly(p.Err, p) {
			line("Details", redact(p.Err.Error(), s.Dir))
		}
	}
	return b.String()
}

// maxTitle bounds a title in a report, in bytes.
const maxTitle = 300

// computer writes the lines that every report begins with.
func computer(line func(name string, value any), version string) {
	line("Hilo", fmt.Sprintf("%s, %s/%s", version, runtime.GOOS, runtime.GOARCH))
	line("When", time.Now().UTC().Format(time.RFC3339))
}

// CheckUpReport returns what a developer needs to understand a check-up, as text for its
// user to copy, without what Report leaves out.
func CheckUpReport(steps []checkup.Step, v checkup.Verdict, version string) string {
	var b strings.Builder
	line := func(name string, value any) { fmt.Fprintf(&b, "%s: %v\n", name, value) }
	computer(line, version)
	line("Verdict", v.Class)
	for _, s := range steps {
		text := string(s.State)
		if s.Detail != "" {
			text += ", " + strings.Join(strings.Fields(redact(s.Detail, "")), " ")
		}
		line(string(s.Name), text)
	}
	return b.String()
}

// saysOnly reports whether an error tells nothing but what its problem says already.
func saysOnly(err error, p *Problem) bool {
	e, ok := err.(*youtube.Error) //nolint:errorlint // what wraps it says more
	return ok && e.Err == nil && e.Reason == p.Message && string(e.Class) == string(p.Class)
}

// wished says a wish in words, without what is so by default.
func wished(w format.Wish) string {
	all := []string{string(w.Kind)}
	add := func(is bool, text string) {
		if is {
			all = append(all, text)
		}
	}
	add(w.Format != "", string(w.Format))
	add(w.MP3 != "", "quality "+string(w.MP3))
	add(w.Best, "best picture")
	add(w.HDR, "HDR")
	add(w.MaxHeight > 0, fmt.Sprintf("up to %dp", w.MaxHeight))
	add(w.Language != "", "sound "+w.Language)
	add(w.DRC, "even loudness")
	switch c := w.Clip; {
	case c.To > 0:
		add(true, fmt.Sprintf("part %s to %s", c.From, c.To))
	case c.From > 0:
		add(true, fmt.Sprintf("part from %s", c.From))
	}
	add(w.Chapters, "a file for each chapter")
	add(w.Subtitles.File || w.Subtitles.Embed, "subtitles "+w.Subtitles.Languages)
	add(w.Sidecars != format.Sidecars{}, "files next to it")
	add(w.SponsorBlock.Mode != format.SponsorOff, "SponsorBlock "+string(w.SponsorBlock.Mode))
	return strings.Join(all, ", ")
}

var (
	anyAddress = regexp.MustCompile(`(?i)\b(?:https?|socks5h?)://[^\s"'<>]+`)
	anyHost    = regexp.MustCompile(`(?i)\b[a-z0-9.-]+\.(?:googlevideo|ytimg|ggpht)\.com\b`)
	anyIPv4    = regexp.MustCompile(`\b\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?\b`)
	anyIPv6    = regexp.MustCompile(`\[?(?:[0-9a-fA-F]{1,4}:|:){2,}[0-9a-fA-F:.%a-z]*\]?(?::\d+)?`)
	anyToken   = regexp.MustCompile(`[A-Za-z0-9_=%-]{32,}`)
)

// redact removes from a technical text what identifies the person.
func redact(text, dir string) string {
	text = text[:min(len(text), 4*maxReport)] // bounds the work; the result is cut to maxReport
	for _, folder := range privateFolders(dir) {
		text = strings.ReplaceAll(text, folder, "[folder]")
	}
	if u, err := user.Current(); err == nil {
		text = without(text, u.Username, u.Name)
	}
	if host, err := os.Hostname(); err == nil {
		text = without(text, host)
	}
	text = anyAddress.ReplaceAllString(text, "[address]")
	text = anyHost.ReplaceAllString(text, "[host]")
	text = anyIPv4.ReplaceAllString(text, "[ip]")
	text = anyIPv6.ReplaceAllString(text, "[ip]")
	text = anyToken.ReplaceAllString(text, "[token]")
	if len(text) > maxReport {
		text = strings.ToValidUTF8(text[:maxReport], "") + "…"
	}
	return text
}

// privateFolders returns the folders that say whose computer this is, the most
// specific one first.
func privateFolders(dir string) []string {
	var all []string
	if dir != "" {
		all = append(all, dir)
	}
	if home, err := os.UserHomeDir(); err == nil && home != filepath.Dir(home) {
		all = append(all, home)
	}
	return all
}

// without replaces names where they are whole words.
func without(text string, names ...string) string {
	for _, n := range names {
		if i := strings.LastIndexByte(n, '\\'); i >= 0 { // DOMAIN\name
			n = n[i+1:]
		}
		if len(n) < 2 {
			continue
		}
		text = regexp.MustCompile(`(?i)(^|[^\pL\pN])`+regexp.QuoteMeta(n)+`($|[^\pL\pN])`).ReplaceAllString(text, "${1}[name]${2}")
	}
	return text
}
