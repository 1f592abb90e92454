package options

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/test"

	"github.com/hilo-app/hilo/core/storyboard"
	"github.com/hilo-app/hilo/gui/internal/examples"
	"github.com/hilo-app/hilo/gui/widgets"
)

// fakeSprites serves the sprites of a storyboard of 153 frames, one every five seconds,
// 5 by 5 to a sprite. The red of a frame is its number.
type fakeSprites struct {
	mu    sync.Mutex
	asked []string
}

func (s *fakeSprites) fetch(_ context.Context, address string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	name, _, _ := strings.Cut(address[strings.LastIndexByte(address, '/')+1:], "?")
	s.asked = append(s.asked, name)
	first := 25 * int(name[1]-'0')
	img := image.NewNRGBA(image.Rect(0, 0, 800, 450))
	for y := range 450 {
		for x := range 800 {
			img.SetNRGBA(x, y, color.NRGBA{R: uint8(first + y/90*5 + x/160), A: 255})
		}
	}
	var b bytes.Buffer
	err := png.Encode(&b, img)
	return b.Bytes(), err
}

func (s *fakeSprites) log() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.asked, " ")
}

// withStoryboard gives the video of the dialog a storyboard.
func withStoryboard(t *testing.T, h *fakeHost) *fakeSprites {
	t.Helper()
	s := &fakeSprites{}
	h.fetch = s.fetch
	board, err := storyboard.Parse("https://i.ytimg.com/sb/a/L$L/$N|160#90#153#5#5#5000#M$M#s", h.offer.Duration)
	if err != nil {
		t.Fatal(err)
	}
	h.offer.Storyboard = board
	return s
}

// settle waits for what is being fetched, and for what that leads to.
func (h *fakeHost) settle() {
	for range 3 {
		h.Wait()
		h.tick()
	}
}

// frameNumber returns which frame of fakeSprites a picture is, -1 for none.
func frameNumber(picture image.Image) int {
	if picture == nil {
		return -1
	}
	r, _, _, _ := picture.At(80, 45).RGBA()
	return int(r >> 8)
}

func moveOver(o desktop.Hoverable, x float32) {
	o.MouseMoved(&desktop.MouseEvent{PointEvent: fyne.PointEvent{Position: fyne.NewPos(x, 10)}})
}

// pointAt moves the pointer to a time of the slider.
func pointAt(b *form, at time.Duration) {
	line := b.clips.bar.Size().Width - 20 // which ends half a handle before the ends of the slider
	moveOver(b.clips.bar, 10+line*float32(at)/float32(b.d.selection.offer.Duration))
}

// shownFrames says what is over the slider: badges, numbers of frames, and which is active.
func shownFrames(b *form) string {
	var all []string
	for _, f := range b.clips.preview.view.Shown() {
		s := fmt.Sprint(f.Badge, " ", frameNumber(f.Picture))
		if f.Active {
			s += "!"
		}
		all = append(all, s)
	}
	return strings.Join(all, ", ")
}

func TestPreview(t *testing.T) {
	h := newFakeHost(t, english)
	s := withStoryboard(t, h)
	b := h.open(examples.LinkA)
	c := b.clips
	check := func(what, want, chapter string) {
		t.Helper()
		h.settle()
		if got, name := shownFrames(b), c.preview.names.Highlighted(); got != want || name != chapter {
			t.Errorf("%s shows %q in chapter %q, want %q in %q", what, got, name, want, chapter)
		}
	}
	check("nothing that is pointed at", "", "")
	if s.log() != "" {
		t.Errorf("fetched before anything is pointed at: %s", s.log())
	}
	pointAt(b, 301*time.Second)
	check("the pointer", "5:01 60!", "The deck")
	c.bar.MouseOut()
	check("no pointer", "", "")
	h.Canvas().Focus(c.bar.To)
	check("the second handle", "0:00 0, 12:41 152!", "Opening day")
	h.Canvas().Focus(c.bar.From)
	check("the first handle", "0:00 0!, 12:41 152", "The valley")
	press(c.bar.From, fyne.KeyRight)
	check("a frame on", "0:05 1!, 12:41 152", "The valley")
	h.Canvas().Focus(c.bar.To)
	press(c.bar.To, fyne.KeyPageDown)
	check("ten frames back", "0:05 1, 11:55 143!", "Opening day")
	c.to.SetText("2:10")
	check("a time that was typed", "0:05 1, 2:10 26!", "Seven pillars")
	h.Canvas().Focus(b.more)
	check("a clip that is not pointed at", "", "")
	pointAt(b, 500*time.Second)
	check("the pointer elsewhere", "8:20 100!", "The masts")
	if got := s.log(); got != "M2 M6 M0 M5 M1 M4" {
		t.Errorf("fetched %s", got)
	}
}

