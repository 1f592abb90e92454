package main

import (
	"bytes"
	_ "embed"
	"fmt"
	"math"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/message"

	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/status"
	"github.com/hilo-app/hilo/e2e"
)

// The words above the table, and between it and the notes.
var (
	//go:embed head.md
	head string
	//go:embed notes.md
	beforeNotes string
)

// english writes numbers with commas between thousands.
var english = message.NewPrinter(language.English)

// page returns docs/faults.md.
func (r results) page() []byte {
	var b bytes.Buffer
	b.WriteString(head)
	for _, f := range r.rows {
		fmt.Fprintf(&b, "| %s: %s | %s | %s |\n", f.Group, f.Name, f.Injected, cells(f.outcome))
	}
	b.WriteString(beforeNotes)
	for _, n := range r.notes {
		fmt.Fprintf(&b, "- %s\n", n)
	}
	return b.Bytes()
}

// cells returns the last four cells of a row.
func cells(o *e2e.Outcome) string {
	if o == nil {
		return "not run on this computer | | |"
	}
	return strings.Join([]string{messages(o.Told), o.Result, seconds(o.Seconds), english.Sprintf("%d", o.Refetched)}, " | ")
}

// messages returns what a person was told, one message after the other.
func messages(all []e2e.Told) string {
	if len(all) == 0 {
		return "nothing but the bar"
	}
	var parts []string
	for _, t := range all {
		text := sentence(t)
		if t.Times > 1 {
			text += english.Sprintf(" (%d times)", t.Times)
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " → ")
}

// sentence returns a message in the words of "hilo get".
func sentence(t e2e.Told) string {
	switch {
	case t.Waiting:
		return problem.Waiting(t.Class)
	case t.Class != "":
		return problem.Sentence(t.Class)
	case t.Note != "":
		return status.NoteText(t.Note)
	}
	return t.Text
}

// seconds writes a short time with a decimal.
func seconds(s float64) string {
	if s < 10 {
		return fmt.Sprintf("%.1f", s)
	}
	return english.Sprintf("%d", int64(math.Round(s)))
}
