package transfer_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/transfer/journal"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

const (
	videoID = "dQw4w9WgXcQ"
	itag    = 140
)

// newSite starts a simulated YouTube with one video of one stream.
func newSite(content simulator.Content) *simulator.Server {
	site := simulator.NewServer()
	site.Add(simulator.Video{ID: videoID, Duration: time.Minute, Media: []simulator.Media{
		{Itag: itag, MIME: "audio/mp4", Content: content},
	}})
	return site
}

// A download that was interrupted fetches only what its journal lacks.
func Example() {
	dir, err := os.MkdirTemp("", "transfer")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	const size = 1 << 20
	site := newSite(simulator.Noise(1, size))
	defer site.Close()
	client := transfer.New(transfer.Options{Transport: site.Transport()})
	defer client.Close()

	file, err := os.Create(filepath.Join(dir, "video.part"))
	if err != nil {
		log.Fatal(err)
	}
	defer file.Close()
	j, err := journal.Create(filepath.Join(dir, "video.part.journal"), journal.Identity{
		Video: videoID, Container: "m4a", Streams: []journal.Stream{{Itag: itag, Size: size}},
	}, nil)
	if err != nil {
		log.Fatal(err)
	}
	defer j.Remove()

	job := transfer.Job{
		Addresses: []transfer.Address{{URL: site.MediaURL(videoID, itag), Size: size}},
		Write:     func(_ int, p []byte, off int64) error { _, err := file.WriteAt(p, off); return err },
		Sync:      file.Sync,
		Journal:   j,
	}
	job.Ranges = []transfer.Range{{To: size / 2}}
	if err := client.Fetch(context.Background(), job); err != nil {
		log.Fatal(err)
	}
	job.Ranges = j.Missing([]transfer.Range{{To: size}})
	fmt.Println("missing:", job.Ranges)
	if err := client.Fetch(context.Background(), job); err != nil {
		log.Fatal(err)
	}
	fmt.Println("missing:", j.Missing([]transfer.Range{{To: size}}))
	fmt.Println("fetched:", site.Sent(videoID, itag))
	// Output:
	// missing: [{0 524288 1048576}]
	// missing: []
	// fetched: 1048576
}

func ExampleClient_Head() {
	site := newSite(simulator.Noise(1, 1<<20))
	defer site.Close()
	client := transfer.New(transfer.Options{Transport: site.Transport()})
	defer client.Close()

	address := transfer.Address{URL: site.MediaURL(videoID, itag)}
	size, err := client.Size(context.Background(), address)
	if err != nil {
		log.Fatal(err)
	}
	address.Size = size
	head, err := client.Head(context.Background(), address, 1000)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(len(head), "of", size)
	// Output: 1000 of 1048576
}

// buffer is a file in memory for a job of one connection.
type buffer []byte

func (b buffer) write(_ int, p []byte, off int64) error {
	copy(b[off:], p)
	return nil
}

// TestStatus shows that an answer which no retry changes ends a job at once,
// and that another call of Fetch completes it.
func TestStatus(t *testing.T) {
	content := simulator.Noise(1, 100_000)
	site := newSite(content)
	defer site.Close()
	client := transfer.New(transfer.Options{Transport: site.Transport()})
	defer client.Close()
	got := make(buffer, content.Size())
	job := transfer.Job{
		Addresses:   []transfer.Address{{URL: site.MediaURL(videoID, itag), Size: content.Size()}},
		Ranges:      []transfer.Range{{To: content.Size()}},
		Connections: 1,
		Write:       got.write,
	}
	site.Inject(simulator.Fault{Kind: simulator.Status, Code: http.StatusNotFound, Times: 1})
	var status *transfer.StatusError
	if err := client.Fetch(t.Context(), job); !errors.As(err, &status) || status.Code != http.StatusNotFound {
		t.Fatalf("got %v", err)
	}
	if err := client.Fetch(t.Context(), job); err != nil {
		t.Fatal(err)
	}
	want, err := io.ReadAll(io.NewSectionReader(content, 0, content.Size()))
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("wrong bytes, %v", err)
	}
}

// TestRefused shows that a refused address is ErrRefused when there are no fresh
// ones.
func TestRefused(t *testing.T) {
	site := newSite(simulator.Noise(1, 1000))
	defer site.Close()
	client := transfer.New(transfer.Options{Transport: site.Transport()})
	defer client.Close()
	site.Inject(simulator.Fault{Kind: simulator.Forbid})
	_, err := client.Head(t.Context(), transfer.Address{URL: site.MediaURL(videoID, itag), Size: 1000}, 10)
	if !errors.Is(err, transfer.ErrRefused) {
		t.Errorf("got %v", err)
	}
}

func TestBadJobs(t *testing.T) {
	c := transfer.New(transfer.Options{})
	defer c.Close()
	span := func(stream int, from, to int64) transfer.Range {
		return transfer.Range{Stream: stream, From: from, To: to}
	}
	for _, tt := range []struct {
		ranges []transfer.Range
		says   string
	}{
		{[]transfer.Range{span(1, 0, 10)}, "range of stream 1"},
		{[]transfer.Range{span(-1, 0, 10)}, "range of stream -1"},
		{[]transfer.Range{span(0, -1, 10)}, "range -1-10"},
		{[]transfer.Range{span(0, 10, 5)}, "range 10-5"},
		{[]transfer.Range{span(0, 0, 101)}, "range 0-101"},
		{[]transfer.Range{span(0, 0, 10), span(0, 9, 11)}, "twice"},
	} {
		err := c.Fetch(t.Context(), transfer.Job{Addresses: []transfer.Address{{Size: 100}}, Ranges: tt.ranges})
		if err == nil || !strings.Contains(err.Error(), tt.says) {
			t.Errorf("%v: %v, want %q", tt.ranges, err, tt.says)
		}
	}
	if err := c.Fetch(t.Context(), transfer.Job{}); err != nil {
		t.Errorf("nothing to do: %v", err)
	}
	for _, u := range []string{"", "http://a.googlevideo.com/x", "https://", "https://a b/", "ftp://x/"} {
		_, err := c.Head(t.Context(), transfer.Address{URL: u, Size: 10}, 10)
		if err == nil || !strings.Contains(err.Error(), "address cannot be used") {
			t.Errorf("%q: %v", u, err)
		}
	}
}
