package e2e

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"testing"
	"time"

	"github.com/hilo-app/hilo/cli"
	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// asChild makes the test program a Hilo; its value is a task.
const asChild = "HILO_SOAK_CHILD"

// task is what a child does: "hilo get", or what the window does with its queue.
type task struct {
	Get      []string // arguments of "hilo get"
	Queue    string   // path of the queue's file, where there is no Get
	Dir      string   // and its folder
	Links    string   // and what is added to it
	MaxBytes int64    // that a file can have, as on a full disk; negative: no bound
}

// line is what a child says of a download: what "hilo get -json" does.
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

func child(text string) int {
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
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if t.Get != nil {
		args := append([]string{"get", "-json"}, t.Get...)
		return cli.Run(ctx, args, cli.Streams{In: os.Stdin, Out: os.Stdout, Err: os.Stderr}, cli.Build{})
	}
	return queue(ctx, t)
}

// inUse is the exit status where another process has the queue.
const inUse = 4

// queue is the window's part of the work, without a window.
func queue(ctx context.Context, t task) int {
	m, err := core.Open(core.Config{Dir: t.Dir, Store: t.Queue})
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

// practice is a site on loopback and how a child reaches it: as a person's
// system says that YouTube is reached, by proxy and trusted certificates.
type practice struct {
	site *simulator.Site
	env  []string
}

func newPractice(t *testing.T) *practice {
	t.Helper()
	site := simulator.NewSite()
	proxy := httptest.NewServer(tunnel(site.Addr()))
	t.Cleanup(func() {
		site.Close()
		proxy.CloseClientConnections()
		proxy.Close()
	})
	certs := filepath.Join(t.TempDir(), "ca.pem")
	if err := os.WriteFile(certs, site.Authority(), 0o600); err != nil {
		t.Fatal(err)
	}
	return &practice{site, []string{"HTTPS_PROXY=" + proxy.URL, "SSL_CERT_FILE=" + certs}}
}

// tunnel is a proxy that connects to one place, whatever host is asked for.
type tunnel string

func (to tunnel) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	up, err := net.Dial("tcp", string(to))
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer up.Close()
	down, buffered, err := http.NewResponseController(w).Hijack()
	if err != nil {
		return
	}
	defer down.Close()
	_, _ = io.WriteString(down, "HTTP/1.1 200 OK\r\n\r\n")
	go func() {
		_, _ = io.Copy(up, buffered)
		up.Close() // the child is gone: what is on its way to it is not sent any more
	}()
	_, _ = io.Copy(down, up)
}

// start starts a child and hands on what it says of its downloads.
func (p *practice) start(t *testing.T, do task) (*exec.Cmd, <-chan line) {
	t.Helper()
	text, err := json.Marshal(do)
	if err != nil {
		t.Fatal(err)
	}
	c := exec.Command(os.Args[0])
	c.Env = append(append(os.Environ(), p.env...), asChild+"="+string(text))
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

// run lets a child come to its end and returns the last word on each download
// and the exit status.
func (p *practice) run(t *testing.T, do task) (last map[core.ID]line, status int) {
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
