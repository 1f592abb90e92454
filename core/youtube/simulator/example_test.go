package simulator_test

import (
	"fmt"
	"net/http"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// A client needs to know nothing of the server: addresses are those of YouTube.
func Example() {
	server := simulator.NewServer()
	defer server.Close()
	server.Add(simulator.Video{ID: "aTestVideo1", Duration: simulator.FixtureLength, Media: simulator.Formats(simulator.FixtureLength, 140)})

	r, _ := http.NewRequest("GET", server.MediaURL("aTestVideo1", 140), nil)
	r.Header.Set("Range", "bytes=0-1023")
	resp, err := server.Client().Do(r)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	fmt.Println(resp.Status, resp.Header.Get("Content-Range"))

	// A test injects the fault that it needs.
	server.Inject(simulator.Fault{Kind: simulator.Status, Code: 429, RetryAfter: "5", Times: 1})
	resp, err = server.Client().Do(r)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer resp.Body.Close()
	fmt.Println(resp.Status, resp.Header.Get("Retry-After"))

	// The server records what was requested and sent.
	fmt.Println(len(server.Requests()), "requests,", server.Sent("aTestVideo1", 140), "bytes of media")
	// Output:
	// 206 Partial Content bytes 0-1023/102177
	// 429 Too Many Requests 5
	// 2 requests, 1024 bytes of media
}
