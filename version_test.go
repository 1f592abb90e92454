package main

import (
	"os/exec"
	"runtime/debug"
	"strings"
	"testing"
	"time"
)

func TestIdentify(t *testing.T) {
	const long = "0123456789abcdef0123456789abcdef01234567"
	const placeholders, written = "commit $Format:%H$\ndate $Format:%cI$\n", "commit " + long + "\r\ndate 2026-03-01T12:00:00+02:00\r\n"
	git := &debug.BuildInfo{Settings: []debug.BuildSetting{
		{Key: "vcs.revision", Value: "fedcba9876543210"}, {Key: "vcs.time", Value: "2026-01-01T00:00:00Z"}}}
	at := func(text string) time.Time {
		d, err := time.Parse(time.RFC3339, text)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
	for name, c := range map[string]struct {
		commit, date, archive string
		info                  *debug.BuildInfo
		wantCommit            string
		want                  time.Time
	}{
		"linker first":    {"aaaaaaaaaaaa", "2026-05-05T05:05:05Z", written, git, "aaaaaaaaaaaa", at("2026-05-05T05:05:05Z")},
		"source archive":  {"", "", written, git, "0123456789ab", at("2026-03-01T10:00:00Z")},
		"checkout":        {"", "", placeholders, git, "fedcba987654", at("2026-01-01T00:00:00Z")},
		"nothing known":   {"", "", placeholders, nil, "unknown", time.Time{}},
		"date is no date": {"aaaaaaaaaaaa", "yesterday", placeholders, nil, "aaaaaaaaaaaa", time.Time{}},
	} {
		b := identify(c.commit, c.date, c.archive, c.info)
		if b.Commit != c.wantCommit || !b.Built.Equal(c.want) || b.Version == "" {
			t.Errorf("%s: %+v", name, b)
		}
	}
}

// A source archive is made by git archive, which must replace the placeholders.
func TestSourceArchiveKnowsItsCommit(t *testing.T) {
	head, err := exec.Command("git", "rev-parse", "HEAD").Output()
	if err != nil {
		t.Skip("not in a git checkout")
	}
	out, err := exec.Command("git", "archive", "--format=tar", "HEAD", "packaging/source.txt").Output()
	if err != nil {
		t.Fatal(err)
	}
	_, content, _ := strings.Cut(string(out), "commit ")
	if b := identify("", "", "commit "+content, nil); b.Commit != strings.TrimSpace(string(head))[:12] || b.Built.IsZero() {
		t.Errorf("archive of %s says %+v", head, b)
	}
}
