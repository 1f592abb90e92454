// Package ytdlp looks up videos with the yt-dlp that the user has installed, for
// videos that no client profile gets. It is the youtube.FallbackExtractor of the
// program. Hilo neither ships yt-dlp nor needs it.
//
// Fallback is what package core uses: it searches when it is first needed. Find
// searches the PATH and returns an Extractor, whose Video method runs yt-dlp
// (github.com/yt-dlp/yt-dlp) once, as
//
//	yt-dlp --ignore-config --no-update -J -- https://www.youtube.com/watch?v=ID
//
// and parses what it prints:
//
//	Find -> Extractor.Video -> run -> read (dump.go, format.go) -> youtube.Video
//	                               -> parseError (errors.go)    -> youtube.Error
//
// yt-dlp runs without a shell, with a small environment, and with limits to its
// time and output. It gets no cookies and no passwords, so it is a guest as Hilo
// is. Its output is trusted as little as an answer of YouTube: package youtube
// checks every value.
//
// The package knows package youtube and nothing of downloads, settings and the
// queue. Field names and wording are those of yt-dlp 2026.08.19.
package ytdlp

import (
	"context"
	"errors"
	"fmt"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/youtube"
)

// Oldest is the oldest usable version. Older ones ask as clients that YouTube
// refuses since August 2026.
const Oldest = "2026.08.19"

// Safe is the oldest version whose executables check certificates as they should.
// Those before it have a hole in their TLS (GHSA-6q48-6c7w-9gw2, 2026-10-21).
const Safe = "2026.10.21"

// The reasons why yt-dlp cannot be used.
var (
	ErrNotFound = errors.New("no yt-dlp on the PATH")
	ErrTooOld   = errors.New("yt-dlp is older than " + Oldest)
)

const (
	versionTime = 10 * time.Second // for --version
	maxVersion  = 1 << 10          // bytes of output
	lookupTime  = time.Minute
	maxDump     = 16 << 20    // bytes of output; 189 formats print 0.5 MB
	maxWait     = time.Minute // until the addresses become valid
)

// Extractor is an installed yt-dlp. It is safe for concurrent use.
type Extractor struct {
	Path    string // of the program, absolute
	Version string // such as "2026.08.19"

	// Proxy is what yt-dlp uses for its requests: empty is what the environment and the
	// system say, "direct" is none, else the address of a proxy.
	Proxy string

	limit time.Duration // of a lookup
}

var _ youtube.FallbackExtractor = Extractor{}

// Find searches the PATH for yt-dlp and runs it for its version, which takes a
// second or two. The error is ErrNotFound; ErrTooOld, and then the Extractor has
// the version; or another error when yt-dlp does not run. An Extractor that is
// returned with an error must not be used.
//
// Find skips folders of the PATH that are not absolute, so that it never runs a
// program from the folder in which Hilo was started.
func Find(ctx context.Context) (Extractor, error) { return find(ctx, versionTime) }

func find(ctx context.Context, limit time.Duration) (Extractor, error) {
	e := Extractor{limit: lookupTime}
	for _, dir := range folders() {
		path, err := exec.LookPath(filepath.Join(dir, program))
		if err == nil {
			e.Path = path
			break
		}
	}
	if e.Path == "" {
		return e, ErrNotFound
	}
	out, tail, err := run(ctx, limit, maxVersion, environment(e.Proxy), e.Path, "--ignore-config", "--version")
	if err != nil {
		return e, fmt.Errorf("ask yt-dlp for its version: %w%s", err, tail)
	}
	e.Version = strings.TrimSpace(string(out))
	own, ok := parseVersion(e.Version)
	if !ok {
		err := fmt.Errorf("yt-dlp prints %.50q as its version", e.Version)
		e.Version = ""
		return e, err
	}
	if least, _ := parseVersion(Oldest); slices.Compare(own, least) < 0 {
		return e, ErrTooOld
	}
	return e, nil
}

// Insecure reports whether the version is older than Safe. It is false when the
// version is not known.
func (e Extractor) Insecure() bool {
	own, ok := parseVersion(e.Version)
	safe, _ := parseVersion(Safe)
	return ok && slices.Compare(own, safe) < 0
}

var versionForm = regexp.MustCompile(`^(\d{4})\.(\d{1,2})\.(\d{1,2})(?:\.(\d{1,9}))?$`)

// parseVersion parses a date, with the time of a nightly build.
func parseVersion(s string) ([]int, bool) {
	m := versionForm.FindStringSubmatch(s)
	if m == nil {
		return nil, false
	}
	numbers := make([]int, len(m)-1)
	for i := range numbers {
		numbers[i], _ = strconv.Atoi(m[i+1]) // "" is 0
	}
	return numbers, true
}

// Name implements youtube.FallbackExtractor.
func (Extractor) Name() string { return "yt-dlp" }

// Video implements youtube.FallbackExtractor. The error is a *youtube.Error with
// the end of yt-dlp's error output in its chain, or the error of ctx. Video takes
// at most a minute, and up to another minute until the addresses become valid.
func (e Extractor) Video(ctx context.Context, id string) (*youtube.Video, error) {
	out, tail, err := run(ctx, e.limit, maxDump, environment(e.Proxy), e.Path,
		"--ignore-config", "--no-update", "-J", "--", "https://www.youtube.com/watch?v="+id)
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, errSlow):
		return nil, &youtube.Error{Class: youtube.Unreachable, Err: fmt.Errorf("yt-dlp: %w%s", err, tail)}
	case errors.As(err, &exit):
		e := parseError(string(tail))
		e.Err = fmt.Errorf("yt-dlp: %w%s", err, tail)
		return nil, e
	case errors.Is(err, errTooLong):
		return nil, &youtube.Error{Class: youtube.Unintelligible, Err: fmt.Errorf("yt-dlp: %w%s", err, tail)}
	case err != nil:
		return nil, &youtube.Error{Class: youtube.Unknown, Err: fmt.Errorf("yt-dlp: %w%s", err, tail)}
	}
	v, from, err := read(out)
	if err != nil {
		return nil, err
	}
	if err := waitUntil(ctx, from); err != nil {
		return nil, err
	}
	return v, nil
}

// waitUntil waits until the addresses of a video become valid, which is when its
// advertisements would be over. It waits for maxWait at most.
func waitUntil(ctx context.Context, until time.Time) error {
	wait := min(time.Until(until), maxWait)
	if wait <= 0 {
		return nil
	}
	t := time.NewTimer(wait)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}
