package follow_test

import (
	"context"
	"fmt"

	"github.com/hilo-app/hilo/core/follow"
	"github.com/hilo-app/hilo/core/status"
)

// printer is a Tools that reads a list of two entries and prints what it takes.
type printer struct{ done func() }

func (printer) List(context.Context, follow.Followed, func(string) bool) (follow.Page, error) {
	return follow.Page{Title: "Bridges", Entries: []follow.Entry{{VideoID: "aaaaaaaaaaa"}, {VideoID: "bbbbbbbbbbb"}}}, nil
}

func (p printer) Take(f follow.Followed, entries []follow.Entry) {
	for _, e := range entries {
		fmt.Println(f.Title, e.Number, e.VideoID)
	}
	p.done()
}

func (printer) Keep(string, *follow.Record) {}
func (printer) Changed()                    {}

func ExampleFollower() {
	ctx, cancel := context.WithCancel(context.Background())
	f := follow.New(printer{cancel}, nil, 0)
	_, err := f.Add(follow.Followed{Kind: status.Playlist, Text: "https://www.youtube.com/playlist?list=PL1", Automatic: true}, []string{"aaaaaaaaaaa"}, false)
	if err != nil {
		fmt.Println(err)
		return
	}
	f.Run(ctx)
	// Output:
	// Bridges 2 bbbbbbbbbbb
}
