package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/jezek/xgb"
	"github.com/jezek/xgb/xproto"
)

// dragVersion is the version of the protocol that is spoken (freedesktop.org,
// "Drag-and-Drop Protocol for the X Window System").
const dragVersion = 5

// drag is one drag from a window of its own to another one.
type drag struct {
	conn   *xgb.Conn
	source xproto.Window
	target xproto.Window
	atoms  map[string]xproto.Atom
	data   []byte // of the type text/uri-list
}

// drop drops addresses on the middle of a window, and returns when the window has
// taken them.
func drop(ctx context.Context, window uint32, uris []string) error {
	xgb.Logger.SetOutput(io.Discard) // it complains of a display without a password
	conn, err := xgb.NewConn()
	if err != nil {
		return err
	}
	defer conn.Close()
	context.AfterFunc(ctx, conn.Close) // ends the wait for events
	d := &drag{conn: conn, target: xproto.Window(window), atoms: map[string]xproto.Atom{}, data: []byte(strings.Join(uris, "\r\n") + "\r\n")}
	for _, name := range []string{"XdndSelection", "XdndEnter", "XdndPosition", "XdndStatus", "XdndDrop", "XdndFinished", "XdndActionCopy", "text/uri-list"} {
		a, err := xproto.InternAtom(conn, false, uint16(len(name)), name).Reply()
		if err != nil {
			return err
		}
		d.atoms[name] = a.Atom
	}
	if d.source, err = xproto.NewWindowId(conn); err != nil {
		return err
	}
	root := xproto.Setup(conn).DefaultScreen(conn).Root
	if err := xproto.CreateWindowChecked(conn, 0, d.source, root, 0, 0, 1, 1, 0, xproto.WindowClassInputOnly, 0, 0, nil).Check(); err != nil {
		return err
	}
	if err := xproto.SetSelectionOwnerChecked(conn, d.source, d.atoms["XdndSelection"], xproto.TimeCurrentTime).Check(); err != nil {
		return err
	}
	size, err := xproto.GetGeometry(conn, xproto.Drawable(d.target)).Reply()
	if err != nil {
		return err
	}
	at, err := xproto.TranslateCoordinates(conn, d.target, root, int16(size.Width/2), int16(size.Height/2)).Reply()
	if err != nil {
		return err
	}
	if err := d.send("XdndEnter", dragVersion<<24, uint32(d.atoms["text/uri-list"]), 0, 0); err != nil {
		return err
	}
	if err := d.send("XdndPosition", 0, uint32(uint16(at.DstX))<<16|uint32(uint16(at.DstY)), 0, uint32(d.atoms["XdndActionCopy"])); err != nil {
		return err
	}
	return d.serve()
}

// send tells the target something. The first value of a message is the source.
func (d *drag) send(kind string, values ...uint32) error {
	message := xproto.ClientMessageEvent{Format: 32, Window: d.target, Type: d.atoms[kind],
		Data: xproto.ClientMessageDataUnionData32New(append([]uint32{uint32(d.source)}, values...))}
	return xproto.SendEventChecked(d.conn, false, d.target, 0, string(message.Bytes())).Check()
}

// serve does what the target asks until it has finished.
func (d *drag) serve() error {
	dropped := false
	for {
		event, err := d.conn.WaitForEvent()
		switch e := event.(type) {
		case nil:
			if err != nil {
				return err
			}
			return errors.New("the window did not take it in time")
		case xproto.SelectionRequestEvent:
			if err := d.hand(e); err != nil {
				return err
			}
		case xproto.ClientMessageEvent:
			switch said := e.Data.Data32[1]; e.Type {
			case d.atoms["XdndStatus"]:
				if said&1 == 0 {
					return errors.New("the window takes nothing")
				}
				if !dropped {
					dropped = true
					if err := d.send("XdndDrop", 0, xproto.TimeCurrentTime, 0, 0); err != nil {
						return err
					}
				}
			case d.atoms["XdndFinished"]:
				if said == 0 { // GLFW says how many bytes it took, which is not what the protocol wants
					return errors.New("the window did not want it")
				}
				return nil
			}
		}
	}
}

// hand gives the target the addresses.
func (d *drag) hand(e xproto.SelectionRequestEvent) error {
	if e.Target != d.atoms["text/uri-list"] {
		return fmt.Errorf("the window asks for atom %d", e.Target)
	}
	if err := xproto.ChangePropertyChecked(d.conn, xproto.PropModeReplace, e.Requestor, e.Property, e.Target, 8, uint32(len(d.data)), d.data).Check(); err != nil {
		return err
	}
	done := xproto.SelectionNotifyEvent{Time: e.Time, Requestor: e.Requestor, Selection: e.Selection, Target: e.Target, Property: e.Property}
	return xproto.SendEventChecked(d.conn, false, e.Requestor, 0, string(done.Bytes())).Check()
}
