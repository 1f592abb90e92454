package cli

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/checkup"
)

func TestEveryStepHasAName(t *testing.T) {
	for _, name := range checkup.Steps() {
		if text := stepNames[name]; text == "" || len(text) > 16 {
			t.Errorf("%s is called %q", name, text)
		}
	}
	for _, marks := range []map[checkup.State]string{stateMarks, stateWords} {
		for _, s := range []checkup.State{checkup.Running, checkup.OK, checkup.Warned, checkup.Failed, checkup.Skipped} {
			if marks[s] == "" {
				t.Errorf("%s has no mark", s)
			}
		}
	}
}

func TestCheckWrongUsage(t *testing.T) {
	for _, args := range [][]string{{"check", "-nonsense"}, {"check", "now"}, {"check", "-dir"}, {"check", "-dir", ""}} {
		if code, out, err := run(t, "", args...); code != 2 || err == "" || out != "" {
			t.Errorf("%q: status %d, output %q, error %q", args, code, out, err)
		}
	}
	if code, _, err := run(t, "", "check", "-h"); code != 0 || !strings.Contains(err, "-dir DIR") {
		t.Errorf("check -h: %d %q", code, err)
	}
}

func TestCheckInPlainLines(t *testing.T) {
	dir := t.TempDir()
	code, out, err := run(t, "", "check", "-demo", "-dir", dir)
	lines := strings.Split(strings.TrimSpace(out), "\n")
	if code != 0 || len(lines) != len(checkup.Steps())+1 || err != "" {
		t.Fatalf("status %d\n%s%s", code, out, err)
	}
	for i, name := range checkup.Steps() {
		mark, rest, _ := strings.Cut(lines[i], " ")
		measured := name != checkup.Version && name != checkup.Space && name != checkup.Ytdlp // they depend on this build and this computer
		if measured && mark != "ok" || !strings.Contains(rest, stepNames[name]+": ") {
			t.Errorf("%s: %q", name, lines[i])
		}
	}
	if last := lines[len(lines)-1]; last != checkup.Sentence(checkup.Fine) && last != checkup.Sentence(checkup.LowSpace) {
		t.Errorf("verdict %q", last)
	}
	for _, profile := range []string{"VISIONOS", "VISIONOS 2", "TVHTML5", "WEB_EMBEDDED_PLAYER", "ANDROID"} {
		if !strings.Contains(out, profile+": ok, streams: ") {
			t.Errorf("nothing about %s:\n%s", profile, out)
		}
	}
	if left := names(t, dir); len(left) > 0 {
		t.Errorf("left %q", left)
	}

	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, _ = run(t, "", "check", "-demo", "-dir", filepath.Join(file, "Music"))
	if code != 1 || !strings.Contains(out, "FAIL Folder: ") || !strings.HasSuffix(out, "\n"+checkup.Sentence(checkup.FolderMissing)+"\n") {
		t.Errorf("status %d\n%s", code, out)
	}
}

func TestCheckInJSON(t *testing.T) {
	code, out, _ := run(t, "", "check", "-demo", "-json", "-dir", t.TempDir())
	steps, v := checkJSONOf(t, out)
	if code != 0 || !v.Works || v.Message != checkup.Sentence(v.Verdict) || !slices.Equal(steps, checkup.Steps()) {
		t.Errorf("status %d, steps %q, verdict %+v", code, steps, v)
	}
}

// checkJSONOf parses the output of check -json into the steps and the verdict.
func checkJSONOf(t *testing.T, out string) (steps []checkup.Name, v jsonVerdict) {
	t.Helper()
	for line := range strings.Lines(out) {
		var s jsonStep
		err := json.Unmarshal([]byte(line), &s)
		if err == nil && s.State != "" {
			steps = append(steps, s.Step)
			continue
		}
		if err := json.Unmarshal([]byte(line), &v); err != nil || v.Verdict == "" {
			t.Fatalf("%q: %v", line, err)
		}
	}
	return steps, v
}

// A check-up uses the proxy of the system, as downloads do.
func TestCheckUsesTheSystemProxy(t *testing.T) {
	c := hilo("check", "-json", "-dir", t.TempDir())
	c.Env = append(c.Env, "HTTPS_PROXY=http://127.0.0.1:1")
	out, err := c.Output()
	_, v := checkJSONOf(t, string(out))
	if err == nil || c.ProcessState.ExitCode() != 1 || v.Works {
		t.Errorf("%v\n%s", err, out)
	}
	// Without a network that is the cause.
	if v.Verdict != checkup.ProxyUnreachable && v.Verdict != checkup.NoNetwork {
		t.Errorf("%+v", v)
	}
}

// A proxy setting that cannot be read is not ignored, and not quoted.
func TestCheckRefusesAnUnreadableProxy(t *testing.T) {
	for _, name := range []string{"HTTPS_PROXY", "all_proxy"} {
		c := hilo("check", "-json", "-dir", t.TempDir())
		c.Env = append(c.Env, "HTTPS_PROXY=", "https_proxy=", "ALL_PROXY=", "all_proxy=", "NO_PROXY=", "no_proxy=", name+"=http://user:ses%zzame@127.0.0.1:1")
		out, err := c.CombinedOutput()
		_, v := checkJSONOf(t, string(out))
		if err == nil || v.Verdict != checkup.ProxyUnreachable && v.Verdict != checkup.NoNetwork || strings.Contains(string(out), "zzame") {
			t.Errorf("%s: %v\n%s", name, err, out)
		}
	}
}

func TestCheckInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var out, err bytes.Buffer
	if code := Run(ctx, []string{"check", "-demo"}, Streams{nil, &out, &err}, Build{}); code != 1 || !strings.HasSuffix(out.String(), checkup.Sentence(checkup.Stopped)+"\n") {
		t.Errorf("status %d\n%s%s", code, &out, &err)
	}
}

// On a terminal each step has one line, which is overwritten while it runs.
func TestCheckOnATerminal(t *testing.T) {
	for locale, mark := range map[string]string{"es_ES.UTF-8": "✗", "C": "FAIL"} {
		if runtime.GOOS == "windows" {
			mark = "✗" // its terminals always show Unicode
		}
		var out bytes.Buffer
		show := checkTicks{&out, 40, marksOf(func(name string) string { return map[string]string{"LANG": locale}[name] })}
		show.step(checkup.Step{Name: checkup.DNS, State: checkup.Running})
		show.step(checkup.Step{Name: checkup.DNS, State: checkup.Failed, Detail: "evil\x1b[2J " + strings.Repeat("漢字", 50), Took: time.Second})
		show.verdict(checkup.Verdict{Class: checkup.NoDNS})
		lines := strings.Split(out.String(), "\n")
		if len(lines) != 4 || lines[2] != checkup.Sentence(checkup.NoDNS) {
			t.Fatalf("%q", lines)
		}
		parts := strings.Split(lines[0], "\r\x1b[K")
		if len(parts) != 3 || !strings.HasPrefix(parts[2], mark+" "+stepNames[checkup.DNS]) || cellsOf(parts[2]) > 39 || strings.Contains(parts[2], "\x1b") {
			t.Errorf("%s: %q", locale, parts)
		}
	}
}
