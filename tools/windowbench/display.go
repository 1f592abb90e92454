//go:build bench

package main

import (
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/damage"
	"github.com/jezek/xgb/xproto"
	"github.com/jezek/xgb/xtest"
)

// frame is one picture of the window that reached the display.
type frame struct {
	server uint32    // milliseconds of the X server's clock
	seen   time.Time // when windowbench knew
	area   xproto.Rectangle
}

// display is the X display that the window is on.
type display struct {
	conn *xgb.Conn
	root xproto.Window
	keys map[xproto.Keysym]xproto.Keycode

	mu     sync.Mutex
	frames []frame
}

// windowArea is how many pixels a change has at least that is a frame of the window.
const windowArea = 900 * 600

// openDisplay connects to the display of the environment.
func openDisplay() (*display, error) {
	conn, err := xgb.NewConn()
	if err != nil {
		return nil, err
	}
	d := &display{conn: conn, root: xproto.Setup(conn).DefaultScreen(conn).Root, keys: map[xproto.Keysym]xproto.Keycode{}}
	if err := errors.Join(damage.Init(conn), xtest.Init(conn)); err != nil {
		return nil, err
	}
	if _, err := damage.QueryVersion(conn, 1, 1).Reply(); err != nil {
		return nil, err
	}
	id, err := damage.NewDamageId(conn)
	if err != nil {
		return nil, err
	}
	if err := damage.CreateChecked(conn, id, xproto.Drawable(d.root), damage.ReportLevelRawRectangles).Check(); err != nil {
		return nil, err
	}
	if err := d.readKeys(); err != nil {
		return nil, err
	}
	go d.watch()
	return d, nil
}

// readKeys finds out which key has which symbol.
func (d *display) readKeys() error {
	s := xproto.Setup(d.conn)
	r, err := xproto.GetKeyboardMapping(d.conn, s.MinKeycode, byte(s.MaxKeycode-s.MinKeycode+1)).Reply()
	if err != nil {
		return err
	}
	per := int(r.KeysymsPerKeycode)
	for i := 0; i < len(r.Keysyms); i += per {
		if _, ok := d.keys[r.Keysyms[i]]; !ok {
			d.keys[r.Keysyms[i]] = s.MinKeycode + xproto.Keycode(i/per)
		}
	}
	return nil
}

// watch keeps the frames. The pixels of one frame may come in several pieces, at most
// a few milliseconds after each other.
func (d *display) watch() {
	for {
		event, err := d.conn.WaitForEvent()
		if event == nil && err == nil {
			return
		}
		e, ok := event.(damage.NotifyEvent)
		if !ok || int(e.Area.Width)*int(e.Area.Height) < windowArea {
			continue
		}
		d.mu.Lock()
		d.frames = append(d.frames, frame{uint32(e.Timestamp), time.Now(), e.Area})
		d.mu.Unlock()
	}
}

// take returns the frames since the last call.
func (d *display) take() []frame {
	d.mu.Lock()
	defer d.mu.Unlock()
	f := d.frames
	d.frames = nil
	return f
}

// firstFrame waits for a frame that has something in it: more than one colour.
func (d *display) firstFrame(ends <-chan error) (frame, error) {
	deadline := time.After(time.Minute)
	for {
		for _, f := range d.take() {
			if drawn, err := d.isDrawn(f.area); err != nil || drawn {
				return f, err
			}
		}
		select {
		case err := <-ends:
			return frame{}, fmt.Errorf("the window ended: %w", err)
		case <-deadline:
			return frame{}, errors.New("the window was not drawn within a minute")
		case <-time.After(time.Millisecond):
		}
	}
}

// isDrawn says whether the top of an area has different colours.
func (d *display) isDrawn(r xproto.Rectangle) (bool, error) {
	got, err := xproto.GetImage(d.conn, xproto.ImageFormatZPixmap, xproto.Drawable(d.root), r.X, r.Y, r.Width, min(r.Height, 100), ^uint32(0)).Reply()
	if err != nil {
		return false, err
	}
	for i := 4; i+3 < len(got.Data); i += 4 {
		if [3]byte(got.Data[i:i+3]) != [3]byte(got.Data[:3]) {
			return true, nil
		}
	}
	return false, nil
}

// move moves the pointer.
func (d *display) move(x, y int) {
	xtest.FakeInput(d.conn, xproto.MotionNotify, 0, 0, d.root, int16(x), int16(y), 0)
}

// button presses or releases a button of the mouse.
func (d *display) button(n byte, down bool) {
	d.fake(xproto.ButtonPress, xproto.ButtonRelease, n, down)
}

// click presses a button of the mouse once; 4 and 5 are the wheel, up and down.
func (d *display) click(n byte) {
	d.button(n, true)
	d.button(n, false)
}

// key presses a key once.
func (d *display) key(symbol xproto.Keysym) {
	code := byte(d.keys[symbol])
	d.fake(xproto.KeyPress, xproto.KeyRelease, code, true)
	d.fake(xproto.KeyPress, xproto.KeyRelease, code, false)
}

func (d *display) fake(press, release byte, detail byte, down bool) {
	kind := release
	if down {
		kind = press
	}
	xtest.FakeInput(d.conn, kind, detail, 0, d.root, 0, 0, 0)
}
