package core_test

import (
	"fmt"
	"os"
	"path/filepath"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// A queue downloads one video, here from a simulated YouTube, and a subscription
// says when it is done.
func Example() {
	site := simulator.NewServer()
	defer site.Close()
	site.Add(video("aaaaaaaaaaa", "How bridges are built"))
	dir, err := os.MkdirTemp("", "hilo-example-*")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(dir)

	m, err := core.Open(core.Config{Dir: dir, Transport: site.Transport()})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer m.Close()
	updates := m.Subscribe()
	defer updates.Close()

	added := m.Add(core.Request{Text: "see https://youtu.be/aaaaaaaaaaa", Wish: format.Wish{Kind: format.Video}})
	fmt.Println("added:", len(added.IDs))
	for range updates.Wake() {
		u := updates.Take()
		for _, s := range u.Changed {
			if s.State == core.Done {
				fmt.Println("done:", filepath.Base(s.File))
			}
		}
		if u.AllDone {
			fmt.Println("saved:", u.Saved, "failed:", u.Failed)
			return
		}
	}
	// Output:
	// added: 1
	// done: How bridges are built.mp4
	// saved: 1 failed: 0
}
