package keyring_test

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hilo-app/hilo/core/keyring"
)

// fake is a Keyring in memory.
type fake struct {
	mu     sync.Mutex
	all    map[string]string
	err    error         // of every call
	locked chan struct{} // calls wait for it, if it is not nil
}

func (f *fake) call(ctx context.Context) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	f.mu.Lock()
	locked, err := f.locked, f.err
	f.mu.Unlock()
	if locked != nil {
		select {
		case <-locked:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return err
}

func (f *fake) Get(ctx context.Context, account string) (string, error) {
	if err := f.call(ctx); err != nil {
		return "", err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	password, ok := f.all[account]
	if !ok {
		return "", keyring.ErrNotFound
	}
	return password, nil
}

func (f *fake) Set(ctx context.Context, account, password string) error {
	if err := f.call(ctx); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.all[account] = password
	return nil
}

func (f *fake) Delete(ctx context.Context, account string) error {
	if err := f.call(ctx); err != nil {
		return err
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.all, account)
	return nil
}

// user keeps what a Proxy says.
type user struct {
	mu      sync.Mutex
	used    []string // addresses; a "…" is before those that requests wait for
	changes int
}

func (u *user) callbacks() keyring.User {
	return keyring.User{
		Log: slog.New(slog.DiscardHandler),
		Use: func(address string, ready <-chan struct{}) {
			u.mu.Lock()
			defer u.mu.Unlock()
			if ready != nil {
				address = "…" + address
			}
			u.used = append(u.used, address)
		},
		Changed: func() {
			u.mu.Lock()
			defer u.mu.Unlock()
			u.changes++
		},
	}
}

// last returns what is used now.
func (u *user) last() string {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.used[len(u.used)-1]
}

const (
	full = "http://ana:sesame@own.example:3128"
	rest = "http://ana@own.example:3128"
)

func wantPlace(t *testing.T, p *keyring.Proxy, want keyring.Place, stored keyring.Stored) {
	t.Helper()
	got, err := p.Place(t.Context())
	if err != nil || got != want || p.Stored() != stored {
		t.Errorf("place %d, %v, stored %+v; want %d, %+v", got, err, p.Stored(), want, stored)
	}
}

// A password that is stored with the address moves to the keyring, and comes back from it
// at the next start.
func TestMoveAndRestart(t *testing.T) {
	k := &fake{all: map[string]string{}}
	for _, stored := range []keyring.Stored{{Address: full}, {Address: rest, Kept: true}} {
		var u user
		p := keyring.NewProxy(k)
		p.Open(stored, u.callbacks())
		wantPlace(t, p, keyring.InKeyring, keyring.Stored{Address: rest, Kept: true})
		if u.last() != full || u.changes != 1 || k.all[rest] != "sesame" {
			t.Errorf("uses %q, %d changes, keyring %v", u.last(), u.changes, k.all)
		}
		p.Close()
	}
}

// Without a keyring, or where it refuses, the password stays with the address.
func TestNoKeyring(t *testing.T) { synctest.Test(t, testNoKeyring) }

func testNoKeyring(t *testing.T) {
	var none keyring.Keyring
	for _, k := range []keyring.Keyring{none, &fake{err: keyring.ErrNone}, &fake{err: keyring.ErrRefused}, &fake{err: errors.New("broken")}} {
		var u user
		p := keyring.NewProxy(k)
		p.Open(keyring.Stored{Address: full}, u.callbacks())
		wantPlace(t, p, keyring.InFile, keyring.Stored{Address: full})
		const other = "http://bo:secret@own.example:1"
		p.Change(other)
		wantPlace(t, p, keyring.InFile, keyring.Stored{Address: other})
		if u.last() != other {
			t.Errorf("uses %q", u.last())
		}
		p.Change("direct")
		wantPlace(t, p, keyring.Nowhere, keyring.Stored{Address: "direct"})
		p.Close()
	}
}

func TestChange(t *testing.T) { synctest.Test(t, testChange) }

func testChange(t *testing.T) {
	const other = "http://bo:secret@other.example:1"
	k := &fake{all: map[string]string{}}
	var u user
	p := keyring.NewProxy(k)
	p.Open(keyring.Stored{}, u.callbacks())
	defer p.Close()
	for _, step := range []struct {
		address string
		place   keyring.Place
		stored  keyring.Stored
		use     string
		kept    int
	}{
		{full, keyring.InKeyring, keyring.Stored{Address: rest, Kept: true}, full, 1},
		{rest, keyring.InKeyring, keyring.Stored{Address: rest, Kept: true}, full, 1}, // as it is shown: the same
		{"direct", keyring.Nowhere, keyring.Stored{Address: "direct"}, "direct", 1},
		{rest, keyring.InKeyring, keyring.Stored{Address: rest, Kept: true}, full, 1}, // it comes back
		{other, keyring.InKeyring, keyring.Stored{Address: "http://bo@other.example:1", Kept: true}, other, 1},
		{rest, keyring.Nowhere, keyring.Stored{Address: rest}, rest, 0}, // a name alone
		{"", keyring.Nowhere, keyring.Stored{}, "", 0},
		{"own.example:3128", keyring.Nowhere, keyring.Stored{Address: "own.example:3128"}, "own.example:3128", 0},
	} {
		p.Change(step.address)
		wantPlace(t, p, step.place, step.stored)
		if u.last() != step.use || len(k.all) != step.kept {
			t.Errorf("%q: uses %q, keyring %v", step.address, u.last(), k.all)
		}
	}
}

// While the keyring is locked, requests wait, nothing readable is stored, and the answer to
// an earlier address does not count.
func TestLocked(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := &fake{all: map[string]string{rest: "sesame"}, locked: make(chan struct{})}
		var u user
		p := keyring.NewProxy(k)
		p.Open(keyring.Stored{Address: rest, Kept: true}, u.callbacks())
		synctest.Wait()
		if u.last() != "…"+rest {
			t.Errorf("uses %q", u.last())
		}
		p.Change("http://bo:one@other.example:1")
		p.Change("http://bo:two@other.example:1")
		synctest.Wait()
		if s := p.Stored(); s != (keyring.Stored{Address: "http://bo@other.example:1", Kept: true}) {
			t.Errorf("stored %+v", s)
		}
		close(k.locked)
		wantPlace(t, p, keyring.InKeyring, keyring.Stored{Address: "http://bo@other.example:1", Kept: true})
		if u.last() != "http://bo:two@other.example:1" || k.all["http://bo@other.example:1"] != "two" {
			t.Errorf("uses %q, keyring %v", u.last(), k.all)
		}
		p.Close()
	})
}

