//go:build !windows && !darwin

package notify

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/godbus/dbus/v5"

	"github.com/hilo-app/hilo/gui/desktop/bus"
)

// Names of the Desktop Notifications Specification of freedesktop.org, version 1.2.
const (
	service = "org.freedesktop.Notifications"
	path    = "/org/freedesktop/Notifications"
	clicked = "default" // the action of a click on the note itself
)

// Notifier shows one notification at a time: a newer one takes the place of an older
// one. Make one with New. Any goroutine may use it.
type Notifier struct {
	app string // its ID

	mu    sync.Mutex
	conn  *dbus.Conn
	owner string // the unique name of the service: signals of others are forged
	id    uint32 // of what is shown; 0 for none
	note  Note   // what is shown
}

// New returns a notifier for the app of that ID, such as "io.github.hilo_app.hilo":
// the name of its icon and of its .desktop file.
func New(app string) *Notifier { return &Notifier{app: app} }

// Send shows a notification. ctx ends the wait for the service, which lasts no longer
// than bus.Patience. It returns the errors of the bus and of the service.
func (n *Notifier) Send(ctx context.Context, note Note) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	ctx, cancel := context.WithTimeout(ctx, bus.Patience)
	defer cancel()
	if err := n.connect(ctx); err != nil {
		return err
	}
	server := n.conn.Object(service, path)
	var can []string
	if err := server.CallWithContext(ctx, service+".GetCapabilities", 0).Store(&can); err != nil {
		n.disconnect()
		return fmt.Errorf("notifications: %w", err)
	}
	// A service that started anew is another one: what it shows has another number.
	var owner string
	if err := n.conn.BusObject().CallWithContext(ctx, "org.freedesktop.DBus.GetNameOwner", 0, service).Store(&owner); err != nil {
		n.disconnect()
		return fmt.Errorf("notifications: %w", err)
	}
	if owner != n.owner {
		n.owner, n.id = owner, 0
	}
	body := note.Body
	if slices.Contains(can, "body-markup") {
		body = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(body)
	}
	var actions []string
	if slices.Contains(can, "actions") {
		actions = actionsOf(note)
	}
	hints := map[string]dbus.Variant{"desktop-entry": dbus.MakeVariant(n.app), "category": dbus.MakeVariant("transfer.complete")}
	// The number of the older one is not used again: a signal that it was closed may be
	// on its way.
	if n.id != 0 {
		_ = server.CallWithContext(ctx, service+".CloseNotification", 0, n.id).Err
	}
	n.note = note
	const usual = int32(-1)
	err := server.CallWithContext(ctx, service+".Notify", 0, "Hilo", uint32(0), n.app, note.Title, body, actions, hints, usual).Store(&n.id)
	if err != nil {
		n.disconnect()
		return fmt.Errorf("notifications: %w", err)
	}
	return nil
}

// actionsOf returns the keys and labels of what can be pressed: the number of an
// action, and "default" for the note itself.
func actionsOf(note Note) []string {
	actions := []string{}
	if note.Click != nil {
		actions = append(actions, clicked, note.Title)
	}
	for i, a := range note.Actions {
		actions = append(actions, strconv.Itoa(i), a.Label)
	}
	return actions
}

// Close takes back what is shown and ends the connection. It does not block for longer
// than bus.Patience.
func (n *Notifier) Close() {
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.conn == nil {
		return
	}
	if n.id != 0 {
		ctx, cancel := context.WithTimeout(context.Background(), bus.Patience)
		defer cancel()
		_ = n.conn.Object(service, path).CallWithContext(ctx, service+".CloseNotification", 0, n.id).Err
	}
	n.disconnect()
}

// connect connects to the bus and subscribes to what is pressed.
func (n *Notifier) connect(ctx context.Context) error {
	if n.conn != nil && n.conn.Connected() {
		return nil
	}
	n.disconnect()
	conn, err := bus.Session(context.WithoutCancel(ctx))
	if err != nil {
		return err
	}
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	if err := conn.AddMatchSignalContext(ctx, dbus.WithMatchSender(service), dbus.WithMatchObjectPath(path), dbus.WithMatchInterface(service)); err != nil {
		_ = conn.Close()
		return err
	}
	n.conn = conn
	go n.listen(signals)
	return nil
}

// disconnect ends the connection, and with it listen.
func (n *Notifier) disconnect() {
	if n.conn != nil {
		_ = n.conn.Close()
	}
	n.conn, n.owner, n.id, n.note = nil, "", 0, Note{}
}

// listen does what is pressed until the connection ends.
func (n *Notifier) listen(signals <-chan *dbus.Signal) {
	for s := range signals {
		if do := n.pressed(s); do != nil {
			do()
		}
	}
}

// pressed returns what a signal asks for; nil for nothing. A signal that is not of the
// service, or not of what is shown, asks for nothing.
func (n *Notifier) pressed(s *dbus.Signal) func() {
	n.mu.Lock()
	defer n.mu.Unlock()
	var id uint32
	if n.id == 0 || s.Sender != n.owner || s.Path != path || len(s.Body) != 2 || dbus.Store(s.Body[:1], &id) != nil || id != n.id {
		return nil
	}
	switch s.Name {
	case service + ".NotificationClosed":
		n.id, n.note = 0, Note{}
	case service + ".ActionInvoked":
		key, _ := s.Body[1].(string)
		if key == clicked {
			return n.note.Click
		}
		if i, err := strconv.Atoi(key); err == nil && i >= 0 && i < len(n.note.Actions) {
			return n.note.Actions[i].Do
		}
	}
	return nil
}
