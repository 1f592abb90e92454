package status_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/status"
)

// The queue stores a Status as JSON: a field that is renamed is lost.
func TestStoredNames(t *testing.T) {
	s := status.Status{
		ID: "A", URL: "u", VideoID: "v", Title: "t", Channel: "c", Album: "a", Track: 1, Chapter: true, Duration: time.Second, Thumbnail: "th",
		Wish: format.Wish{Kind: format.Video}, Dir: "d", Pattern: "p", Group: "g",
		Place: status.Place{List: "l", Number: 1, Total: 2, Artist: "ar", Disc: 1}, State: status.Failed, Quality: "q", Received: 1, Total: 2, Speed: 3, ETA: 4,
		Until: time.Date(2026, 11, 27, 0, 0, 0, 0, time.UTC), File: "f", Note: status.NoteResumed,
		Problem: &problem.Problem{Class: problem.Private, Message: "m"},
	}
	const want = `{"ID":"A","URL":"u","VideoID":"v","Title":"t","Channel":"c","Album":"a","Track":1,"Chapter":true,"Duration":1000000000,` +
		`"Thumbnail":"th","Wish":{"kind":"video"},"Dir":"d","Pattern":"p","Group":"g","Place":{"List":"l","Number":1,"Total":2,"Artist":"ar","Disc":1},"State":"failed","Quality":"q","Received":1,"Total":2,"Speed":3,"ETA":4,` +
		`"Until":"2026-11-27T00:00:00Z","File":"f","Note":"resumed","Problem":{"Class":"private","Message":"m"}}`
	got, err := json.Marshal(s)
	if err != nil || string(got) != want {
		t.Errorf("%s, %v; want %s", got, err, want)
	}
}

func ExampleState() {
	for _, s := range []status.State{status.Queued, status.Downloading, status.Done} {
		fmt.Println(s, "active:", s.Active(), "ended:", s.Ended())
	}
	// Output:
	// queued active: false ended: false
	// downloading active: true ended: false
	// done active: false ended: true
}

func ExampleGroup_State() {
	g := status.Group{Count: 12, Done: 3, Failed: 1, Active: 2}
	fmt.Println(g.State())
	g.Done, g.Active = 11, 0
	fmt.Println(g.State())
	g.Done, g.Failed = 12, 0
	fmt.Println(g.State())
	// Output:
	// downloading
	// failed
	// done
}
