package ytdlp

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"
)

var (
	errSlow    = errors.New("not done in time")
	errTooLong = errors.New("too much output")
)

const (
	maxErrors   = 1 << 20         // bytes of error output; it has a line for each warning
	maxTail     = 4 << 10         // bytes that are kept of it
	outputGrace = 2 * time.Second // for child processes that keep the output open after yt-dlp ended
)

// passed are the environment variables that yt-dlp gets: the locations of programs,
// of the user's and of temporary files, the proxy settings and the trusted
// certificates.
var passed = []string{
	"HOME", "USER", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "XDG_CACHE_HOME",
	"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy",
	"SSL_CERT_FILE", "SSL_CERT_DIR",
	"SYSTEMROOT", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP", "TMP", "PATHEXT", "COMSPEC", // on Windows
}

// markName is an environment variable with another value in each run of yt-dlp, by
// which the processes of that run are known.
const markName = "HILO_YTDLP_RUN"

// environment returns the environment of yt-dlp, with the proxy of an Extractor and
// without its mark. A proxy is not an argument, because other users see those of every process, and it may
// hold a password.
func environment(proxy string) []string {
	env := []string{"PATH=" + strings.Join(folders(), string(os.PathListSeparator))}
	for _, name := range passed {
		if proxy != "" && strings.HasSuffix(strings.ToUpper(name), "_PROXY") {
			continue
		}
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	switch proxy {
	case "":
	case "direct":
		env = append(env, "NO_PROXY=*", "no_proxy=*")
	default:
		env = append(env, "HTTPS_PROXY="+proxy, "HTTP_PROXY="+proxy, "ALL_PROXY="+proxy)
	}
	return env
}

// run runs a program in an environment and returns its standard output, and the end of its error
// output. The error is errSlow when the program takes longer than limit,
// errTooLong when it prints more than most bytes, or more than maxErrors bytes of
// errors, and the error of ctx when ctx ends first. The child processes of the
// program end with it; see contain and endMarked.
func run(ctx context.Context, limit time.Duration, most int, env []string, path string, args ...string) ([]byte, tail, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer time.AfterFunc(limit, func() { cancel(errSlow) }).Stop()
	out := &capped{most: most, full: func() { cancel(errTooLong) }}
	errorOutput := &cappedTail{left: maxErrors, full: func() { cancel(errTooLong) }}
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir = filepath.Dir(path) // not in a folder with files of the user or of others
	mark := markName + "=" + rand.Text()
	cmd.Env = append(slices.Clone(env), mark)
	cmd.Stdout, cmd.Stderr = out, errorOutput
	cmd.WaitDelay = outputGrace
	isolate(cmd)
	err := cmd.Start()
	if err == nil {
		killChildren := contain(cmd.Process)
		err = cmd.Wait()
		killChildren()
		endMarked(mark)
	}
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = cause
	}
	return out.b.Bytes(), errorOutput.tail, err
}

// capped is a buffer of at most most bytes. It calls full when a write exceeds
// them.
type capped struct {
	b    bytes.Buffer
	most int
	full func()
}

// Write implements io.Writer.
func (c *capped) Write(p []byte) (int, error) {
	if c.b.Len()+len(p) > c.most {
		c.full()
		return 0, errTooLong
	}
	return c.b.Write(p)
}

// cappedTail is a tail that calls full when more bytes are written than left.
type cappedTail struct {
	tail
	left int
	full func()
}

// Write implements io.Writer.
func (c *cappedTail) Write(p []byte) (int, error) {
	if c.left -= len(p); c.left < 0 {
		c.full()
		return 0, errTooLong
	}
	return c.tail.Write(p)
}

// tail is a writer that keeps the last maxTail bytes.
type tail []byte

// Write implements io.Writer.
func (t *tail) Write(p []byte) (int, error) {
	n := len(p)
	p = p[max(len(p)-maxTail, 0):]
	*t = append((*t)[max(len(*t)+len(p)-maxTail, 0):], p...)
	return n, nil
}

// String returns the tail in the form to append to an error, "" when it is empty.
func (t tail) String() string {
	said := strings.TrimSpace(strings.ToValidUTF8(string(t), "?"))
	if said == "" {
		return ""
	}
	return ": " + said
}

// folders returns the absolute folders of the PATH. On macOS it adds the folders of
// package managers, because a program started from the desktop does not get the
// PATH of the terminal.
func folders() []string {
	dirs := filepath.SplitList(os.Getenv("PATH"))
	if runtime.GOOS == "darwin" {
		dirs = append(dirs, "/opt/homebrew/bin", "/usr/local/bin")
	}
	return slices.DeleteFunc(dirs, func(dir string) bool { return !filepath.IsAbs(dir) })
}
