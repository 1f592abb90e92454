package main

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/hilo-app/hilo/e2e"
)

// row is a fault and, unless its test was skipped, its outcome.
type row struct {
	e2e.Fault
	outcome *e2e.Outcome
}

// results are what a run of the tests reported.
type results struct {
	rows   []*row   // in the order of the table
	notes  []string // sorted
	passed bool     // the package as a whole
	failed bool
}

// event is one line of go test -json: see "go doc test2json".
type event struct {
	Action, Test, Output, Key, Value string
	Elapsed                          float64 // seconds
}

// readResults reads the output of go test -json. To log it writes which tests
// passed, and what the others printed.
func readResults(in io.Reader, log io.Writer) (results, error) {
	var r results
	rows := map[string]*row{} // by test
	output := map[string]string{}
	for d := json.NewDecoder(in); ; {
		var e event
		if err := d.Decode(&e); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return r, fmt.Errorf("not the output of go test -json: %w", err)
		}
		switch e.Action {
		case "attr":
			if err := r.attribute(e, rows); err != nil {
				return r, fmt.Errorf("%s: %s: %w", e.Test, e.Key, err)
			}
		case "output":
			output[e.Test] += e.Output
		case "build-output":
			fmt.Fprint(log, e.Output)
		case "pass":
			if e.Test == "" {
				r.passed = true
				break
			}
			delete(output, e.Test)
			fmt.Fprintf(log, "ok  %s (%.1f s)\n", e.Test, e.Elapsed)
		case "skip":
			fmt.Fprint(log, output[e.Test])
		case "fail", "build-fail":
			r.failed = true
			fmt.Fprint(log, output[e.Test])
		}
	}
	slices.SortFunc(r.rows, func(a, b *row) int { return cmp.Compare(a.Row, b.Row) })
	slices.Sort(r.notes)
	return r, nil
}

// attribute takes in what a test reports. Other attributes are ignored.
func (r *results) attribute(e event, rows map[string]*row) error {
	switch e.Key {
	case e2e.FaultAttr:
		f := &row{}
		rows[e.Test] = f
		r.rows = append(r.rows, f)
		return json.Unmarshal([]byte(e.Value), &f.Fault)
	case e2e.OutcomeAttr:
		f := rows[e.Test]
		if f == nil {
			return errors.New("an outcome without a fault")
		}
		return json.Unmarshal([]byte(e.Value), &f.outcome)
	case e2e.NoteAttr:
		var note string
		err := json.Unmarshal([]byte(e.Value), &note)
		r.notes = append(r.notes, note)
		return err
	}
	return nil
}
