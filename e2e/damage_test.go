package e2e

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// damages are the ways in which a file is damaged.
var damages = []struct {
	name  string
	apply func(b []byte) []byte
}{
	{"empty", func(b []byte) []byte { return nil }},
	{"cut to a third", func(b []byte) []byte { return b[:len(b)/3] }},
	{"cut by a byte", func(b []byte) []byte { return b[:len(b)-1] }},
	{"start zeroed", func(b []byte) []byte { clear(b[:len(b)/4]); return b }},
	{"middle zeroed", func(b []byte) []byte { clear(b[len(b)/3 : len(b)/2]); return b }},
	{"end zeroed", func(b []byte) []byte { clear(b[len(b)*3/4:]); return b }},
	{"zeros", func(b []byte) []byte { clear(b); return b }},
	{"start noise", func(b []byte) []byte { noise(b[:len(b)/4]); return b }},
	{"middle noise", func(b []byte) []byte { noise(b[len(b)/3 : len(b)/2]); return b }},
	{"end noise", func(b []byte) []byte { noise(b[len(b)*3/4:]); return b }},
	{"noise", func(b []byte) []byte { noise(b); return b }},
}

func noise(b []byte) {
	r := rand.New(rand.NewPCG(1, 2))
	for i := range b {
		b[i] = byte(r.Uint32())
	}
}

// damage replaces the content of a file by what how makes of it.
func damage(t *testing.T, path string, how func([]byte) []byte) (after []byte) {
	t.Helper()
	b, err := os.ReadFile(path)
	must(t, err)
	after = how(b)
	must(t, os.WriteFile(path, after, 0o600))
	return after
}

const doneID, halfID, waitID = "doneVideo00", "halfVideo00", "waitVideo00"

// savedQueue is a queue on disk with three videos: the first is saved, half of
// the second has arrived, the third waits for its turn.
type savedQueue struct {
	*testing.T
	site    *simulator.Server
	dir, db string
	m       *core.Manager
	box     *core.Subscription
}

func (s *savedQueue) open() {
	s.Helper()
	var err error
	if s.m, err = openAgain(core.Config{Dir: s.dir, Store: s.db, Transport: s.site.Transport(), Parallel: 1}); err != nil {
		s.Fatal(err)
	}
	s.box = s.m.Subscribe()
}

func (s *savedQueue) close() { must(s.T, s.m.Close()) }

func (s *savedQueue) status(videoID string) core.Status {
	for _, status := range s.m.List() {
		if status.VideoID == videoID {
			return *status
		}
	}
	return core.Status{}
}

func (s *savedQueue) add(videoID string) {
	s.m.Add(core.Request{Text: "youtu.be/" + videoID, Wish: format.Wish{Kind: format.Video}})
}

func (s *savedQueue) await(what string, ok func() bool) {
	s.Helper()
	for limit := time.After(time.Hour); !ok(); {
		select {
		case <-s.box.Wake():
			s.box.Take()
		case <-limit:
			s.Fatalf("never: %s: %+v", what, listed(s.m))
		}
	}
}

func (s *savedQueue) done(videoID string) {
	s.Helper()
	s.await(videoID+" saved", func() bool { return s.status(videoID).State == core.Done })
}

func newSavedQueue(t *testing.T) *savedQueue {
	s := &savedQueue{T: t, site: simulator.NewMemoryServer(), dir: t.TempDir(), db: filepath.Join(t.TempDir(), "hilo.db")}
	for _, id := range []string{doneID, halfID, waitID} {
		v := testVideo()
		v.ID, v.Title = id, id
		s.site.Add(v)
	}
	s.open()
	s.add(doneID)
	s.done(doneID)
	s.site.SetPace(pace)
	s.add(halfID)
	s.add(waitID)
	s.await("half of one", func() bool {
		h := s.status(halfID)
		return h.State == core.Downloading && h.Received > h.Total/2
	})
	s.close()
	return s
}

// TestDamagedQueue damages the file of the queue. What can be read is restored;
// the rest continues from the bytes on disk when its link is added again.
func TestDamagedQueue(t *testing.T) {
	for _, d := range damages {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				s := newSavedQueue(t)
				defer s.site.Close()
				saved := filepath.Join(s.dir, doneID+".mp4")
				before, err := os.Stat(saved)
				must(t, err)
				bad := damage(t, s.db, d.apply)
				s.open()
				defer s.close()
				rebuilt := len(s.m.List())
				if aside := s.m.Damaged(); aside != "" {
					if kept, err := os.ReadFile(aside); err != nil || !bytes.Equal(kept, bad) {
						t.Errorf("the damaged file was not kept as it was: %v", err)
					}
				} else if rebuilt < 3 && len(bad) > 0 {
					t.Errorf("%d downloads are left, and the damage is not reported", rebuilt)
				}
				note(t, "Queue file damaged, %s: %d of 3 downloads are restored", d.name, rebuilt)
				for _, id := range []string{doneID, halfID, waitID} {
					if s.status(id).State == "" {
						s.add(id)
					}
				}
				for _, id := range []string{doneID, halfID, waitID} {
					s.done(id)
				}
				if after, err := os.Stat(saved); err != nil || !os.SameFile(before, after) || after.ModTime() != before.ModTime() {
					t.Errorf("the saved file was touched: %v", err)
				}
				if got := strings.Join(files(t, s.dir), " "); got != doneID+".mp4 "+halfID+".mp4 "+waitID+".mp4" {
					t.Errorf("files %s", got)
				}
				for _, m := range testVideo().Media[:2] {
					if sent := s.site.Sent(halfID, m.Itag); sent > m.Content.Size()+m.Content.Size()/5 {
						t.Errorf("itag %d: %d bytes of %d were sent: the download was not resumed", m.Itag, sent, m.Content.Size())
					}
				}
			})
		})
	}
}

