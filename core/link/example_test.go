package link_test

import (
	"fmt"

	"github.com/hilo-app/hilo/core/link"
)

func ExampleParse() {
	links, rejected := link.Parse(`Two songs (youtu.be/dQw4w9WgXcQ?t=5, https://music.youtube.com/watch?v=3sbYbckT1VY)
https://www.youtube.com/@creativecommons/videos
https://vimeo.com/12345`)
	for _, l := range links {
		fmt.Println(l.URL())
	}
	for _, r := range rejected {
		fmt.Println("rejected:", r.Text, "-", r.Reason)
	}
	// Output:
	// https://www.youtube.com/watch?v=dQw4w9WgXcQ
	// https://www.youtube.com/watch?v=3sbYbckT1VY
	// https://www.youtube.com/@creativecommons
	// rejected: https://vimeo.com/12345 - other-site
}
