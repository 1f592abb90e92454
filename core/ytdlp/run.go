package ytdlp

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

var (
	errSlow  = errors.New("not done in time")
	errFlood = errors.New("too much output")
)

const (
	maxTail   = 4 << 10         // bytes of what is said last
	lastWords = 2 * time.Second // for processes that hold on to the output of one that ended
)

// passed is what a run sees of the environment: where programs, the user and
// temporary files are, how to reach the network and whom to trust there.
var passed = []string{
	"HOME", "USER", "LANG", "LC_ALL", "LC_CTYPE", "TMPDIR", "XDG_CACHE_HOME",
	"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "http_proxy", "https_proxy", "all_proxy", "no_proxy",
	"SSL_CERT_FILE", "SSL_CERT_DIR",
	"SYSTEMROOT", "USERPROFILE", "APPDATA", "LOCALAPPDATA", "TEMP", "TMP", "PATHEXT", "COMSPEC", // on Windows
}

func environment() []string {
	env := []string{"PATH=" + strings.Join(folders(), string(os.PathListSeparator))}
	for _, name := range passed {
		if v, ok := os.LookupEnv(name); ok {
			env = append(env, name+"="+v)
		}
	}
	return env
}

// run runs a program to its end and returns all that it printed, and the end
// of what it said besides. When the limit, more than most bytes, or ctx ends
// it early, the error is errSlow, errFlood or that of ctx.
func run(ctx context.Context, limit time.Duration, most int, path string, args ...string) ([]byte, tail, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	defer time.AfterFunc(limit, func() { cancel(errSlow) }).Stop()
	out := &capped{most: most, full: func() { cancel(errFlood) }}
	var said tail
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Dir = filepath.Dir(path) // not where files of the user's or of strangers are
	cmd.Env = environment()
	cmd.Stdout, cmd.Stderr = out, &said
	cmd.WaitDelay = lastWords
	alone(cmd)
	err := cmd.Run()
	if errors.Is(err, exec.ErrWaitDelay) {
		_ = cmd.Cancel() // what it left behind
	}
	if cause := context.Cause(ctx); err != nil && cause != nil {
		err = cause
	}
	return out.b.Bytes(), said, err
}

// capped keeps what is written, up to most bytes.
type capped struct {
	b    bytes.Buffer
	most int
	full func()
}

func (c *capped) Write(p []byte) (int, error) {
	if c.b.Len()+len(p) > c.most {
		c.full()
		return 0, errFlood
	}
	return c.b.Write(p)
}

// tail keeps the end of what is written.
type tail []byte

func (t *tail) Write(p []byte) (int, error) {
	n := len(p)
	p = p[max(len(p)-maxTail, 0):]
	*t = append((*t)[max(len(*t)+len(p)-maxTail, 0):], p...)
	return n, nil
}

// String is the tail as it stands behind an error.
func (t tail) String() string {
	said := strings.TrimSpace(strings.ToValidUTF8(string(t), "?"))
	if said == "" {
		return ""
	}
	return ": " + said
}