func TestPreviewOnThumbnail(t *testing.T) {
	h := newFakeHost(t, english)
	s := withStoryboard(t, h)
	h.open(examples.LinkA)
	moveOver(h.dialog.scrubber, widgets.ThumbnailWidth/2)
	h.settle()
	if got := h.dialog.thumbnail; frameNumber(got.Picture()) != 76 || got.Badge() != "6:21" || s.log() != "M3" {
		t.Errorf("in the middle: frame %d at %s, fetched %s", frameNumber(got.Picture()), got.Badge(), s.log())
	}
	h.dialog.scrubber.MouseOut()
	if got := h.dialog.thumbnail; got.Picture() != nil || got.Badge() != "12:41" {
		t.Errorf("without a pointer: %s", got.Badge())
	}
}

func TestWithoutStoryboard(t *testing.T) {
	h := newFakeHost(t, english)
	h.fetch = func(context.Context, string) ([]byte, error) { t.Error("a picture is fetched"); return nil, nil }
	b := h.open(examples.LinkA)
	c := b.clips
	h.Canvas().Focus(c.bar.From)
	press(c.bar.From, fyne.KeyRight)
	h.settle()
	if got := shownFrames(b); got != "0:01 -1!, 12:41 -1" {
		t.Errorf("shown is %s", got)
	}
	moveOver(h.dialog.scrubber, 10)
	if got := h.dialog.thumbnail.Badge(); got != "12:41" {
		t.Errorf("the thumbnail says %s", got)
	}
}

// TestPreviewEndsWithDialog holds that closing the dialog ends a request for a frame.
func TestPreviewEndsWithDialog(t *testing.T) {
	h := newFakeHost(t, english)
	withStoryboard(t, h)
	begun, ended := make(chan struct{}), make(chan error, 1)
	h.fetch = func(ctx context.Context, _ string) ([]byte, error) {
		close(begun)
		<-ctx.Done()
		ended <- ctx.Err()
		return nil, ctx.Err()
	}
	b := h.open(examples.LinkA)
	h.Canvas().Focus(b.clips.bar.From)
	<-begun
	pointAt(b, 700*time.Second) // is fetched after the first one
	h.Close()
	if err := <-ended; err != context.Canceled {
		t.Error(err)
	}
	h.Wait()
	h.tick() // a second request would close begun again
}

// TestFramesKeepShape holds that a frame that is not 16:9 is not stretched.
func TestFramesKeepShape(t *testing.T) {
	for _, c := range []struct{ in, want image.Point }{
		{image.Pt(160, 90), image.Pt(160, 90)}, {image.Pt(159, 90), image.Pt(159, 90)}, {image.Pt(50, 90), image.Pt(160, 90)}, {image.Pt(160, 68), image.Pt(160, 90)},
	} {
		if got := widened(image.NewNRGBA(image.Rectangle{Max: c.in})).Bounds().Size(); got != c.want {
			t.Errorf("%v becomes %v", c.in, got)
		}
	}
}

