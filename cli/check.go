package cli

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"

	"golang.org/x/term"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/checkup"
)

const checkUsage = `hilo check [flags]

Finds out why downloads do not work: looks at the network, at the way to
YouTube, at known videos and a little of the bytes of one, and at the folder,
and ends with one sentence. It asks nobody but YouTube and keeps nothing.

  -dir DIR  folder that downloads are saved in (default: where you are)
  -json     one JSON object per step, then one with the verdict
  -demo     use the built-in simulated YouTube, without a network

Exit status: 0 downloads work, 1 they do not, 2 wrong usage.
`

// check carries out "hilo check".
func check(ctx context.Context, args []string, std Streams, b Build) int {
	var dir string
	var asJSON, demo bool
	f := flag.NewFlagSet("hilo check", flag.ContinueOnError)
	f.SetOutput(std.Err)
	f.Usage = func() { fmt.Fprint(std.Err, checkUsage) }
	f.StringVar(&dir, "dir", ".", "")
	f.BoolVar(&asJSON, "json", false, "")
	f.BoolVar(&demo, "demo", false, "")
	err := f.Parse(args)
	if errors.Is(err, flag.ErrHelp) {
		return exitSaved
	}
	if err == nil && f.NArg() > 0 {
		err = fmt.Errorf("%q is not needed", f.Arg(0))
	}
	if err == nil && dir == "" {
		err = errors.New("-dir needs a folder")
	}
	if err != nil {
		fmt.Fprintf(std.Err, "hilo check: %v. Run \"hilo check -h\" for help.\n", err)
		return exitUsage
	}
	config := core.Config{Dir: dir, Version: b.Version, UseYtdlp: true, CheckUp: checkup.Config{Built: b.Built}}
	if demo {
		defer StartDemo(&config)()
	} else {
		useFolders(&config, "")
	}
	m, err := core.Open(config)
	if err != nil {
		fmt.Fprintf(std.Err, "hilo check: %v\n", err)
		return exitFailed
	}
	defer func() { _ = m.Close() }()

	show := checkShow(std, asJSON)
	v := m.CheckUp(ctx, dir, show.step)
	show.verdict(v)
	if !v.Works() {
		return exitFailed
	}
	return exitSaved
}

// checkDisplay shows a check-up in one way or another.
type checkDisplay interface {
	step(checkup.Step)
	verdict(checkup.Verdict)
}

func checkShow(std Streams, asJSON bool) checkDisplay {
	if asJSON {
		e := json.NewEncoder(std.Out)
		e.SetEscapeHTML(false)
		return checkJSON{e}
	}
	if f, ok := std.Out.(*os.File); ok && isScreen(f) {
		columns, _, err := term.GetSize(int(f.Fd()))
		if err != nil || columns < 40 {
			columns = 80
		}
		return checkTicks{f, columns, marksOf(os.Getenv)}
	}
	return checkLines{std.Out}
}

// marksOf are ticks and crosses where the terminal can show them, else words.
func marksOf(getenv func(string) string) map[checkup.State]string {
	locale := strings.ToUpper(getenv("LC_ALL"))
	for _, name := range []string{"LC_CTYPE", "LANG"} {
		if locale == "" {
			locale = strings.ToUpper(getenv(name))
		}
	}
	if runtime.GOOS != "windows" && !strings.Contains(locale, "UTF-8") && !strings.Contains(locale, "UTF8") {
		return stateWords
	}
	return stateMarks
}

var stateMarks = map[checkup.State]string{
	checkup.Running: "…", checkup.OK: "✓", checkup.Warned: "!", checkup.Failed: "✗", checkup.Skipped: "–",
}

var stateWords = map[checkup.State]string{
	checkup.Running: "...", checkup.OK: "ok", checkup.Warned: "warn", checkup.Failed: "FAIL", checkup.Skipped: "skip",
}

// checkTicks is the live list on a terminal.
type checkTicks struct {
	out     io.Writer
	columns int
	marks   map[checkup.State]string
}

func (c checkTicks) step(s checkup.Step) {
	const names = 17 // cells of the longest, and some
	wide := 1
	for _, mark := range c.marks {
		wide = max(wide, len([]rune(mark)))
	}
	line := strings.TrimRight(fit(fit(c.marks[s.State], wide)+" "+fit(stepNames[s.Name], names)+" "+plain(s.Detail), c.columns-1), " ")
	fmt.Fprintf(c.out, "\r\x1b[K%s", line) // over the line of the step that was running
	if s.State != checkup.Running {
		fmt.Fprintln(c.out)
	}
}

func (c checkTicks) verdict(v checkup.Verdict) {
	fmt.Fprintf(c.out, "\n%s\n", checkup.Sentence(v.Class))
}

// checkLines prints one plain line per step, for logs and pipes.
type checkLines struct{ out io.Writer }

func (c checkLines) step(s checkup.Step) {
	if s.State != checkup.Running {
		fmt.Fprintf(c.out, "%-4s %s: %s\n", stateWords[s.State], stepNames[s.Name], plain(s.Detail))
	}
}

func (c checkLines) verdict(v checkup.Verdict) { fmt.Fprintln(c.out, checkup.Sentence(v.Class)) }

// checkJSON prints one JSON object per step that ended, and one at the end.
type checkJSON struct{ encoder *json.Encoder }

type jsonStep struct {
	Step   checkup.Name  `json:"step"`
	State  checkup.State `json:"state"`
	Detail string        `json:"detail"`
	TookMS int64         `json:"took_ms"`
}

type jsonVerdict struct {
	Verdict checkup.Class `json:"verdict"`
	Step    checkup.Name  `json:"step,omitempty"`
	Works   bool          `json:"works"`
	Message string        `json:"message"`
	Detail  string        `json:"detail,omitempty"`
}

func (c checkJSON) step(s checkup.Step) {
	if s.State != checkup.Running {
		_ = c.encoder.Encode(jsonStep{s.Name, s.State, s.Detail, s.Took.Milliseconds()})
	}
}

func (c checkJSON) verdict(v checkup.Verdict) {
	_ = c.encoder.Encode(jsonVerdict{v.Class, v.Step, v.Works(), checkup.Sentence(v.Class), v.Detail})
}

// stepNames names what each step of a check-up looks at, in at most 16 characters.
var stepNames = map[checkup.Name]string{
	checkup.Network: "Network",
	checkup.DNS:     "Names (DNS)",
	checkup.YouTube: "YouTube",
	checkup.Clock:   "Clock",
	checkup.Proxy:   "Proxy",
	checkup.Lookup:  "Known videos",
	checkup.Media:   "Bytes of one",
	checkup.Folder:  "Folder",
	checkup.Space:   "Free space",
	checkup.Version: "Hilo's version",
	checkup.Ytdlp:   "yt-dlp",
}
