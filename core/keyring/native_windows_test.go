package keyring_test

import (
	"context"
	"errors"
	"testing"

	"github.com/hilo-app/hilo/core/keyring"
)

// TestCredentialManager keeps a password in that of this computer, and removes it.
func TestCredentialManager(t *testing.T) {
	const account = "http://ana@test.invalid:1"
	k := keyring.System()
	t.Cleanup(func() { _ = k.Delete(context.Background(), account) })
	if err := k.Set(t.Context(), account, "sésame"); err != nil {
		t.Fatal(err)
	}
	if got, err := k.Get(t.Context(), account); got != "sésame" || err != nil {
		t.Errorf("%q, %v", got, err)
	}
	if err := k.Delete(t.Context(), account); err != nil {
		t.Error(err)
	}
	if _, err := k.Get(t.Context(), account); !errors.Is(err, keyring.ErrNotFound) {
		t.Errorf("after it was removed: %v", err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if err := k.Set(ended, account, "sesame"); !errors.Is(err, context.Canceled) {
		t.Errorf("with an ended context: %v", err)
	}
}
