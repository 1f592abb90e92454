// Package changelog reads CHANGELOG.md, whose form is that of Keep a Changelog.
package changelog

import (
	"regexp"
	"strings"
)

// Release is one version's section of the changelog.
type Release struct {
	Version, Date string // such as "1.2.0" and "2026-11-23"
	Body          string // Markdown
}

var (
	sectionStart = regexp.MustCompile(`^## \[([0-9]+\.[0-9]+\.[0-9]+)\] - ([0-9]{4}-[0-9]{2}-[0-9]{2})$`)
	linkTarget   = regexp.MustCompile(`^\[[^\]]+\]: `)
	markdownLink = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)
)

// Parse returns the released versions in the order of the text. What is not
// released yet is no section of theirs.
func Parse(text string) []Release {
	var all []Release
	inside := false
	for line := range strings.Lines(text) {
		m := sectionStart.FindStringSubmatch(strings.TrimSpace(line))
		switch {
		case m != nil:
			all = append(all, Release{Version: m[1], Date: m[2]})
			inside = true
		case strings.HasPrefix(line, "## "), linkTarget.MatchString(line):
			inside = false
		case inside:
			all[len(all)-1].Body += line
		}
	}
	for i := range all {
		all[i].Body = strings.TrimSpace(all[i].Body) + "\n"
	}
	return all
}

// Items returns the list items of Markdown as plain text, each on one line.
func Items(markdown string) []string {
	var all []string
	open := false
	for line := range strings.Lines(markdown) {
		text := strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "- "):
			all = append(all, strings.TrimPrefix(text, "- "))
			open = true
		case text == "" || strings.HasPrefix(text, "#"):
			open = false
		case open:
			all[len(all)-1] += " " + text
		}
	}
	for i, text := range all {
		text = markdownLink.ReplaceAllString(text, "$1")
		all[i] = strings.NewReplacer("`", "", "*", "").Replace(text)
	}
	return all
}
