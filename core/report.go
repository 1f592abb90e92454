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
	line("Wish", fmt.Sprintf("%+v", s.Wish))
	line("State", s.State)
	if s.Quality != "" {
		line("Quality", s.Quality)
	}
	line("Bytes", fmt.Sprintf("%d of %d", s.Received, s.Total))
	if s.Note != "" {
		line("Note", s.Note)
	}
	if p := s.Problem; p != nil {
		line("Problem", p.Class)
		if p.Message != "" {
			line("YouTube says", redact(p.Message, s.Dir))
		}
		if p.Err != nil {
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
// user to copy, without what Report leaves out, too.
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
