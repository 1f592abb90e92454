// Package keyring keeps the password of a proxy in the keyring of the system, rather than
// readable in a file.
//
//	proxy := keyring.NewProxy(keyring.System())
//	proxy.Open(stored, use, changed) -> Change, whenever the address changes -> Close
//
// A Keyring has passwords by account. System is that of the computer: the Secret Service
// of freedesktop.org (secretservice.go), or the Credential Manager of Windows and the
// keychain of macOS (native.go). A Proxy decides where a password is kept: in the keyring
// where there is one, else with the address, in the settings.
//
// The package knows neither the settings nor what is asked through the proxy.
package keyring

import (
	"context"
	"errors"
)

// service is the name under which the system has Hilo's passwords.
const service = "io.github.hilo_app.hilo"

// maxSecret is the longest password that is kept, in bytes. Windows keeps 2,560.
const maxSecret = 2 << 10

var (
	// ErrNone says that this computer has no keyring, or that it does not answer.
	ErrNone = errors.New("no keyring")
	// ErrNotFound says that the keyring has no password for the account.
	ErrNotFound = errors.New("not in the keyring")
	// ErrRefused says that the person did not unlock the keyring.
	ErrRefused = errors.New("the keyring stays locked")

	errTooLong = errors.New("too long for a keyring")
)

// Keyring keeps passwords by account. A locked keyring asks the person for its own
// password: each method takes as long as that, or until the end of ctx, whose error it
// then returns. With a ctx that has ended it does nothing.
type Keyring interface {
	// Get returns a password. The error is ErrNone, ErrNotFound, ErrRefused, or another.
	Get(ctx context.Context, account string) (string, error)
	// Set keeps a password, in place of an earlier one. The error is ErrNone, ErrRefused, or
	// another.
	Set(ctx context.Context, account, password string) error
	// Delete removes a password, with the errors of Get.
	Delete(ctx context.Context, account string) error
}
