package main

import (
	_ "embed"
	"regexp"
	"runtime/debug"
	"strings"
	"time"

	"github.com/hilo-app/hilo/cli"
)

// The linker sets these in bundles and by make; see packaging/common.sh.
var (
	commit string
	date   string // of the commit, RFC 3339
)

// updatePage is the address of the page for updates; see core.Config. The linker
// sets it. Without it Hilo asks nobody.
var updatePage string

// appData is the one place of the version, the identifier and the website.
//
//go:embed FyneApp.toml
var appData string

// thisBuild says which Hilo this is. Commit and date are those that the linker was
// given, else those of the source archive, else those that go build found in the
// repository; Commit is "unknown" and Built zero without all of them.
func thisBuild() cli.Build {
	info, _ := debug.ReadBuildInfo()
	b := identify(commit, date, archive, info)
	b.Website, b.UpdatePage = fromAppData("Website"), updatePage
	return b
}

// identify is thisBuild for what the linker was given, a source archive's
// description and what go build wrote.
func identify(commit, date, archive string, info *debug.BuildInfo) cli.Build {
	b := cli.Build{Version: fromAppData("Version")}
	var fromGit [2]string
	if info != nil {
		for _, s := range info.Settings {
			switch s.Key {
			case "vcs.revision":
				fromGit[0] = s.Value
			case "vcs.time":
				fromGit[1] = s.Value
			}
		}
	}
	fromArchive := [2]string{archiveField(archive, "commit"), archiveField(archive, "date")}
	for _, source := range [][2]string{{commit, date}, fromArchive, fromGit} {
		if b.Commit == "" {
			b.Commit = source[0][:min(len(source[0]), shortCommit)]
		}
		if b.Built.IsZero() {
			b.Built, _ = time.Parse(time.RFC3339, source[1]) // zero when it is no date
		}
	}
	if b.Commit == "" {
		b.Commit = "unknown"
	}
	b.Built = b.Built.UTC()
	return b
}

// shortCommit is how many digits of a commit are shown.
const shortCommit = 12

// archiveField returns a field of the archive's description; empty when git did
// not write it.
func archiveField(archive, key string) string {
	for line := range strings.Lines(archive) {
		value, ok := strings.CutPrefix(strings.TrimSpace(line), key+" ")
		if ok && !strings.HasPrefix(value, "$") {
			return value
		}
	}
	return ""
}

// fromAppData reads a value of FyneApp.toml.
func fromAppData(key string) string {
	m := regexp.MustCompile(`(?m)^` + key + `\s*=\s*"([^"]*)"`).FindStringSubmatch(appData)
	if m == nil {
		return ""
	}
	return strings.TrimSpace(m[1])
}
