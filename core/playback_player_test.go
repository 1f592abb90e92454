package core_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// testPlayer is a program that plays, without a window and without sound. What is
// waited for fails the test when the program ends, reports an error or takes too long.
type testPlayer interface {
	picture()            // waits for the first one
	position(at float64) // waits until it has played up to there
	jump(at float64)     // jumps to a time in seconds
	jumped(at float64)   // waits for a picture of the time jumped to
}

// watchDownload plays a video of ten minutes that comes at twice its bitrate: from the
// start, at 90 % and back at 5 %. How long each takes is logged. With HILO_E2E_LONG, no
// bytes come for 75 s. The saved file is the same as that of a download that nobody
// watches.
func watchDownload(t *testing.T, start func(t *testing.T, address string) testPlayer) {
	t.Helper()
	b := newHarness(t)
	v := longVideo("aaaaaaaaaaa", "Bridges")
	v.Media[0].Content = simulator.LongAt(simulator.H264x1080, 10*time.Minute, 1_500_000)
	b.site.Add(v)
	bitrate := (v.Media[0].Content.Size() + v.Media[1].Content.Size()) / 600
	b.site.SetPace(2 * bitrate / 8) // four connections for each of two streams
	b.open(nil)
	id := b.add("aaaaaaaaaaa")[0]
	b.awaitBytes(id, 1)

	begin := time.Now()
	address, err := b.m.Players().Serve(id)
	if err != nil {
		t.Fatal(err)
	}
	p := start(t, address)
	p.picture()
	t.Logf("%d bytes a second; first picture after %.2f s", 2*bitrate, time.Since(begin).Seconds())
	p.position(1)
	for _, at := range []float64{540, 30} {
		begin = time.Now()
		p.jump(at)
		p.jumped(at)
		t.Logf("jump to %.0f s took %.2f s", at, time.Since(begin).Seconds())
		p.position(at + 1)
	}
	if os.Getenv("HILO_E2E_LONG") != "" {
		b.site.SetPace(1)
		p.jump(300)
		time.Sleep(75 * time.Second) // what is tested is that this time passes
		b.site.SetPace(2 * bitrate / 8)
		begin = time.Now()
		p.jumped(300)
		t.Logf("after 75 s without bytes, the picture came after %.2f s", time.Since(begin).Seconds())
		p.position(301)
	}
	s := b.m.List()[0]
	t.Logf("%.0f %% downloaded", float64(s.Received)/float64(s.Total)*100)
	b.site.SetPace(0)
	b.awaitState(id, core.Done)
	watched := savedFile(t, *b.m.List()[0])
	again := newHarness(t)
	again.site.Add(v)
	again.open(nil)
	id = again.add("aaaaaaaaaaa")[0]
	again.awaitState(id, core.Done)
	if !bytes.Equal(watched, savedFile(t, *again.m.List()[0])) {
		t.Error("the file is another than without a player")
	}
}

func savedFile(t *testing.T, s core.Status) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Clean(s.File))
	if err != nil {
		t.Fatal(err)
	}
	return b
}
