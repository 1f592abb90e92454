//go:build unix

package core_test

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"
)

// browser is Chromium that plays one address, and is told what to do over two pipes
// (Chrome DevTools Protocol, --remote-debugging-pipe).
type browser struct {
	t       *testing.T
	in      *os.File
	answers *bufio.Reader
	number  int
	session string
}

// startBrowser starts Chromium and opens an address in it, as an http address opens
// where there is no player.
func startBrowser(t *testing.T, program string) *browser {
	t.Helper()
	profile, err := os.MkdirTemp("", "browser") // processes of its own may write there when it has ended
	if err != nil {
		t.Fatal(err)
	}
	args := []string{
		"--headless=new", "--remote-debugging-pipe", "--user-data-dir=" + profile, "--autoplay-policy=no-user-gesture-required",
		"--mute-audio", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update",
	}
	if os.Geteuid() == 0 { // else it refuses to start
		args = append(args, "--no-sandbox")
	}
	c := exec.CommandContext(t.Context(), program, append(args, "about:blank")...)
	theirIn, in, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	out, theirOut, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	c.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	c.ExtraFiles = []*os.File{theirIn, theirOut}
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	_ = theirIn.Close()
	_ = theirOut.Close()
	t.Cleanup(func() {
		_ = syscall.Kill(-c.Process.Pid, syscall.SIGKILL)
		_ = c.Wait()
		_ = in.Close()
		_ = out.Close()
		_ = os.RemoveAll(profile)
	})
	b := &browser{t: t, in: in, answers: bufio.NewReader(out)}
	var targets struct {
		TargetInfos []struct{ TargetID, Type string }
	}
	b.ask("Target.getTargets", nil, &targets)
	for _, x := range targets.TargetInfos {
		if x.Type == "page" {
			var attached struct{ SessionID string }
			b.ask("Target.attachToTarget", map[string]any{"targetId": x.TargetID, "flatten": true}, &attached)
			b.session = attached.SessionID
		}
	}
	if b.session == "" {
		t.Fatal("Chromium has no page")
	}
	return b
}

// ask calls a method and decodes its result.
func (b *browser) ask(method string, params map[string]any, result any) {
	b.t.Helper()
	b.number++
	call := map[string]any{"id": b.number, "method": method}
	if params != nil {
		call["params"] = params
	}
	if b.session != "" {
		call["sessionId"] = b.session
	}
	line, err := json.Marshal(call)
	if err != nil {
		b.t.Fatal(err)
	}
	if _, err := b.in.Write(append(line, 0)); err != nil {
		b.t.Fatal(err)
	}
	for {
		line, err := b.answers.ReadBytes(0)
		if err != nil {
			b.t.Fatalf("Chromium ended: %v", err)
		}
		var a struct {
			ID     int
			Result json.RawMessage
			Error  json.RawMessage
		}
		if err := json.Unmarshal(bytes.TrimSuffix(line, []byte{0}), &a); err != nil {
			b.t.Fatal(err)
		}
		if a.ID != b.number {
			continue // an event
		}
		if a.Error != nil {
			b.t.Fatalf("%s: %s", method, a.Error)
		}
		if err := json.Unmarshal(a.Result, result); err != nil {
			b.t.Fatal(err)
		}
		return
	}
}

// videoState is what the page's video says of itself.
type videoState struct {
	Time, Ready, Frames, Code float64
	Seeking, Paused           bool
	Error                     string
}

const askVideo = `(() => {
	const v = document.querySelector("video");
	if (!v) return "{}";
	return JSON.stringify({time: v.currentTime, ready: v.readyState, frames: v.getVideoPlaybackQuality().totalVideoFrames,
		seeking: v.seeking, paused: v.paused, code: v.error ? v.error.code : 0, error: v.error ? v.error.message : ""});
})()`

func (b *browser) evaluate(script string) string {
	b.t.Helper()
	var r struct {
		Result struct{ Value any }
	}
	b.ask("Runtime.evaluate", map[string]any{"expression": script}, &r)
	s, _ := r.Result.Value.(string)
	return s
}

// await waits until the video is in a state.
func (b *browser) await(what string, right func(videoState) bool) {
	b.t.Helper()
	var s videoState
	for limit := time.Now().Add(deadline); time.Now().Before(limit); time.Sleep(5 * time.Millisecond) {
		s = videoState{}
		if err := json.Unmarshal([]byte(b.evaluate(askVideo)), &s); err != nil {
			b.t.Fatal(err)
		}
		if s.Code != 0 {
			b.t.Fatalf("Chromium: error %v: %s; wanted %s", s.Code, s.Error, what)
		}
		if right(s) {
			return
		}
	}
	b.t.Fatalf("never: %s: %+v", what, s)
}

func (b *browser) picture() {
	b.t.Helper()
	b.await("the first picture", func(s videoState) bool { return s.Ready >= 2 && s.Frames > 0 })
}

func (b *browser) jump(at float64) {
	b.evaluate(fmt.Sprintf(`document.querySelector("video").currentTime = %f`, at))
}

func (b *browser) jumped(at float64) {
	b.t.Helper()
	b.await("picture after a jump", func(s videoState) bool { return s.Ready >= 2 && !s.Seeking && s.Time >= at })
}

func (b *browser) position(at float64) {
	b.t.Helper()
	b.await(fmt.Sprintf("%.1f s", at), func(s videoState) bool { return !s.Paused && s.Time >= at && s.Time < at+30 })
}

// TestBrowserWatches has Chromium play a download.
func TestBrowserWatches(t *testing.T) {
	program, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("Chromium is not installed")
	}
	b := startBrowser(t, program)
	watchDownload(t, func(t *testing.T, address string) testPlayer {
		t.Helper()
		b.t = t
		var r struct{}
		b.ask("Page.navigate", map[string]any{"url": address}, &r)
		return b
	})
}
