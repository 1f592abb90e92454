//go:build !windows && !darwin

package desktop

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/godbus/dbus/v5"

	"github.com/hilo-app/hilo/gui/desktop/bus"
)

// Names of the portal's dialogs for files (XDG Desktop Portal, "File Chooser" and
// "Request").
const (
	portalName    = "org.freedesktop.portal.Desktop"
	portalPath    = "/org/freedesktop/portal/desktop"
	fileChooser   = "org.freedesktop.portal.FileChooser"
	portalRequest = "org.freedesktop.portal.Request"
	foldersSince  = 3    // version of FileChooser that can ask for a folder
	maxPath       = 4096 // bytes of a path that is believed: PATH_MAX of Linux
)

// askPortal asks with the dialog of the desktop's portal. When the portal ends or
// ctx does, so does the question.
func askPortal(ctx context.Context, q question) (string, error) {
	conn, err := bus.Session(ctx)
	if err != nil {
		return "", err
	}
	defer func() { _ = conn.Close() }()
	portal := conn.Object(portalName, portalPath)
	soon, cancel := context.WithTimeout(ctx, bus.Patience)
	defer cancel()
	var version uint32
	if err := portal.CallWithContext(soon, "org.freedesktop.DBus.Properties.Get", 0, fileChooser, "version").Store(&version); err != nil {
		return "", err
	}
	if len(q.patterns) == 0 && version < foldersSince {
		return "", fmt.Errorf("version %d asks for no folders", version)
	}
	body, err := portalResponse(ctx, conn, fileChooser+".OpenFile", func(token string) []any { return []any{"", q.title, portalOptions(q, token)} })
	if err != nil {
		return "", err
	}
	return chosenPath(body)
}

// portalResponse calls a method that makes a request of the portal, and returns the
// body of its Response. arguments are those of the method, whose options have the token.
// When the portal ends or ctx does, so does the request.
func portalResponse(ctx context.Context, conn *dbus.Conn, method string, arguments func(token string) []any) ([]any, error) {
	soon, cancel := context.WithTimeout(ctx, bus.Patience)
	defer cancel()
	var owner string
	if err := conn.BusObject().CallWithContext(soon, "org.freedesktop.DBus.GetNameOwner", 0, portalName).Store(&owner); err != nil {
		return nil, err
	}

	// The path of the request is known before it is made, so that no answer is missed.
	token := "hilo" + rand.Text()
	request := dbus.ObjectPath(portalPath + "/request/" + strings.ReplaceAll(strings.TrimPrefix(conn.Names()[0], ":"), ".", "_") + "/" + token)
	signals := make(chan *dbus.Signal, 16)
	conn.Signal(signals)
	for _, match := range [][]dbus.MatchOption{
		{dbus.WithMatchSender(owner), dbus.WithMatchObjectPath(request), dbus.WithMatchInterface(portalRequest)},
		{dbus.WithMatchSender("org.freedesktop.DBus"), dbus.WithMatchMember("NameOwnerChanged"), dbus.WithMatchArg(0, owner)},
	} {
		if err := conn.AddMatchSignalContext(soon, match...); err != nil {
			return nil, err
		}
	}
	var made dbus.ObjectPath
	if err := conn.Object(portalName, portalPath).CallWithContext(soon, method, 0, arguments(token)...).Store(&made); err != nil {
		return nil, err
	}
	return portalAnswer(ctx, signals, owner, request)
}

// portalOptions returns what OpenFile is told of a question.
func portalOptions(q question, token string) map[string]dbus.Variant {
	options := map[string]dbus.Variant{
		"handle_token": dbus.MakeVariant(token),
		"modal":        dbus.MakeVariant(true),
		"directory":    dbus.MakeVariant(len(q.patterns) == 0),
	}
	if q.start != "" {
		options["current_folder"] = dbus.MakeVariant(append([]byte(q.start), 0))
	}
	if len(q.patterns) > 0 {
		type pattern struct {
			Kind uint32 // 0: of the name
			Glob string
		}
		type filter struct {
			Name     string
			Patterns []pattern
		}
		f := filter{Name: q.title}
		for _, p := range q.patterns {
			f.Patterns = append(f.Patterns, pattern{Glob: p})
		}
		options["filters"] = dbus.MakeVariant([]filter{f})
	}
	return options
}

// portalAnswer waits for the Response of a request.
func portalAnswer(ctx context.Context, signals <-chan *dbus.Signal, owner string, request dbus.ObjectPath) ([]any, error) {
	for {
		select {
		case <-ctx.Done(): // which closes the connection, and so the dialog
			return nil, ctx.Err()
		case s, ok := <-signals:
			switch {
			case !ok:
				return nil, errors.Join(ctx.Err(), errors.New("the message bus ended"))
			case s.Name == "org.freedesktop.DBus.NameOwnerChanged" && len(s.Body) == 3 && s.Body[0] == owner && s.Body[2] == "":
				return nil, errors.New("it ended")
			case s.Sender == owner && s.Path == request && s.Name == portalRequest+".Response":
				return s.Body, nil
			}
		}
	}
}

// chosenPath returns the path in the body of a Response.
func chosenPath(body []any) (string, error) {
	var code uint32
	var results map[string]dbus.Variant
	if err := dbus.Store(body, &code, &results); err != nil {
		return "", err
	}
	if code == 1 {
		return "", ErrCanceled
	}
	uris, _ := results["uris"].Value().([]string)
	if code != 0 || len(uris) != 1 {
		return "", fmt.Errorf("it answered %d with %d addresses", code, len(uris))
	}
	u, err := url.Parse(uris[0])
	if err != nil {
		return "", err
	}
	if u.Scheme != "file" || u.Host != "" || !filepath.IsAbs(u.Path) || len(u.Path) > maxPath || strings.ContainsRune(u.Path, 0) {
		return "", errors.New("what was chosen is not on this computer")
	}
	return u.Path, nil
}
