package e2e

import (
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
)

// processFaults need a process of its own for Hilo.
func processFaults() []fault {
	return []fault{
		{"process", "disk full at every stage", "no file can have more than N bytes, for N from 0 to all but one: " +
			"when the file is begun, its journal written, while bytes come, when it is finished", fullAtEveryStage},
		{"process", "certificate not trusted", "hilo get on a computer that does not trust the site's certificate", strangeCertificate},
		{"process", "two hilo get at once", "the same video into the same folder", twoGets},
		{"process", "two windows at once", "a second process opens the same queue", twoQueues},
	}
}

// newFaultyPractice is a practice with the video.
func newFaultyPractice(t *testing.T) *practice {
	p := newPractice(t)
	p.site.Add(faulty())
	return p
}

func (p *practice) twice() (n int64) {
	for _, m := range faulty().Media {
		n += max(p.site.Sent(videoID, m.Itag)-m.Content.Size(), 0)
	}
	return n
}

// one is the last word of a child on its only download.
func one(t *testing.T, last map[core.ID]line) line {
	t.Helper()
	for _, l := range last {
		if len(last) == 1 {
			return l
		}
	}
	t.Fatalf("%d downloads: %+v", len(last), last)
	return line{}
}

func fullAtEveryStage(t *testing.T) (o outcome) {
	if runtime.GOOS == "windows" {
		t.Skip("needs a bound on the size of files")
	}
	start := time.Now()
	formats := []format.Wish{{Kind: format.Video}, {Kind: format.Audio}}
	if soaking {
		formats = append(formats, format.Wish{Kind: format.Video, Format: format.WebM}, format.Wish{Kind: format.Audio, Format: format.M4A},
			format.Wish{Kind: format.Audio, Format: format.Opus})
	}
	for _, w := range formats {
		want := without(t, w)
		size := int64(len(want))
		limits := []int64{0, 100, size / 2, size - 1}
		if soaking {
			limits = append(limits, 4096, 66_000, size/4, size*3/4, size-4096)
		}
		args := []string{"-parallel", "1"}
		if w.Format != "" {
			args = append(args, "-format", string(w.Format))
		} else if w.Kind == format.Audio {
			args = append(args, "-audio")
		}
		for _, limit := range limits {
			p := newFaultyPractice(t)
			dir := t.TempDir()
			do := task{Get: append(args, "-dir", dir, videoLink), MaxBytes: limit}
			last, status := p.run(t, do)
			l := one(t, last)
			if status != 1 || l.Problem == nil || l.Problem.Class != core.DiskFull {
				t.Fatalf("%v, %d of %d bytes: status %d, %+v %+v", w, limit, size, status, l, l.Problem)
			}
			for _, name := range files(t, dir) {
				if name[0] != '.' {
					t.Errorf("%v, %d bytes: %s is there", w, limit, name)
				}
			}
			o.saw.say(l.Problem.Message)
			do.MaxBytes = -1
			if last, status = p.run(t, do); status != 0 {
				t.Fatalf("%v, after %d bytes: status %d, %+v", w, limit, status, last)
			}
			only(t, dir, filepath.Base(one(t, last).File), want)
			o.twice += p.twice()
		}
	}
	o.took, o.ended = time.Since(start), "fails, then saved by trying again"
	return o
}

func strangeCertificate(t *testing.T) (o outcome) {
	start := time.Now()
	p := newFaultyPractice(t)
	dir := t.TempDir()
	do := task{Get: []string{"-dir", dir, videoLink}, MaxBytes: -1}
	stranger := &practice{p.site, p.env[:1]}
	last, status := stranger.run(t, do)
	l := one(t, last)
	if status != 1 || l.Problem == nil || l.Problem.Class != core.Untrusted {
		t.Fatalf("status %d, %+v %+v", status, l, l.Problem)
	}
	o.saw.say(l.Problem.Message)
	o.took = time.Since(start)
	if last, status = p.run(t, do); status != 0 {
		t.Fatalf("trusted: status %d, %+v", status, last)
	}
	only(t, dir, title+".mp4", without(t, format.Wish{Kind: format.Video}))
	o.twice, o.ended = p.twice(), "fails, then saved by trying again"
	return o
}

// twoGets starts the second when the first has its journal.
func twoGets(t *testing.T) (o outcome) {
	want := without(t, format.Wish{Kind: format.Video})
	start := time.Now()
	p := newFaultyPractice(t)
	p.site.SetPace(pace)
	dir := t.TempDir()
	do := task{Get: []string{"-dir", dir, videoLink}, MaxBytes: -1}
	first, lines := p.start(t, do)
	defer first.Process.Kill()
	var l line
	for l.State != core.Downloading {
		var ok bool
		if l, ok = <-lines; !ok {
			t.Fatalf("the first one ended: %v", first.Wait())
		}
	}
	last, status := p.run(t, do)
	l = one(t, last)
	if status != 1 || l.Problem == nil || l.Problem.Class != core.Busy {
		t.Fatalf("status %d, %+v %+v", status, l, l.Problem)
	}
	o.saw.say(l.Problem.Message)
	for range lines {
	}
	if err := first.Wait(); err != nil {
		t.Errorf("the first one: %v", err)
	}
	only(t, dir, title+".mp4", want)
	o.took, o.twice, o.ended = time.Since(start), p.twice(), "the first one saves it"
	return o
}

// twoQueues is what happens when the window is opened twice: the second says
// that Hilo is open already, and touches nothing.
func twoQueues(t *testing.T) (o outcome) {
	want := without(t, format.Wish{Kind: format.Video})
	start := time.Now()
	p := newFaultyPractice(t)
	p.site.SetPace(pace)
	dir, db := t.TempDir(), filepath.Join(t.TempDir(), "hilo.db")
	do := task{Queue: db, Dir: dir, Links: videoLink, MaxBytes: -1}
	first, lines := p.start(t, do)
	defer first.Process.Kill()
	<-lines
	if last, status := p.run(t, do); status != inUse || len(last) != 0 {
		t.Errorf("status %d, %+v", status, last)
	}
	for range lines {
	}
	if err := first.Wait(); err != nil {
		t.Errorf("the first one: %v", err)
	}
	only(t, dir, title+".mp4", want)
	o.saw.say("Hilo is already open. Your downloads are in its other window.")
	o.took, o.twice, o.ended = time.Since(start), p.twice(), "the first one saves it"
	return o
}
