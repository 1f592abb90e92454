package transfer

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"runtime"
	"sync/atomic"
	"testing"

	"github.com/hilo-app/hilo/core/transfer/journal"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// BenchmarkGoodput compares Fetch with a plain GET of the same bytes, by
// net/http and, where it is installed, by curl, over TLS on loopback and into
// a file. Client and site share the processor, so
// that free running measures how much work each makes. Paced, each answer
// gets the same speed from the site, as YouTube does it.
func BenchmarkGoodput(b *testing.B) {
	for _, speed := range []struct {
		name string
		pace int64
		size int64
	}{{"free", 0, 256 << 20}, {"paced", 4 << 20, 16 << 20}} {
		s := newSpeedway(b, speed.size)
		s.site.SetPace(speed.pace)
		b.Run(speed.name+"/PlainGET", func(b *testing.B) { s.run(b, s.plain) })
		b.Run(speed.name+"/curl", func(b *testing.B) { s.run(b, s.curl(b)) })
		for _, n := range []int{1, 4, 8} {
			b.Run(fmt.Sprintf("%s/Fetch%d", speed.name, n), func(b *testing.B) {
				s.run(b, func() error { return s.fetch(n, nil) })
			})
		}
		b.Run(speed.name+"/Fetch4Journal", func(b *testing.B) {
			s.run(b, func() error {
				j, err := journal.Create(b.TempDir()+"/j", journal.Identity{Streams: []journal.Stream{{Size: s.address.Size}}}, nil)
				if err != nil {
					return err
				}
				defer j.Remove()
				return s.fetch(4, j)
			})
		})
	}
}

// BenchmarkHeap shows that memory does not grow with the file.
func BenchmarkHeap(b *testing.B) {
	for _, size := range []int64{100 << 20, 2 << 30} {
		b.Run(fmt.Sprintf("%dMiB", size>>20), func(b *testing.B) {
			s := newSpeedway(b, size)
			s.run(b, func() error { return s.fetch(8, nil) })
		})
	}
}

// speedway has one stream without a size in its address, which the site
// serves at full speed even in one go.
type speedway struct {
	site    *simulator.Server
	client  *Client
	http    *http.Client
	address Address
	file    *os.File
	most    atomic.Uint64 // bytes on the heap
	writes  atomic.Int64
}

func newSpeedway(b *testing.B, size int64) *speedway {
	s := &speedway{site: simulator.NewServer()}
	b.Cleanup(s.site.Close)
	s.site.Add(simulator.Video{ID: video, Media: []simulator.Media{
		{Itag: 18, MIME: "video/mp4", NoSize: true, Content: simulator.Noise(1, size)},
	}})
	s.client = New(Options{Transport: s.site.Transport()})
	b.Cleanup(s.client.Close)
	s.http = s.site.Client()
	s.address = Address{URL: s.site.MediaURL(video, 18), Size: size}
	var err error
	if s.file, err = os.Create(b.TempDir() + "/file"); err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { s.file.Close() })
	return s
}

func (s *speedway) run(b *testing.B, once func() error) {
	b.SetBytes(s.address.Size)
	s.most.Store(0)
	for b.Loop() {
		if err := once(); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(s.most.Load())/(1<<20), "heapMiB")
}

func (s *speedway) write(_ int, p []byte, off int64) error {
	if s.writes.Add(1)%500 == 0 {
		var m runtime.MemStats
		runtime.ReadMemStats(&m)
		s.most.Store(max(s.most.Load(), m.HeapAlloc))
	}
	_, err := s.file.WriteAt(p, off)
	return err
}

func (s *speedway) fetch(connections int, j *journal.Journal) error {
	return s.client.Fetch(context.Background(), Job{
		Addresses:   []Address{s.address},
		Ranges:      ranges(0, 0, s.address.Size),
		Connections: connections,
		Write:       s.write,
		Sync:        s.file.Sync,
		Journal:     j,
	})
}

func (s *speedway) plain() error {
	res, err := s.http.Get(s.address.URL)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	buf := make([]byte, bufferSize)
	for off := int64(0); ; {
		n, err := res.Body.Read(buf)
		if n > 0 {
			if err := s.write(0, buf[:n], off); err != nil {
				return err
			}
			off += int64(n)
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
	}
}

// curl has its start-up in its time, a few milliseconds.
func (s *speedway) curl(b *testing.B) func() error {
	path, err := exec.LookPath("curl")
	if err != nil {
		b.Skip("curl is not installed")
	}
	authority := b.TempDir() + "/ca.pem"
	if err := os.WriteFile(authority, s.site.Authority(), 0o600); err != nil {
		b.Fatal(err)
	}
	return func() error {
		out, err := exec.Command(path, "-sS", "--fail", "--noproxy", "*", "--http1.1", "--cacert", authority,
			"--connect-to", "::"+s.site.Addr(), "-o", s.file.Name(), s.address.URL).CombinedOutput()
		if err != nil {
			return fmt.Errorf("curl: %w: %s", err, out)
		}
		return nil
	}
}