// partDamages are the damages of a partial file that is half complete.
var partDamages = append(damages[:len(damages):len(damages)], []struct {
	name  string
	apply func(b []byte) []byte
}{
	{"64 KiB zeroed", func(b []byte) []byte { clear(b[len(b)/3:][:min(64<<10, len(b)/4)]); return b }},
	{"64 KiB noise", func(b []byte) []byte { noise(b[len(b)/3:][:min(64<<10, len(b)/4)]); return b }},
	{"a bit flipped", func(b []byte) []byte { b[len(b)/3] ^= 1; return b }},
	{"cut and grown", func(b []byte) []byte { clear(b[len(b)/3:]); return b }},
}...)

// TestDamagedPart damages the journal of a download that is half done, or its
// partial file. In the end the file is right.
func TestDamagedPart(t *testing.T) {
	wishes := []format.Wish{
		{Kind: format.Video}, {Kind: format.Video, Format: format.WebM}, {Kind: format.Audio}, {Kind: format.Audio, Format: format.Opus},
		{Kind: format.Audio, Format: format.M4A},
	}
	for _, w := range wishes {
		for _, suffix := range []string{".part.journal", ".part"} {
			for i, d := range partDamages {
				if suffix == ".part.journal" && i >= len(damages) || !long && i%4 != 1 && i < len(damages) {
					continue
				}
				t.Run(fmt.Sprintf("%s%s/%s %s", w.Kind, w.Format, suffix, d.name), func(t *testing.T) {
					t.Parallel()
					want := faultlessFile(t, w)
					synctest.Test(t, func(t *testing.T) {
						s := newTestbed(t)
						defer s.close()
						s.wish = w
						if w.Format == format.WebM || w.Kind == format.Audio {
							s.site.SetPace(20_000)
						}
						s.open()
						s.awaitHalf()
						must(t, s.m.Close())
						for _, name := range files(t, s.dir) {
							if strings.HasSuffix(name, suffix) {
								damage(t, filepath.Join(s.dir, name), d.apply)
							}
						}
						s.last = core.Status{}
						s.open()
						s.await("the end", time.Hour, ended)
						if s.last.State != core.Done {
							t.Fatalf("%+v, problem %v", s.last, s.last.Problem)
						}
						checkOnlyFile(t, s.dir, filepath.Base(s.last.File), want)
					})
				})
			}
		}
	}
}

// TestDamagedLongWebM damages a byte in the middle of a WebM of many megabytes that is
// half complete: only a part of it is fetched again.
func TestDamagedLongWebM(t *testing.T) {
	video := testVideo()
	video.Media = simulator.Formats(simulator.FixtureLength, 247, 251)
	video.Media[0].Content, video.Media[1].Content = longWebM(simulator.VP9x720, 10, 12_000), longWebM(simulator.Opus, 10, 300)
	save := func(t *testing.T, damaged bool) (file []byte, refetched int64) {
		synctest.Test(t, func(t *testing.T) {
			s := newTestbed(t)
			defer s.close()
			s.video, s.wish = video, format.Wish{Kind: format.Video, Format: format.WebM}
			s.open()
			s.awaitHalf()
			must(t, s.m.Close())
			if damaged {
				for _, name := range files(t, s.dir) {
					if strings.HasSuffix(name, ".part") {
						damage(t, filepath.Join(s.dir, name), func(b []byte) []byte { b[len(b)/2] ^= 1; return b })
					}
				}
			}
			s.last = core.Status{}
			s.open()
			s.await("the end", time.Hour, ended)
			if s.last.State != core.Done {
				t.Fatalf("%+v, problem %v", s.last, s.last.Problem)
			}
			var err error
			file, err = os.ReadFile(s.last.File)
			must(t, err)
			refetched = s.refetched()
		})
		return file, refetched
	}
	want, without := save(t, false)
	got, with := save(t, true)
	if !bytes.Equal(got, want) {
		t.Errorf("%d bytes that differ from the %d of one without damage", len(got), len(want))
	}
	const most = 8 << 20
	if with < without+100_000 || with > without+most || len(want) < 3*most {
		t.Errorf("%d bytes were fetched again, %d without damage, of %d", with, without, len(want))
	}
	note(t, "One byte of a half complete WebM of %d bytes damaged: %d bytes more are fetched again", len(want), max(with-without, 0))
}
