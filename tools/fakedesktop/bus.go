package main

import (
	"context"
	"fmt"
	"net/url"
	"os"
	"strings"
	"sync/atomic"

	"github.com/godbus/dbus/v5"
)

// Names on the bus: StatusNotifierItem of KDE, dbusmenu of Canonical, the XDG Desktop
// Portal, and the Desktop Notifications of freedesktop.org.
const (
	watcherName   = "org.kde.StatusNotifierWatcher"
	watcherPath   = "/StatusNotifierWatcher"
	menuPath      = "/StatusNotifierItem/menu"
	menuInterface = "com.canonical.dbusmenu"
	portalName    = "org.freedesktop.portal.Desktop"
	portalPath    = "/org/freedesktop/portal/desktop"
	notesName     = "org.freedesktop.Notifications"
	notesPath     = "/org/freedesktop/Notifications"
)

// serve is the tray, the portal and the notifications of a desktop until ctx ends.
func serve(ctx context.Context, folder string) error {
	conn, err := dbus.ConnectSessionBus(dbus.WithContext(ctx))
	if err != nil {
		return err
	}
	defer func() { _ = conn.Close() }()
	w, p := &watcher{}, &portal{conn: conn, folder: folder}
	for _, e := range []struct {
		of          any
		path, iface string
	}{
		{w, watcherPath, watcherName},
		{w, watcherPath, "org.freedesktop.DBus.Properties"},
		{p, portalPath, "org.freedesktop.portal.FileChooser"},
		{notes{}, notesPath, notesName},
		{portalVersion{}, portalPath, "org.freedesktop.DBus.Properties"},
	} {
		if err := conn.Export(e.of, dbus.ObjectPath(e.path), e.iface); err != nil {
			return err
		}
	}
	for _, name := range []string{watcherName, portalName, notesName} {
		if r, err := conn.RequestName(name, dbus.NameFlagDoNotQueue); err != nil || r != dbus.RequestNameReplyPrimaryOwner {
			return fmt.Errorf("own %s: %v, %w", name, r, err)
		}
	}
	fmt.Println("ready")
	<-ctx.Done()
	return nil
}

// watcher is the tray. It knows one icon, the newest.
type watcher struct{ owner atomic.Value }

// RegisterStatusNotifierItem takes an icon.
func (w *watcher) RegisterStatusNotifierItem(sender dbus.Sender, _ string) *dbus.Error {
	w.owner.Store(string(sender))
	fmt.Fprintln(os.Stdout, "icon", sender)
	return nil
}

// Get answers for the properties of the watcher.
func (w *watcher) Get(_, name string) (dbus.Variant, *dbus.Error) {
	if name == "RegisteredStatusNotifierItems" {
		owner, _ := w.owner.Load().(string)
		return dbus.MakeVariant([]string{owner}), nil
	}
	return dbus.MakeVariant(true), nil // IsStatusNotifierHostRegistered
}

// portal has a folder dialog in which a person chooses the same folder each time.
type portal struct {
	conn   *dbus.Conn
	folder string
}

// OpenFile answers a question for a folder.
func (p *portal) OpenFile(sender dbus.Sender, _, title string, options map[string]dbus.Variant) (dbus.ObjectPath, *dbus.Error) {
	token, _ := options["handle_token"].Value().(string)
	at := dbus.ObjectPath(portalPath + "/request/" + strings.ReplaceAll(strings.TrimPrefix(string(sender), ":"), ".", "_") + "/" + token)
	fmt.Fprintf(os.Stdout, "dialog %q\n", title)
	chosen := (&url.URL{Scheme: "file", Path: p.folder}).String()
	if err := p.conn.Emit(at, "org.freedesktop.portal.Request.Response", uint32(0), map[string]dbus.Variant{"uris": dbus.MakeVariant([]string{chosen})}); err != nil {
		return "", dbus.MakeFailedError(err)
	}
	return at, nil
}

type portalVersion struct{}

// Get answers for the property version.
func (portalVersion) Get(string, string) (dbus.Variant, *dbus.Error) {
	return dbus.MakeVariant(uint32(4)), nil
}

// notes shows notifications, and nobody presses their buttons.
type notes struct{}

// GetCapabilities returns what can be shown.
func (notes) GetCapabilities() ([]string, *dbus.Error) { return []string{"actions", "body"}, nil }

// Notify shows a notification.
func (notes) Notify(_ string, _ uint32, _, title, body string, actions []string, _ map[string]dbus.Variant, _ int32) (uint32, *dbus.Error) {
	fmt.Fprintf(os.Stdout, "notification %q %q %q\n", title, body, actions)
	return 1, nil
}

// CloseNotification takes a notification back.
func (notes) CloseNotification(uint32) *dbus.Error { return nil }

// item is one line of the menu.
type item struct {
	id      int32
	label   string
	enabled bool
}

// menu asks the icon in the tray for its menu.
func menu(ctx context.Context) (icon dbus.BusObject, items []item, err error) {
	conn, err := dbus.ConnectSessionBus(dbus.WithContext(ctx))
	if err != nil {
		return nil, nil, err
	}
	var registered dbus.Variant
	if err := conn.Object(watcherName, watcherPath).CallWithContext(ctx, "org.freedesktop.DBus.Properties.Get", 0, watcherName, "RegisteredStatusNotifierItems").Store(&registered); err != nil {
		return nil, nil, err
	}
	owners, _ := registered.Value().([]string)
	if len(owners) == 0 || owners[0] == "" {
		return nil, nil, fmt.Errorf("there is no icon in the tray")
	}
	icon = conn.Object(owners[0], menuPath)
	var version uint32
	var root struct {
		ID       int32
		Props    map[string]dbus.Variant
		Children []dbus.Variant
	}
	if err := icon.CallWithContext(ctx, menuInterface+".GetLayout", 0, int32(0), int32(-1), []string{}).Store(&version, &root); err != nil {
		return nil, nil, err
	}
	for _, child := range root.Children {
		var line struct {
			ID    int32
			Props map[string]dbus.Variant
			Rest  []dbus.Variant
		}
		if err := dbus.Store([]any{child.Value()}, &line); err != nil {
			return nil, nil, err
		}
		i := item{id: line.ID, enabled: true}
		i.label, _ = line.Props["label"].Value().(string)
		if enabled, ok := line.Props["enabled"].Value().(bool); ok {
			i.enabled = enabled
		}
		items = append(items, i)
	}
	return icon, items, nil
}

// printMenu prints a line for each item, in parentheses those that cannot be pressed.
func printMenu(ctx context.Context) error {
	_, items, err := menu(ctx)
	for _, i := range items {
		if i.enabled {
			fmt.Println(i.label)
		} else {
			fmt.Printf("(%s)\n", i.label)
		}
	}
	return err
}

// press presses the item with a label.
func press(ctx context.Context, label string) error {
	icon, items, err := menu(ctx)
	if err != nil {
		return err
	}
	for _, i := range items {
		if i.label == label && i.enabled {
			return icon.CallWithContext(ctx, menuInterface+".Event", 0, i.id, "clicked", dbus.MakeVariant(0), uint32(0)).Err
		}
	}
	return fmt.Errorf("no item %q can be pressed", label)
}