// What is typed letter by letter reaches the keyring once, also when Hilo ends at once.
func TestTyping(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		k := &fake{all: map[string]string{}}
		var u user
		p := keyring.NewProxy(k)
		p.Open(keyring.Stored{}, u.callbacks())
		for i := len("http://ana:sesame@o"); i <= len(full); i++ {
			p.Change(full[:i])
			if s := p.Stored(); !s.Kept || u.last() != full[:i] {
				t.Errorf("stored %+v, used %q", s, u.last())
			}
			time.Sleep(100 * time.Millisecond)
		}
		p.Close()
		wantPlace(t, p, keyring.InKeyring, keyring.Stored{Address: rest, Kept: true})
		if len(k.all) != 1 || k.all[rest] != "sesame" {
			t.Errorf("keyring %v", k.all)
		}
	})
}

// A keyring that nobody unlocks is given up after two minutes, or when Hilo ends; a
// password that it has not taken is stored with the address.
func TestNobodyUnlocks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		for _, closed := range []bool{false, true} {
			k := &fake{locked: make(chan struct{})}
			var u user
			p := keyring.NewProxy(k)
			p.Open(keyring.Stored{}, u.callbacks())
			p.Change(full)
			began := time.Now()
			if closed {
				time.Sleep(time.Minute)
				began = time.Now()
				p.Close()
			}
			wantPlace(t, p, keyring.InFile, keyring.Stored{Address: full})
			if d := time.Since(began); closed && d != 2*time.Second || !closed && d != 2*time.Minute+2*time.Second {
				t.Errorf("closed %v: after %s", closed, d)
			}
			if u.changes != 1 {
				t.Errorf("%d changes", u.changes)
			}
			p.Close()
		}
	})
}

func TestLost(t *testing.T) {
	for _, k := range []keyring.Keyring{nil, &fake{all: map[string]string{}}, &fake{err: keyring.ErrRefused}} {
		var u user
		p := keyring.NewProxy(k)
		p.Open(keyring.Stored{Address: rest, Kept: true}, u.callbacks())
		wantPlace(t, p, keyring.Lost, keyring.Stored{Address: rest, Kept: true})
		p.Close()
	}
}
