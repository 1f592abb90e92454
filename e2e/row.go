package e2e

import "github.com/hilo-app/hilo/core"

// The tests report by attributes (testing.T.Attr) with these keys, which
// "go test -json" prints as events of their own.
const (
	FaultAttr   = "fault"   // JSON of a Fault, before the test starts
	OutcomeAttr = "outcome" // JSON of an Outcome, unless the test failed or was skipped
	NoteAttr    = "note"    // JSON of a sentence on a test that is no row of the table
)

// Fault is a row of the table in docs/faults.md: something that goes wrong.
type Fault struct {
	Row      int    `json:"row"`   // its place in the table, from 1
	Group    string `json:"group"` // lookup, media, network, disk, process or queue
	Name     string `json:"name"`
	Injected string `json:"injected"` // what the test does
}

// Outcome is what a fault led to.
type Outcome struct {
	Told      []Told  `json:"told"`      // in the order of the first time
	Result    string  `json:"result"`    // what became of the file
	Seconds   float64 `json:"seconds"`   // until the file or the sentence is there
	Refetched int64   `json:"refetched"` // bytes that were sent more than once
}

// Told is something that a person is told besides a moving bar. One of Class,
// Note and Text is set.
type Told struct {
	Class   core.Class `json:"class,omitempty"`   // of a problem
	Waiting bool       `json:"waiting,omitempty"` // the download waits and tries again by itself
	Note    string     `json:"note,omitempty"`    // a Note… constant of core
	Text    string     `json:"text,omitempty"`
	Times   int        `json:"times"`
}
