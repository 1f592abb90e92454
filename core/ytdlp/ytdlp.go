// Package ytdlp looks videos up with a yt-dlp that the user has installed, for
// those that Hilo's own profiles cannot get. Hilo neither brings one nor needs
// one.
//
// yt-dlp (github.com/yt-dlp/yt-dlp) is run once a lookup, as
//
//	yt-dlp --ignore-config --no-update -J -- https://www.youtube.com/watch?v=ID
//
// without a shell, with little of the environment, and with bounds to its time
// and output. It gets no cookies and no passwords: it is as much of a guest as
// Hilo. What it prints is not trusted more than an answer of YouTube's; see
// youtube.Second for what is checked where.
//
// The names of its fields and its wording are those of release 2026.08.19.
package ytdlp

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/youtube"
)

// Oldest is the version that is needed. Those before ask as clients that
// YouTube refuses since August 2026.
const Oldest = "2026.08.19"

// Why there is no yt-dlp to use.
var (
	ErrNotFound = errors.New("no yt-dlp on the PATH")
	ErrTooOld   = errors.New("yt-dlp is older than " + Oldest)
)

const (
	versionTime = 10 * time.Second
	maxVersion  = 1 << 10 // bytes of output
	lookupTime  = time.Minute
	maxDump     = 16 << 20 // bytes of output; 189 formats made 0.5 MB
	maxRest     = time.Minute
)

// Engine is a yt-dlp. It may be used by several goroutines at once.
type Engine struct {
	Path    string // of the program, absolute
	Version string // such as "2026.08.19"

	limit time.Duration // of a lookup
}

var _ youtube.Second = Engine{}

// Find looks for yt-dlp on the PATH and asks for its version, which takes it
// a second or two. The error is ErrNotFound; ErrTooOld, and then the Engine
// says which version it is; or another one where it does not run. An Engine
// that comes with an error must not be used.
//
// Folders of the PATH that are not absolute are left out, so that nothing is
// run that happens to lie where Hilo was started.
func Find(ctx context.Context) (Engine, error) { return find(ctx, versionTime) }

func find(ctx context.Context, limit time.Duration) (Engine, error) {
	e := Engine{limit: lookupTime}
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
	out, tail, err := run(ctx, limit, maxVersion, e.Path, "--ignore-config", "--version")
	if err != nil {
		return e, fmt.Errorf("ask yt-dlp for its version: %w%s", err, tail)
	}
	e.Version = strings.TrimSpace(string(out))
	own, ok := parseVersion(e.Version)
	if !ok {
		err := fmt.Errorf("yt-dlp says %.50q where its version belongs", e.Version)
		e.Version = ""
		return e, err
	}
	if least, _ := parseVersion(Oldest); slices.Compare(own, least) < 0 {
		return e, ErrTooOld
	}
	return e, nil
}

// folders is the PATH, and where programs are that the user installed where a
// window does not get the PATH of the terminal.
func folders() []string {
	dirs := filepath.SplitList(os.Getenv("PATH"))
	if runtime.GOOS == "darwin" {
		dirs = append(dirs, "/opt/homebrew/bin", "/usr/local/bin")
	}
	return slices.DeleteFunc(dirs, func(dir string) bool { return !filepath.IsAbs(dir) })
}

var versionForm = regexp.MustCompile(`^(\d{4})\.(\d{1,2})\.(\d{1,2})(?:\.(\d{1,9}))?$`)

// parseVersion reads a day, and the time of a nightly build.
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

// Name is what youtube.Video.Profile says of its videos.
func (Engine) Name() string { return "yt-dlp" }

// Video looks a video up by its id. The error is a *youtube.Error with the end
// of what yt-dlp said in its chain, or that of ctx. It takes a minute at most,
// and up to another one until the addresses are good.
func (e Engine) Video(ctx context.Context, id string) (*youtube.Video, error) {
	out, tail, err := run(ctx, e.limit, maxDump, e.Path,
		"--ignore-config", "--no-update", "-J", "--", "https://www.youtube.com/watch?v="+id)
	var exit *exec.ExitError
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, errSlow):
		return nil, &youtube.Error{Class: youtube.Unreachable, Err: fmt.Errorf("yt-dlp: %w%s", err, tail)}
	case errors.As(err, &exit):
		e := refusal(string(tail))
		e.Err = fmt.Errorf("yt-dlp: %w%s", err, tail)
		return nil, e
	case errors.Is(err, errFlood):
		return nil, &youtube.Error{Class: youtube.Unintelligible, Err: fmt.Errorf("yt-dlp: %w%s", err, tail)}
	case err != nil:
		return nil, &youtube.Error{Class: youtube.Unknown, Err: fmt.Errorf("yt-dlp: %w%s", err, tail)}
	}
	v, from, err := read(out)
	if err != nil {
		return nil, err
	}
	if err := rest(ctx, from); err != nil {
		return nil, err
	}
	return v, nil
}

// rest waits until the addresses of a video are good, which is when its
// advertisements would be over.
func rest(ctx context.Context, until time.Time) error {
	wait := min(time.Until(until), maxRest)
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
