// Package instance lets the running Hilo take what a second start was given: its
// links, and the wish to see the window.
//
//	first start:  Listen -> Message, for each start that follows
//	second start: Send -> the first one has the Message; the second one ends
//
// Both talk over a socket of the local system in Hilo's data folder (AF_UNIX, which
// Windows has since version 1803). Whoever can write to that folder owns Hilo's
// queue anyway, so the socket gives nobody more: it is the user's alone, and on Linux
// and macOS the other side must be a process of the same user. A connection is
// bounded in bytes and in time, and there are few at once.
//
// The package knows neither the queue nor the window, and does not interpret the
// text. Send is for before the queue is opened: the owner of the queue listens.
package instance

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"sync"
	"time"
)

// Bounds of what is exchanged.
const (
	MaxText  = 64 << 10        // bytes of a Message's texts together
	maxBytes = 8*MaxText + 256 // of a message on the wire: JSON may escape a byte as six
	patience = 2 * time.Second // for one connection
	atOnce   = 4               // connections
)

// Message is what a second start was given.
type Message struct {
	Add   string `json:"add,omitempty"`   // text with links that the user typed or dropped: they are wanted
	Offer string `json:"offer,omitempty"` // text with links from a "hilo:" address, which a web page may have opened: the user decides
}

// The reasons why there was no exchange.
var (
	// ErrNobody says that no Hilo listens there.
	ErrNobody = errors.New("instance: no other Hilo listens")
	// ErrTooLong says that a Message has more than MaxText bytes.
	ErrTooLong = errors.New("instance: too much text")
)

// answer is what a listener says when it has a message.
const answer = "ok\n"

func (m Message) check() error {
	if len(m.Add)+len(m.Offer) > MaxText {
		return ErrTooLong
	}
	return nil
}

// Send gives the message to the Hilo that listens on the socket at path. It returns
// nil when that one has it, ErrNobody when there is none, ErrTooLong, or another
// error, all of them within some seconds.
func Send(path string, m Message) error {
	if err := m.check(); err != nil {
		return err
	}
	if info, err := os.Lstat(path); err != nil || !isSocket(info) {
		return ErrNobody
	}
	c, err := net.DialUnix("unix", nil, &net.UnixAddr{Name: path, Net: "unix"}) // which does not wait
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNobody, err)
	}
	defer func() { _ = c.Close() }()
	_ = c.SetDeadline(time.Now().Add(patience))
	if err := sameUser(c); err != nil {
		return err
	}
	allowForeground()
	if err := json.NewEncoder(c).Encode(m); err != nil {
		return fmt.Errorf("instance: %w", err)
	}
	got := make([]byte, len(answer))
	if _, err := io.ReadFull(c, got); err != nil || string(got) != answer {
		return fmt.Errorf("instance: the other Hilo took nothing: %w", errors.Join(err, errors.New("no answer")))
	}
	return nil
}

// Listener takes messages until it is closed.
type Listener struct {
	listener *net.UnixListener
	path     string
	receive  func(Message) bool
	running  sync.WaitGroup
}

// Listen takes messages at path and calls receive with each, from several
// goroutines at once. When receive returns false, because Hilo is about to end, the
// other side learns that nobody took its message. Only the owner of the queue may call it: a socket that is
// there was left by a Hilo that ended without closing it, and is replaced. It fails
// when there is something else at path, and where the system has no such sockets or
// takes no path of this length (some 100 bytes).
func Listen(path string, receive func(Message) bool) (*Listener, error) {
	info, err := os.Lstat(path)
	switch {
	case err == nil && !isSocket(info):
		return nil, fmt.Errorf("instance: %s is not a socket", path)
	case err == nil:
		if err := os.Remove(path); err != nil {
			return nil, fmt.Errorf("instance: %w", err)
		}
	case !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("instance: %w", err)
	}
	ln, err := net.ListenUnix("unix", &net.UnixAddr{Name: path, Net: "unix"})
	if err != nil {
		return nil, fmt.Errorf("instance: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		_ = ln.Close()
		return nil, fmt.Errorf("instance: %w", err)
	}
	l := &Listener{listener: ln, path: path, receive: receive}
	for range atOnce {
		l.running.Go(l.serve)
	}
	return l, nil
}

// Close stops listening and returns when no message is on its way any more.
func (l *Listener) Close() error {
	err := l.listener.Close() // which removes the socket
	l.running.Wait()
	return err
}

func (l *Listener) serve() {
	for {
		c, err := l.listener.AcceptUnix()
		if errors.Is(err, net.ErrClosed) {
			return
		}
		if err != nil { // too many open files, or the other side is gone
			time.Sleep(10 * time.Millisecond)
			continue
		}
		if m, err := read(c); err == nil && l.receive(m) {
			_, _ = io.WriteString(c, answer)
		}
		_ = c.Close()
	}
}

// read reads the one line of a connection.
func read(c *net.UnixConn) (Message, error) {
	var m Message
	_ = c.SetDeadline(time.Now().Add(patience))
	if err := sameUser(c); err != nil {
		return m, err
	}
	var line []byte
	for buffer := make([]byte, 4<<10); !bytes.HasSuffix(line, []byte("\n")); {
		n, err := c.Read(buffer)
		if line = append(line, buffer[:n]...); len(line) > maxBytes {
			return m, ErrTooLong
		}
		if err != nil && !bytes.HasSuffix(line, []byte("\n")) {
			return m, err
		}
	}
	if err := json.Unmarshal(line, &m); err != nil {
		return m, err
	}
	return m, m.check()
}
