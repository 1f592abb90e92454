package e2e

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

var table = struct {
	sync.Mutex
	outcomes map[string]outcome
	notes    []string // on what is no fault of the table
}{outcomes: map[string]outcome{}}

func (f fault) key() string { return f.group + ": " + f.name }

func record(f fault, o outcome) {
	table.Lock()
	defer table.Unlock()
	table.outcomes[f.key()] = o
}

// note puts a sentence below the table.
func note(format string, args ...any) {
	table.Lock()
	defer table.Unlock()
	table.notes = append(table.notes, fmt.Sprintf(format, args...))
}

const tableHead = `# What Hilo does when things go wrong

Written by ` + "`make soak`" + `. Each row is a test in ` + "`e2e/`" + `: the fault is injected end to end, into the practice site, the
network to it, the disk or the process, while Hilo downloads a video of 3 MB over 4 connections a stream (some 2 seconds
without a fault). "Saved" means: the file is, byte for byte, the one made without the fault (or, where the fault changes
what can be had, whole and playable), and nothing else is left in the folder. Where a download fails, no file with a
final name is there; then the fault is taken away, "try again" pressed, and the file is right. What nobody can tell is
noise under the right headers that lies wholly inside a picture: YouTube has no checksums, so TLS is what guards bytes.

Seconds are until the file or the sentence is there. All but the process rows go by a clock on which waiting takes no
time, so ten minutes without a network are ten minutes here and not in the test. The sentences are those of ` + "`hilo get`" + `;
the window has its own for each (` + "`gui/problem.go`" + `). Bytes fetched twice include those of trying again.

| fault | injected | what a person is told | ends | seconds | bytes fetched twice |
|---|---|---|---|---:|---:|
`

const tableFoot = `
## Kills, power cuts, damaged files, long runs

Processes are killed with SIGKILL at random moments and started again; in the end all files are those made without, and
at no moment is a file with a final name incomplete. In a power cut every sector that was not synced is lost or not, by
chance. Of a damaged queue what can be read comes back by itself, the rest when its links are added again, from the bytes
that are there; the damaged file is kept aside, the window says so, and no saved file is touched. A damaged journal costs
bytes, never a right file. Memory, goroutines and open files are counted when nothing is going on.

`

// writeTable writes the rows that were run.
func writeTable(path string) error {
	table.Lock()
	defer table.Unlock()
	var b bytes.Buffer
	b.WriteString(tableHead)
	for _, f := range faults() {
		o, ok := table.outcomes[f.key()]
		if !ok {
			fmt.Fprintf(&b, "| %s | %s | not run on this computer | | | |\n", f.key(), f.what)
			continue
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s | %s |\n", f.key(), f.what, o.saw, o.ended, seconds(o.took), thousands(o.twice))
	}
	b.WriteString(tableFoot)
	slices.Sort(table.notes)
	for _, n := range table.notes {
		fmt.Fprintf(&b, "- %s\n", n)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, b.Bytes(), 0o644)
}

func seconds(d time.Duration) string {
	if d < 10*time.Second {
		return fmt.Sprintf("%.1f", d.Seconds())
	}
	return thousands(int64(d.Round(time.Second) / time.Second))
}

// thousands writes a number as people read it.
func thousands(n int64) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// TestTableIsComplete makes sure that the table in docs has all rows.
func TestTableIsComplete(t *testing.T) {
	if soaking {
		t.Skip("it is being written")
	}
	docs, err := os.ReadFile("../docs/faults.md")
	must(t, err)
	for _, f := range faults() {
		if !strings.Contains(string(docs), "\n| "+f.key()+" | "+f.what+" | ") {
			t.Errorf("docs/faults.md lacks %q: make soak writes it anew", f.key())
		}
	}
}
