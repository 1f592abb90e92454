package e2e

import (
	"errors"
	"io"
	"net/http"
	"os/exec"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// processFaults are faults for which Hilo runs in a process of its own.
func processFaults() []fault {
	process := func(name, injected string, run func(t *testing.T) outcome) fault {
		return fault{Fault{Group: "process", Name: name, Injected: injected}, run}
	}
	return []fault{
		process("disk full at every stage", "no file can have more than N bytes, for N from 0 to all but one: "+
			"when the file is created, its journal written, while bytes arrive, when it is finished", diskFullAtEveryStage),
		process("certificate not trusted", "hilo get on a computer that does not trust the site's certificate", untrustedCertificate),
		process("two hilo get at once", "the same video into the same folder", twoGets),
		process("two hilo get in the same millisecond", "both are started together, again and again", twoGetsTogether),
		process("storm of commands", "four goroutines add, pause, resume, cancel, retry and remove rows that share files", stormOfCommands),
		process("two windows at once", "a second process opens the same queue", twoQueues),
	}
}

// newVideoSite is a proxiedSite with the video.
func newVideoSite(t *testing.T) *proxiedSite {
	t.Helper()
	p := newProxiedSite(t)
	p.add(t, testVideo())
	return p
}

// add adds a video and draws its pictures now: a finished file waits for its cover for
// two seconds only, by the clock of a machine that may be busy.
func (p *proxiedSite) add(t *testing.T, v simulator.Video) {
	t.Helper()
	p.site.Add(v)
	client := p.site.Client()
	defer client.CloseIdleConnections()
	for _, size := range []string{"mqdefault", "hq720"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://i.ytimg.com/vi/"+v.ID+"/"+size+".jpg", http.NoBody)
		must(t, err)
		resp, err := client.Do(r)
		must(t, err)
		_, err = io.Copy(io.Discard, resp.Body)
		must(t, errors.Join(err, resp.Body.Close()))
	}
}

func (p *proxiedSite) refetched() (n int64) {
	for _, m := range testVideo().Media {
		n += max(p.site.Sent(videoID, m.Itag)-m.Content.Size(), 0)
	}
	return n
}

// onlyLine returns the last line of a child about its only download.
func onlyLine(t *testing.T, last map[core.ID]line) line {
	t.Helper()
	for _, l := range last {
		if len(last) == 1 {
			return l
		}
	}
	t.Fatalf("%d downloads: %+v", len(last), last)
	return line{}
}

func diskFullAtEveryStage(t *testing.T) (o outcome) {
	if runtime.GOOS == "windows" {
		t.Skip("the size of files cannot be limited")
	}
	start := time.Now()
	formats := []format.Wish{{Kind: format.Video}, {Kind: format.Audio}}
	if long {
		formats = append(formats, format.Wish{Kind: format.Video, Format: format.WebM}, format.Wish{Kind: format.Audio, Format: format.M4A},
			format.Wish{Kind: format.Audio, Format: format.Opus})
	}
	for _, w := range formats {
		want := faultlessFile(t, w)
		size := int64(len(want))
		limits := []int64{0, 100, size / 2, size - 1}
		if long {
			limits = append(limits, 4096, 66_000, size/4, size*3/4, size-4096)
		}
		args := []string{"-parallel", "1"}
		if w.Format != "" {
			args = append(args, "-format", string(w.Format))
		} else if w.Kind == format.Audio {
			args = append(args, "-audio")
		}
		for _, limit := range limits {
			p := newVideoSite(t)
			dir := t.TempDir()
			do := task{Get: append(args, "-dir", dir, videoLink), MaxBytes: limit}
			last, status := p.run(t, do)
			l := onlyLine(t, last)
			if status != 1 || l.Problem == nil || l.Problem.Class != core.DiskFull {
				t.Fatalf("%v, %d of %d bytes: status %d, %+v %+v", w, limit, size, status, l, l.Problem)
			}
			for _, name := range files(t, dir) {
				if name[0] != '.' {
					t.Errorf("%v, %d bytes: %s exists", w, limit, name)
				}
			}
			o.told.add(Told{Class: l.Problem.Class})
			do.MaxBytes = -1
			if last, status = p.run(t, do); status != 0 {
				t.Fatalf("%v, after %d bytes: status %d, %+v", w, limit, status, last)
			}
			checkOnlyFile(t, dir, filepath.Base(onlyLine(t, last).File), want)
			o.refetched += p.refetched()
		}
	}
	o.took, o.result = time.Since(start), savedByRetry
	return o
}

func untrustedCertificate(t *testing.T) (o outcome) {
	start := time.Now()
	p := newVideoSite(t)
	dir := t.TempDir()
	do := task{Get: []string{"-dir", dir, videoLink}, MaxBytes: -1}
	untrusting := &proxiedSite{p.site, p.env[:1]}
	last, status := untrusting.run(t, do)
	l := onlyLine(t, last)
	if status != 1 || l.Problem == nil || l.Problem.Class != core.Untrusted {
		t.Fatalf("status %d, %+v %+v", status, l, l.Problem)
	}
	o.told.add(Told{Class: l.Problem.Class})
	o.took = time.Since(start)
	if last, status = p.run(t, do); status != 0 {
		t.Fatalf("trusted: status %d, %+v", status, last)
	}
	checkOnlyFile(t, dir, title+".mp4", faultlessFile(t, format.Wish{Kind: format.Video}))
	o.refetched, o.result = p.refetched(), savedByRetry
	return o
}

// twoGets starts the second process when the first has its journal.
func twoGets(t *testing.T) (o outcome) {
	want := faultlessFile(t, format.Wish{Kind: format.Video})
	start := time.Now()
	p := newVideoSite(t)
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
	l = onlyLine(t, last)
	if status != 1 || l.Problem == nil || l.Problem.Class != core.Busy {
		t.Fatalf("status %d, %+v %+v", status, l, l.Problem)
	}
	o.told.add(Told{Class: l.Problem.Class})
	for range lines {
	}
	if err := first.Wait(); err != nil {
		t.Errorf("the first one: %v", err)
	}
	checkOnlyFile(t, dir, title+".mp4", want)
	o.took, o.refetched, o.result = time.Since(start), p.refetched(), savedByOther
	return o
}

// twoGetsTogether starts two processes together. Each time one of them saves the
// file; the other says that it is busy, or finds the file saved.
func twoGetsTogether(t *testing.T) (o outcome) {
	want := faultlessFile(t, format.Wish{Kind: format.Video})
	rounds := 10
	if long {
		rounds = 200
	}
	start := time.Now()
	for round := range rounds {
		p := newVideoSite(t)
		dir := t.TempDir()
		do := task{Get: []string{"-dir", dir, videoLink}, MaxBytes: -1}
		var processes [2]*exec.Cmd
		var ends [2]chan line
		for i := range processes {
			c, lines := p.start(t, do)
			defer time.AfterFunc(deadline, func() { _ = c.Process.Kill() }).Stop()
			processes[i], ends[i] = c, make(chan line, 1)
			go func() {
				var last line
				for l := range lines {
					last = l
				}
				ends[i] <- last
			}()
		}
		saves := 0
		for i, c := range processes {
			l := <-ends[i]
			_ = c.Wait()
			switch {
			case l.State == core.Done && l.Note != core.NoteAlready:
				saves++
			case l.State == core.Done:
				o.told.add(Told{Note: l.Note})
			case l.Problem != nil && l.Problem.Class == core.Busy:
				o.told.add(Told{Class: core.Busy})
			default:
				t.Errorf("round %d: %+v %+v: %s", round, l, l.Problem, c.Stderr)
			}
		}
		if saves != 1 {
			t.Errorf("round %d: saved %d times", round, saves)
		}
		checkOnlyFile(t, dir, title+".mp4", want)
		o.refetched += p.refetched()
	}
	o.took, o.result = time.Since(start), savedByOther
	return o
}

// twoQueues opens one queue in two processes, as two windows would. The second
// is refused and changes nothing. The sentence is that of the window.
func twoQueues(t *testing.T) (o outcome) {
	want := faultlessFile(t, format.Wish{Kind: format.Video})
	start := time.Now()
	p := newVideoSite(t)
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
	checkOnlyFile(t, dir, title+".mp4", want)
	o.told.add(Told{Text: "Hilo is already open. Your downloads are in its other window."})
	o.took, o.refetched, o.result = time.Since(start), p.refetched(), savedByOther
	return o
}
