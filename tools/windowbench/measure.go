//go:build bench

package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/jezek/xgb/xproto"
)

// bench measures the scenes, one after the other.
type bench struct {
	display  *display
	running  *process // of the scene
	hilo     string
	profiles string
	work     string // a folder
	missed   bool
}

// measure measures every scene whose name begins with only, and prints a line for each
// figure.
func measure(hilo, only, profiles string) error {
	d, err := openDisplay()
	if err != nil {
		return err
	}
	work, err := os.MkdirTemp("", "windowbench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	b := &bench{display: d, hilo: hilo, profiles: profiles, work: work}
	fmt.Printf("%-66s %12s %12s\n", "", "target", "measured")
	for _, s := range []struct {
		name string
		run  func() error
	}{{"start", b.start}, {"idle", b.idle}, {sceneRows, b.rows}, {sceneGroup, b.group}, {sceneHour, b.hour}} {
		if !strings.HasPrefix(s.name, only) {
			continue
		}
		if err := errors.Join(s.run(), b.stop()); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	if b.missed {
		fmt.Println("Lines with ! miss their target. On a machine with other work they are no finding: look at the processor time.")
	}
	return nil
}

// report prints one figure; limit 0 is none.
func (b *bench) report(what string, value, limit float64, unit string) {
	target, mark := "", ""
	if limit > 0 {
		target = fmt.Sprintf("< %.4g %s", limit, unit)
		if value >= limit {
			mark, b.missed = " !", true
		}
	}
	fmt.Printf("%-66s %12s %12s%s\n", what, target, fmt.Sprintf("%.3g %s", value, unit), mark)
}

// launch starts a program, which stop ends.
func (b *bench) launch(name string, args ...string) (*process, error) {
	p, err := start(name, args...)
	b.running = p
	return p, err
}

// stop ends the program of a scene, if it still runs.
func (b *bench) stop() error {
	p := b.running
	if b.running = nil; p == nil {
		return nil
	}
	return p.stop()
}

// start measures how long the program takes to its first frame.
func (b *bench) start() error {
	var times, cpu []float64
	for i := range 7 {
		p, err := b.launch(b.hilo, "-demo", "-data", filepath.Join(b.work, fmt.Sprint("start", i)))
		if err != nil {
			return err
		}
		f, err := b.display.firstFrame(p.ends)
		if err != nil {
			return err
		}
		u, err := p.usage()
		if err := errors.Join(err, b.stop()); err != nil {
			return err
		}
		times, cpu = append(times, f.seen.Sub(p.began).Seconds()*1e3), append(cpu, u.total.Seconds()*1e3)
	}
	slices.Sort(times)
	slices.Sort(cpu)
	b.report("start to first frame, median of 7", times[len(times)/2], 300, "ms")
	b.report("  slowest of 7", times[len(times)-1], 0, "ms")
	b.report("  processor time, median", cpu[len(cpu)/2], 0, "ms")
	return nil
}

// idle measures the program with nothing to do.
func (b *bench) idle() error {
	p, err := b.launch(b.hilo, "-demo", "-data", filepath.Join(b.work, "idle"))
	if err != nil {
		return err
	}
	if _, err := b.display.firstFrame(p.ends); err != nil {
		return err
	}
	time.Sleep(5 * time.Second)
	b.display.take()
	if err := b.share(p, "idle, of a core", 30*time.Second, 0.5); err != nil {
		return err
	}
	return nil
}

// share measures the processor time of a while, as a part of one core.
func (b *bench) share(p *process, what string, d time.Duration, limit float64) error {
	b.display.take()
	before, err := p.usage()
	if err != nil {
		return err
	}
	time.Sleep(d)
	after, err := p.usage()
	if err != nil {
		return err
	}
	percent := func(t time.Duration) float64 { return 100 * t.Seconds() / after.at.Sub(before.at).Seconds() }
	b.report(what, percent(after.total-before.total), limit, "%")
	frames := float64(len(joined(b.display.take()))) / after.at.Sub(before.at).Seconds()
	b.report(fmt.Sprintf("  of it llvmpipe, at %.2g frames a second", frames), percent(after.raster-before.raster), 0, "%")
	return nil
}

// open opens a scene, and returns it with the place of the window.
func (b *bench) open(name string) (*process, xproto.Rectangle, error) {
	dir := filepath.Join(b.work, name)
	if err := os.Mkdir(dir, 0o700); err != nil {
		return nil, xproto.Rectangle{}, err
	}
	self, err := os.Executable()
	if err != nil {
		return nil, xproto.Rectangle{}, err
	}
	args := []string{"-scene", name, "-dir", dir}
	if b.profiles != "" {
		args = append(args, "-profile", filepath.Join(b.profiles, name+".pprof"))
	}
	p, err := b.launch(self, args...)
	if err != nil {
		return nil, xproto.Rectangle{}, err
	}
	f, err := b.display.firstFrame(p.ends)
	if err == nil {
		err = p.forgetPeak()
	}
	time.Sleep(3 * time.Second) // until it has drawn what it opens with
	return p, f.area, err
}

// rows measures a long list.
func (b *bench) rows() error {
	p, at, err := b.open(sceneRows)
	if err != nil {
		return err
	}
	if err := b.share(p, "10,000 rows, 8 active, of a core", 20*time.Second, 25); err != nil {
		return err
	}
	if err := b.scroll(p, at, "10,000 rows, 8 active", 50); err != nil {
		return err
	}
	if err := b.memory(p, "10,000 rows, 8 active, memory at most", 250); err != nil {
		return err
	}
	return nil
}

// group measures a long group: it is opened by the keys.
func (b *bench) group() error {
	p, at, err := b.open(sceneGroup)
	if err != nil {
		return err
	}
	b.display.move(int(at.X)+400, int(at.Y)+205) // the header
	b.display.click(1)
	time.Sleep(time.Second)
	b.display.take()
	pressed := time.Now()
	b.display.key(0xff53) // Right
	time.Sleep(time.Second)
	if frames := b.display.take(); len(frames) > 0 {
		b.report("group of 5,000 rows, until it is open", frames[0].seen.Sub(pressed).Seconds()*1e3, 100, "ms")
	}
	if err := b.scroll(p, at, "group of 5,000 rows, open", 100); err != nil {
		return err
	}
	if err := b.memory(p, "group of 5,000 rows, open, memory at most", 300); err != nil {
		return err
	}
	return nil
}

// scroll measures the frames while the wheel turns, while the scroll bar is dragged from
// end to end, and while a key that moves by pages is held.
func (b *bench) scroll(p *process, at xproto.Rectangle, what string, limit float64) error {
	d := b.display
	x, y := int(at.X)+300, int(at.Y)+400
	d.move(x, y)
	if err := b.frames(p, what+", longest frame, wheel", limit, func(i int) {
		d.move(x+i%2, y) // the pointer of a hand is not still
		d.click(4 + byte(i/250%2^1))
	}); err != nil {
		return err
	}
	bar, top, height := int(at.X)+int(at.Width)-10, int(at.Y)+180, int(at.Height)-300
	d.move(bar, top-10)
	time.Sleep(300 * time.Millisecond)
	d.button(1, true)
	err := b.frames(p, what+", longest frame, scroll bar dragged", limit, func(i int) {
		to := i % (2 * height)
		d.move(bar, top+min(to, 2*height-to))
	})
	d.button(1, false)
	if err != nil {
		return err
	}
	d.move(x, y)
	d.click(1)
	return b.frames(p, what+", longest frame, Page Down held", limit, func(i int) {
		// Faster than keyboards repeat it: else it is the wait for the key that is measured.
		d.key(xproto.Keysym(pageDown - i/250%2))
	})
}

// pageDown is the symbol of a key. That of Page Up is one less, and turns the list back
// before it ends.
const pageDown = 0xff56

// frames does something a hundred times a second for six seconds, and measures the time
// from frame to frame.
func (b *bench) frames(p *process, what string, limit float64, do func(i int)) error {
	time.Sleep(500 * time.Millisecond)
	b.display.take()
	before, err := p.usage()
	if err != nil {
		return err
	}
	tick := time.NewTicker(10 * time.Millisecond)
	for i := range 600 {
		<-tick.C
		do(i)
	}
	tick.Stop()
	after, err := p.usage()
	if err != nil {
		return err
	}
	all := joined(b.display.take())
	if len(all) < 10 {
		return fmt.Errorf("%s: only %d frames in six seconds", what, len(all))
	}
	var gaps []float64
	for i := 1; i < len(all); i++ {
		gaps = append(gaps, float64(all[i].server-all[i-1].server))
	}
	slices.Sort(gaps)
	b.report(what, gaps[len(gaps)-1], limit, "ms")
	each := func(t time.Duration) float64 { return t.Seconds() * 1e3 / float64(len(all)) }
	b.report(fmt.Sprintf("  %d frames; 99 of 100 at most", len(all)), gaps[len(gaps)*99/100], 0, "ms")
	b.report(fmt.Sprintf("  processor time a frame; of it llvmpipe %.1f ms", each(after.raster-before.raster)), each(after.total-before.total), 0, "ms")
	return nil
}

// joined puts pieces of one frame together: the next begins at least 4 ms later.
func joined(all []frame) []frame {
	var out []frame
	for i, f := range all {
		if i == 0 || f.server-all[i-1].server >= 4 {
			out = append(out, f)
		}
	}
	return out
}

func (b *bench) memory(p *process, what string, limit float64) error {
	now, most, own, err := p.memory()
	if err != nil {
		return err
	}
	b.report(what, float64(most)/1e6, limit, "MB")
	b.report("  at the end", float64(now)/1e6, 0, "MB")
	b.report("  of it Hilo's own, as system monitors show it", float64(own)/1e6, limit, "MB")
	renderer, allocated, err := p.mapped()
	if err != nil {
		return err
	}
	b.report("  of it libraries of the software renderer", float64(renderer)/1e6, 0, "MB")
	b.report("  of it allocated by C: textures, OpenGL's programs", float64(allocated)/1e6, 0, "MB")
	return nil
}

// hour measures the memory while the window is updated as often as in an hour.
func (b *bench) hour() error {
	p, _, err := b.open(sceneHour)
	if err != nil {
		return err
	}
	var all []float64
	n := 0
	for deadline := time.Now().Add(20 * time.Minute); n < 12 && time.Now().Before(deadline); time.Sleep(100 * time.Millisecond) {
		if got := int(p.lines.Load()); got > n {
			n = got
			now, _, _, err := p.memory()
			if err != nil {
				return err
			}
			all = append(all, float64(now)/1e6)
		}
	}
	if len(all) < 12 {
		return fmt.Errorf("the hour did not pass: %d of 12 parts", n)
	}
	b.report("an hour of updates: memory after 60 minutes less that after 10", all[11]-all[1], 5, "MB")
	b.report(fmt.Sprintf("  %d frames; memory after 10 minutes", len(joined(b.display.take()))), all[1], 0, "MB")
	b.report("  after 30 minutes", all[5], 0, "MB")
	b.report("  after 60 minutes", all[11], 0, "MB")
	return nil
}
