package e2e

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/cli"
	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/youtube/simulator"
	"github.com/hilo-app/hilo/core/youtube/simulator/connectproxy"
)

// childEnv makes the test program act as Hilo; its value is a task in JSON.
const childEnv = "HILO_SOAK_CHILD"

// task is what a child does: it runs "hilo get", or works on a stored queue as
// the window does.
type task struct {
	Get      []string // arguments of "hilo get"
	Queue    string   // path of the file of the queue, if Get is empty
	Dir      string   // to save into, likewise
	Links    string   // to add to the queue
	MaxBytes int64    // that a file can have, as on a full disk; negative: no limit
	NoFiles  bool     // no more files can be opened
	Data     string   // folder of the crash file, if Get is empty
	Panic    bool     // a request for media ends the process, likewise
	Retry    bool     // what failed is retried, likewise
}

// line is one line of a child about a download, as "hilo get -json" prints it.
type line struct {
	ID       core.ID    `json:"id"`
	URL      string     `json:"url"`
	State    core.State `json:"state"`
	Received int64      `json:"received"`
	File     string     `json:"file"`
	Note     string     `json:"note"`
	Problem  *struct {
		Class   core.Class `json:"class"`
		Message string     `json:"message"`
	} `json:"problem"`
}

func runChild(text string) int {
	var t task
	if err := json.Unmarshal([]byte(text), &t); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	if t.MaxBytes >= 0 {
		if err := limitFiles(t.MaxBytes); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 2
		}
	}
	if t.NoFiles {
		if err := limitOpenFiles(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 2
		}
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if t.Get != nil {
		args := append([]string{"get", "-json"}, t.Get...)
		return cli.Run(ctx, args, cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, cli.Build{})
	}
	return runQueue(ctx, t)
}

// inUse is the exit status of a child whose queue another process has open.
const inUse = 4

// runQueue works on a stored queue until all downloads have ended.
func runQueue(ctx context.Context, t task) int {
	c := core.Config{Dir: t.Dir, Store: t.Queue}
	if t.Data != "" {
		c.Crashed = cli.CatchCrash(t.Data)
	}
	if t.Panic {
		c.Transport = http.DefaultTransport.(*http.Transport).Clone()
		c.Transport.Proxy = t.panicOnMedia
	}
	m, err := core.Open(c)
	if errors.Is(err, core.ErrInUse) {
		return inUse
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer m.Close()
	box := m.Subscribe()
	if t.Links != "" {
		m.Add(core.Request{Text: t.Links, Wish: format.Wish{Kind: format.Video}})
	}
	if t.Retry {
		for _, s := range m.List() {
			m.Retry(s.ID)
		}
	}
	out := json.NewEncoder(os.Stdout)
	for {
		done := true
		for _, s := range m.List() {
			done = done && s.State.Ended()
		}
		for _, s := range box.Take().Changed {
			l := line{ID: s.ID, URL: s.URL, State: s.State, Received: s.Received, File: s.File, Note: s.Note}
			_ = out.Encode(l)
		}
		if done {
			return 0
		}
		select {
		case <-box.Wake():
		case <-ctx.Done():
			return 1
		}
	}
}

// panicOnMedia panics on a goroutine that nothing recovers, as one of a library would
// be, once the queue's file says that the download is active: that is written in the
// background.
func (t task) panicOnMedia(r *http.Request) (*url.URL, error) {
	if strings.HasSuffix(r.URL.Hostname(), ".googlevideo.com") {
		for {
			if b, err := os.ReadFile(t.Queue); err == nil && bytes.Contains(b, []byte(`"State":"looking-up"`)) {
				go panic("a mistake in Hilo")
				<-r.Context().Done()
				return nil, r.Context().Err()
			}
			time.Sleep(10 * time.Millisecond)
		}
	}
	return http.ProxyFromEnvironment(r)
}

// proxiedSite is a simulated YouTube on loopback. A child reaches it by the proxy
// and the trusted certificates of its environment, env.
type proxiedSite struct {
	site *simulator.Server
	env  []string
}

func newProxiedSite(t *testing.T) *proxiedSite {
	t.Helper()
	site := simulator.NewServer()
	proxy := connectproxy.New(site.Addr())
	t.Cleanup(func() {
		site.Close()
		proxy.Close()
	})
	certs := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(certs, site.Authority(), 0o600); err != nil {
		t.Fatal(err)
	}
	return &proxiedSite{site, []string{"HTTPS_PROXY=" + proxy.URL, "SSL_CERT_FILE=" + certs}}
}

// start starts a child and passes on its lines.
func (p *proxiedSite) start(t *testing.T, do task) (*exec.Cmd, <-chan line) {
	t.Helper()
	text, err := json.Marshal(do)
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(os.Args[0])
	c.Env = append(append(os.Environ(), p.env...), childEnv+"="+string(text))
	c.Stderr = &bytes.Buffer{}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	lines := make(chan line)
	go func() {
		defer close(lines)
		for s := bufio.NewScanner(out); s.Scan(); {
			var l line
			if json.Unmarshal(s.Bytes(), &l) == nil {
				lines <- l
			}
		}
	}()
	return c, lines
}

// run runs a child and returns its last line about each download and its exit
// status.
func (p *proxiedSite) run(t *testing.T, do task) (last map[core.ID]line, status int) {
	t.Helper()
	c, lines := p.start(t, do)
	watchdog := time.AfterFunc(deadline, func() { _ = c.Process.Kill() })
	defer watchdog.Stop()
	last = map[core.ID]line{}
	for l := range lines {
		last[l.ID] = l
	}
	err := c.Wait()
	var exit *exec.ExitError
	if err != nil && (!errors.As(err, &exit) || exit.ExitCode() < 0) {
		t.Fatalf("%v: %s", err, c.Stderr)
	}
	return last, c.ProcessState.ExitCode()
}
