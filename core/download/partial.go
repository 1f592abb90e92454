package download

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/hilo-app/hilo/core/disk"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/subtitle"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/transfer/journal"
)

// partial is a file that is not complete: the hidden partial file, the journal
// that says which of its bytes are valid, and the layout that says where bytes
// go.
type partial struct {
	path     string
	file     *os.File
	output   *os.File // of a converted format: what becomes the finished file; else nil
	journal  *journal.Journal
	layout   media.Layout
	embedded []subtitle.Track // of a new WebM file; when it is resumed, the journal's state has them
	resumed  bool             // has bytes of an earlier start
}

// reopen opens a partial file and its journal as an earlier start left them.
// After an error the claim still has its lock.
func reopen(c *claim, video string) (*partial, error) {
	opened, err := c.lock.Open()
	if err != nil {
		return nil, err
	}
	p := &partial{path: c.path, journal: opened, resumed: true}
	if err := p.reopen(video); err != nil {
		c.lock = opened.Detach()
		p.close()
		return nil, err
	}
	return p, nil
}

func (p *partial) reopen(video string) (err error) {
	id := p.journal.Identity()
	if id.Video != video {
		return fmt.Errorf("journal is about %q", id.Video)
	}
	if p.file, err = disk.OpenOwnMovable(p.path); err != nil {
		return err
	}
	if err := p.buildLayout(id, p.journal.Heads(), p.journal.State()); err != nil {
		return err
	}
	if p.layout.InOrder() && len(p.journal.State()) == 0 {
		return errors.New("journal has no state of the layout")
	}
	return nil
}

// create creates a journal and then its partial file. After an error neither
// exists, and the claim still has its lock.
func create(c *claim, id journal.Identity, heads [][]byte, embedded []subtitle.Track) (*partial, error) {
	created, err := c.lock.Create(id, heads)
	if err != nil {
		return nil, problem.OfWrite(err)
	}
	p := &partial{path: c.path, journal: created, embedded: embedded}
	if err := p.create(id, heads); err != nil {
		c.lock = created.Detach()
		for _, f := range []*os.File{p.file, p.output} {
			if f != nil { // only what it made itself
				defer os.Remove(f.Name())
			}
		}
		p.close()
		return nil, err
	}
	return p, nil
}

func (p *partial) create(id journal.Identity, heads [][]byte) (err error) {
	p.file, err = disk.CreateMovable(p.path, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return &problem.Problem{Class: problem.Busy, Err: err}
	}
	if err != nil {
		return problem.OfWrite(err)
	}
	if err := disk.SyncDir(filepath.Dir(p.path)); err != nil { // a checkpoint relies on the file's name
		return problem.OfWrite(err)
	}
	return p.buildLayout(id, heads, nil)
}

// buildLayout builds the layout and writes the media of the heads into it, which
// costs less than recording whether that was done.
func (p *partial) buildLayout(id journal.Identity, heads [][]byte, state []byte) (err error) {
	if len(heads) != len(id.Streams) || len(heads) == 0 {
		return fmt.Errorf("journal has %d heads for %d streams", len(heads), len(id.Streams))
	}
	if p.layout, err = p.newLayout(id, heads, state); err != nil {
		return fmt.Errorf("layout: %w", err)
	}
	if p.layout.InOrder() {
		return nil
	}
	for i, h := range heads {
		if err := p.layout.WriteAt(i, h, 0); err != nil {
			return problem.OfWrite(err)
		}
	}
	return nil
}

func (p *partial) newLayout(id journal.Identity, heads [][]byte, state []byte) (media.Layout, error) {
	name, inOrder := strings.CutSuffix(id.Container, inOrderSuffix)
	k, err := parseKind(name)
	if err != nil {
		return nil, err
	}
	cuts, err := media.ParseCuts(k.cuts)
	if err != nil {
		return nil, err
	}
	o := media.Options{
		Reserve: id.Reserve, Clip: media.Clip(k.clip), Cuts: cuts, Subtitles: p.embedded, Quality: qualities[k.quality],
		InOrder: inOrder, State: state, Resume: p.resumed,
	}
	var streams []media.Head
	for i, h := range heads {
		streams = append(streams, media.Head{Bytes: h, Size: id.Streams[i].Size})
	}
	c, err := containerNamed(k.name)
	if err != nil {
		return nil, err
	}
	if c.converted {
		if err := p.openOutput(c.resumes); err != nil {
			return nil, err
		}
		o.Output = disk.NewGapFile(p.output)
	}
	return c.layout(disk.NewGapFile(p.file), streams, o)
}

// openOutput opens the file that a converter writes. After a restart, one that cannot
// continue it writes it again from its start, which only takes computing.
func (p *partial) openOutput(resumes bool) (err error) {
	path := outputPath(p.path)
	if p.resumed && resumes {
		if p.output, err = disk.OpenOwn(path); err == nil {
			return nil
		}
	}
	_ = os.Remove(path)
	p.output, err = disk.CreateHidden(path, 0o666)
	return problem.OfWrite(err)
}

// missing returns what must still be fetched, in the order in which the layout
// wants it. An ordered layout knows by itself what it has; for the others the
// journal does, and the heads are written already.
func (p *partial) missing() []journal.Range {
	var want []journal.Range
	heads := p.journal.Heads()
	ordered := p.layout.InOrder()
	for _, r := range p.layout.Ranges() {
		if !ordered {
			r.From = max(r.From, min(int64(len(heads[r.Track])), r.To))
		}
		if r.From < r.To {
			want = append(want, journal.Range{Stream: r.Track, From: r.From, To: r.To})
		}
	}
	if ordered {
		return want
	}
	return p.journal.Missing(want)
}

// size returns how many bytes of the streams the file is made of.
func (p *partial) size() int64 { return p.layout.Total() }

// used returns how many of the received bytes have become part of the file.
func (p *partial) used(received int64) int64 {
	if f, ok := p.layout.(media.Converter); ok {
		return min(received, int64(f.Progress()*float64(p.size())))
	}
	return received
}

// extraSpace returns how many bytes the finished file may take in addition to
// the partial one.
func (p *partial) extraSpace() int64 {
	if p.output != nil {
		return 3 * p.size()
	}
	return 0
}

// finished returns the file that becomes the finished one.
func (p *partial) finished() *os.File {
	if p.output != nil {
		return p.output
	}
	return p.file
}

// checkPlace fails when the partial file is not at its path any more: somebody
// removed its folder, or pulled the drive.
func (p *partial) checkPlace() error {
	if _, err := os.Lstat(p.path); err != nil {
		return &problem.Problem{Class: problem.NotWritable, Err: err}
	}
	return nil
}

// stop stops a converter.
func (p *partial) stop() {
	if f, ok := p.layout.(media.Converter); ok {
		_ = f.Close()
	}
}

// discard closes and deletes the files and their journal.
func (p *partial) discard() {
	lock := p.journal.Detach()
	p.close()
	removeFiles(p.path)
	_ = lock.Remove()
}

// close closes the files and leaves them for a later start. It may be called
// again.
func (p *partial) close() {
	p.stop()
	if p.output != nil {
		_ = p.output.Close()
	}
	if p.file != nil {
		_ = p.file.Close()
	}
	if p.journal != nil {
		_ = p.journal.Close()
	}
}