// TestPreviewStaysInside holds that the preview does not leave the form, and that one
// frame does not cover another.
func TestPreviewStaysInside(t *testing.T) {
	h := newFakeHost(t, english)
	withStoryboard(t, h)
	b := h.open(examples.LinkA)
	c := b.clips
	h.Canvas().Focus(c.bar.To)
	for _, clip := range [][2]string{{"0:00", "12:41"}, {"0:00", "0:05"}, {"12:30", "12:41"}, {"6:00", "6:10"}, {"1:00", "12:00"}} {
		c.from.SetText("0:00") // so that any end is behind it
		c.to.SetText(clip[1])
		c.from.SetText(clip[0])
		h.settle()
		var edges []float32
		for _, o := range test.LaidOutObjects(c.preview.view) {
			left, right := o.Position().X, o.Position().X+o.Size().Width
			if o.Visible() && (left < 0 || right > c.preview.view.Size().Width) {
				t.Errorf("%v: %T is from %v to %v of %v", clip, o, left, right, c.preview.view.Size().Width)
			}
			if _, ok := o.(*canvas.Image); ok && o.Visible() {
				edges = append(edges, left, right)
			}
		}
		if len(edges) != 4 || edges[1] > edges[2] {
			t.Errorf("%v: pictures are at %v", clip, edges)
		}
	}
}

// TestTagsBesideTheFrame holds that the preview takes no space until there are several
// clips, whose tags then stand beside it, and that the slider stays where it is.
func TestTagsBesideTheFrame(t *testing.T) {
	h := newFakeHost(t, english)
	h.win.Resize(fyne.NewSize(960, 560)) // so that there is something to scroll
	withStoryboard(t, h)
	b := h.open(examples.LinkA)
	c := b.clips
	if got := c.preview.view.MinSize().Height; got != 0 {
		t.Errorf("the preview takes %v pixels while nothing is pointed at", got)
	}
	c.from.SetText("1:10")
	c.to.SetText("2:05")
	h.dialog.scroll.ScrollToBottom()
	at := func(o fyne.CanvasObject) fyne.Position {
		return fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	}
	before := at(c.bar).Y
	test.Tap(c.add)
	if got := at(c.bar).Y; got != before {
		t.Errorf("the slider went from %v to %v", before, got)
	}
	for _, clip := range [][2]string{{"0:00", "0:10"}, {"3:00", "4:00"}, {"6:10", "6:30"}, {"7:00", "8:00"}, {"12:00", "12:30"}} {
		c.from.SetText("0:00") // so that any end is behind it
		c.to.SetText(clip[1])
		c.from.SetText(clip[0])
		h.settle()
		from, width := c.preview.view.Free(c.preview.view.Size().Width)
		for _, tag := range c.tags {
			x := at(tag.view).X - at(c.preview.view).X
			if x < from || x+tag.view.Size().Width > from+width || at(tag.view).Y < at(c.preview.view).Y || at(tag.view).Y+tag.view.Size().Height > at(c.bar).Y {
				t.Errorf("%v: a tag is at %v, width %v, free is %v from %v", clip, at(tag.view), tag.view.Size(), width, from)
			}
		}
		for _, o := range test.LaidOutObjects(c.preview.view) {
			if left := o.Position().X; o != c.preview.view && o.Visible() && o.Size().Width > 100 && left < from+width && left+o.Size().Width > from {
				t.Errorf("%v: the frame from %v lies over the tags from %v", clip, left, from)
			}
		}
	}
	test.Tap(c.tags[0].body)
	if c.from.Text != "1:10" || c.bar.Selected().To != 125*time.Second {
		t.Errorf("a click on a tag brings %s, %v to the handles", c.from.Text, c.bar.Selected())
	}
	h.settle()
	if got := shownFrames(b); got != "1:10 14" {
		t.Errorf("it shows %s", got)
	}
	test.Tap(c.tags[1].remove)
	if got := c.preview.view.MinSize().Height; got != 0 || len(c.strip.Objects) != 0 {
		t.Errorf("one clip: the preview takes %v", got)
	}
}
