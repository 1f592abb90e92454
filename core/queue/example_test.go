package queue_test

import (
	"fmt"

	"github.com/hilo-app/hilo/core/queue"
	"github.com/hilo-app/hilo/core/status"
)

// A subscription has the newest status of each download, however often it changed.
func ExampleQueue_Subscribe() {
	q := queue.New() // one goroutine, so no lock
	s := q.Subscribe(q.Subscriptions.Remove)
	defer s.Close()
	e := &queue.Entry{Status: &status.Status{URL: "https://www.youtube.com/watch?v=aTestVideo1", State: status.Queued}}
	q.Append(e)
	q.AnnounceOrder()
	for percent := range int64(100) {
		q.Change(e, func(s *status.Status) { s.State, s.Received = status.Downloading, percent })
	}
	u := s.Take()
	fmt.Println(len(u.Order), len(u.Changed), u.Changed[0].State, u.Changed[0].Received)
	// Output: 1 1 downloading 99
}
