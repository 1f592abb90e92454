package history_test

import (
	"fmt"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/history"
)

func Example() {
	h := history.Open(nil, nil)
	h.Add(history.Entry{VideoID: "aaaaaaaaaaa", Title: "Cómo se construye un puente", Kind: format.Video, Quality: "1080p", File: "/videos/puente.mp4"})

	for _, e := range h.Find("aaaaaaaaaaa", format.Video, format.Clip{}) {
		fmt.Println(e.Title, e.Quality, "gone:", e.Gone())
	}
	page, total := h.Search("como puente", 0, 20)
	fmt.Println(total, page[0].URL())
	// Output:
	// Cómo se construye un puente 1080p gone: true
	// 1 https://www.youtube.com/watch?v=aaaaaaaaaaa
}
