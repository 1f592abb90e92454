//go:build !windows && !darwin

package keyring

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/godbus/dbus/v5"
)

// Names of the Secret Service API (freedesktop.org, "Secret Service", draft 0.2).
const (
	secretsName     = "org.freedesktop.secrets"
	secretsPath     = dbus.ObjectPath("/org/freedesktop/secrets")
	serviceIface    = "org.freedesktop.Secret.Service."
	collectionIface = "org.freedesktop.Secret.Collection."
	itemIface       = "org.freedesktop.Secret.Item."
	promptIface     = "org.freedesktop.Secret.Prompt"
	noPath          = dbus.ObjectPath("/") // no prompt, no collection
)

// patience is how long the service may take for an answer that needs no person.
const patience = 5 * time.Second

// System returns the Secret Service of this login: GNOME Keyring, KWallet, KeePassXC.
func System() Keyring { return secretService{} }

type secretService struct{}

// secret is the Secret of the API.
type secret struct {
	Session     dbus.ObjectPath
	Parameters  []byte
	Value       []byte
	ContentType string
}

func attributes(account string) map[string]string {
	return map[string]string{"service": service, "username": account}
}

func (secretService) Get(ctx context.Context, account string) (password string, err error) {
	err = withSession(ctx, func(s *session) error {
		item, err := s.find(account)
		if err != nil {
			return err
		}
		var found secret
		if err := s.call(item, itemIface+"GetSecret", s.path).Store(&found); err != nil {
			return err
		}
		if len(found.Value) > maxSecret {
			return errTooLong
		}
		password = string(found.Value)
		return nil
	})
	return password, err
}

func (secretService) Set(ctx context.Context, account, password string) error {
	if len(password) > maxSecret {
		return errTooLong
	}
	return withSession(ctx, func(s *session) error {
		var collection, prompt dbus.ObjectPath
		// Without a default collection there is no keyring yet; a new one would ask the
		// person to invent a password.
		if err := s.call(secretsPath, serviceIface+"ReadAlias", "default").Store(&collection); err != nil {
			return err
		}
		if collection == noPath {
			return ErrNone
		}
		if err := s.unlock(collection); err != nil {
			return err
		}
		properties := map[string]dbus.Variant{
			itemIface + "Label":      dbus.MakeVariant("Hilo: " + account),
			itemIface + "Attributes": dbus.MakeVariant(attributes(account)),
		}
		value := secret{s.path, []byte{}, []byte(password), "text/plain; charset=utf8"}
		var item dbus.ObjectPath
		if err := s.call(collection, collectionIface+"CreateItem", properties, value, true).Store(&item, &prompt); err != nil {
			return err
		}
		return s.confirm(prompt)
	})
}

func (secretService) Delete(ctx context.Context, account string) error {
	return withSession(ctx, func(s *session) error {
		item, err := s.find(account)
		if err != nil {
			return err
		}
		var prompt dbus.ObjectPath
		if err := s.call(item, itemIface+"Delete").Store(&prompt); err != nil {
			return err
		}
		return s.confirm(prompt)
	})
}

// session is a connection to the service.
type session struct {
	ctx  context.Context
	conn *dbus.Conn
	path dbus.ObjectPath
}

// withSession calls f with a session. It starts no bus.
func withSession(ctx context.Context, f func(*session) error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	conn, err := dbus.SessionBusPrivateNoAutoStartup()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNone, err)
	}
	defer func() { _ = conn.Close() }()
	late := time.AfterFunc(patience, func() { _ = conn.Close() })
	if err = conn.Auth(nil); err == nil {
		err = conn.Hello()
	}
	late.Stop()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNone, err)
	}
	s := &session{ctx: ctx, conn: conn}
	var output dbus.Variant
	// "plain": nobody but this user's programs can read the bus.
	if err := s.call(secretsPath, serviceIface+"OpenSession", "plain", dbus.MakeVariant("")).Store(&output, &s.path); err != nil {
		return fmt.Errorf("%w: %w", ErrNone, err)
	}
	if err := f(s); err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return fmt.Errorf("secret service: %w", err)
	}
	return nil
}

// call calls a method of the service, which answers in patience.
func (s *session) call(path dbus.ObjectPath, method string, args ...any) *dbus.Call {
	ctx, cancel := context.WithTimeout(s.ctx, patience)
	defer cancel()
	return s.conn.Object(secretsName, path).CallWithContext(ctx, method, 0, args...)
}

// find returns the item of an account, unlocked.
func (s *session) find(account string) (dbus.ObjectPath, error) {
	var open, locked []dbus.ObjectPath
	if err := s.call(secretsPath, serviceIface+"SearchItems", attributes(account)).Store(&open, &locked); err != nil {
		return "", err
	}
	switch {
	case len(open) > 0:
		return open[0], nil
	case len(locked) > 0:
		return locked[0], s.unlock(locked[0])
	}
	return "", ErrNotFound
}

// unlock unlocks an item or a collection. It waits for the person where the service asks.
func (s *session) unlock(path dbus.ObjectPath) error {
	var unlocked []dbus.ObjectPath
	var prompt dbus.ObjectPath
	if err := s.call(secretsPath, serviceIface+"Unlock", []dbus.ObjectPath{path}).Store(&unlocked, &prompt); err != nil {
		return err
	}
	return s.confirm(prompt)
}

// confirm shows a prompt of the service and waits for the person.
func (s *session) confirm(prompt dbus.ObjectPath) error {
	if prompt == noPath {
		return nil
	}
	match := []dbus.MatchOption{dbus.WithMatchSender(secretsName), dbus.WithMatchObjectPath(prompt), dbus.WithMatchInterface(promptIface)}
	if err := s.conn.AddMatchSignalContext(s.ctx, match...); err != nil {
		return err
	}
	signals := make(chan *dbus.Signal, 16)
	s.conn.Signal(signals)
	if err := s.call(prompt, promptIface+".Prompt", "").Err; err != nil {
		return err
	}
	for {
		select {
		case <-s.ctx.Done():
			return s.ctx.Err() // the service takes the prompt back when the connection ends
		case signal, open := <-signals:
			if !open {
				return errors.New("the message bus has ended")
			}
			if signal.Path != prompt || signal.Name != promptIface+".Completed" {
				continue
			}
			var dismissed bool
			var result dbus.Variant
			if err := dbus.Store(signal.Body, &dismissed, &result); err != nil {
				return err
			}
			if dismissed {
				return ErrRefused
			}
			return nil
		}
	}
}
