package keyring

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/sysproxy"
)

// Place is where the password of a proxy is kept.
type Place int

// The places of a password.
const (
	Nowhere   Place = iota // the address has none
	InFile                 // with the address, readable in the settings
	InKeyring              // in the keyring of the system
	Lost                   // it was in the keyring, which does not give it back
)

const (
	// unlocking is how long a person has for unlocking the keyring.
	unlocking = 2 * time.Minute
	// typing is how long an address stays the same before the keyring hears of it: Change
	// is called with each letter.
	typing = 2 * time.Second
	// closing is how long the keyring has when Hilo ends.
	closing = 2 * time.Second
)

// Stored is the address of a proxy as the settings have it.
type Stored struct {
	Address string // for sysproxy.Choice.Set
	Kept    bool   // its password is in the keyring, and not in Address
}

// User is what has to know of the proxy. Its functions are called on any goroutine.
type User struct {
	// Use makes requests from now on go through a proxy. Those that follow wait until
	// ready is closed, if it is not nil: Use is called again by then. It must not call
	// the Proxy.
	Use func(address string, ready <-chan struct{})
	// Changed is called after Stored and Address changed without a call of Change.
	Changed func()
	Log     *slog.Logger
}

// Proxy is the address of a proxy, whose password it keeps in a keyring. It is safe for
// concurrent use.
type Proxy struct {
	keyring Keyring // nil for none
	user    User
	ctx     context.Context // until Close
	stop    context.CancelFunc
	closed  chan struct{} // closed by Close
	once    sync.Once
	running sync.WaitGroup
	turn    chan struct{} // has a value while the keyring is asked: one call after the other

	mu      sync.Mutex
	address string // without the password, unless place is InFile
	full    string // with the password, as far as it is known
	place   Place
	hidden  bool               // what is stored has no password, whatever place is
	account string             // address of the last password that the keyring has, as far as is known
	settled chan struct{}      // closed when the keyring has answered
	cancel  context.CancelFunc // of what the keyring is asked
	changes int                // how often the address changed, by which answers to earlier ones are known
}

// NewProxy returns a Proxy; nil keeps passwords with the address.
func NewProxy(k Keyring) *Proxy {
	p := &Proxy{keyring: k, turn: make(chan struct{}, 1), closed: make(chan struct{}), settled: make(chan struct{})}
	close(p.settled)
	p.ctx, p.stop = context.WithCancel(context.Background())
	return p
}

// Open takes the address that is stored. A password that is stored with it moves to the
// keyring; one that is there is asked for. Nothing of this is waited for.
func (p *Proxy) Open(stored Stored, user User) {
	rest, password := sysproxy.SplitPassword(stored.Address)
	p.mu.Lock()
	p.user = user
	p.address, p.full, p.place, p.hidden = stored.Address, stored.Address, Nowhere, false
	var ask func(context.Context)
	var ready chan struct{}
	if password != "" {
		p.place = InFile
	} else if stored.Kept {
		p.place, p.hidden, p.account = Lost, true, rest
	}
	switch {
	case p.keyring == nil:
	case password != "":
		ask = p.keep(rest, password)
	case stored.Kept:
		ask, ready = p.fetch(rest, true), make(chan struct{})
	}
	user.Use(stored.Address, ready)
	p.start(ask, ready, 0)
	p.mu.Unlock()
}

// Change takes an address that the person wrote. The present one without its password
// keeps the password, and another one with a name gets that which the keyring has for it.
// The password of an own proxy that was replaced by another is removed; while none or that
// of the computer is chosen, it stays.
func (p *Proxy) Change(address string) {
	rest, password := sysproxy.SplitPassword(address)
	p.mu.Lock()
	before, _ := sysproxy.SplitPassword(p.full)
	if address == p.full || address == before {
		p.mu.Unlock()
		return
	}
	p.address, p.full, p.place, p.hidden = address, address, Nowhere, false
	var ask func(context.Context)
	var ready chan struct{}
	switch {
	case password != "":
		p.place = InFile
		if p.keyring != nil {
			p.address, p.hidden = rest, true // until the keyring refuses: nothing readable is written
			ask = p.keep(rest, password)
		}
	case sysproxy.HasName(address) && p.keyring != nil:
		p.place, p.hidden = Lost, true
		ask, ready = p.fetch(rest, false), make(chan struct{})
	}
	if next, old := ask, p.account; p.keyring != nil && old != "" && old != rest && address != "" && address != sysproxy.Direct {
		ask = func(ctx context.Context) {
			if next != nil {
				next(ctx)
			}
			p.remove(ctx, old)
		}
	}
	p.user.Use(address, ready)
	p.start(ask, ready, typing)
	p.mu.Unlock()
}

// Stored returns what the settings have to keep.
func (p *Proxy) Stored() Stored {
	p.mu.Lock()
	defer p.mu.Unlock()
	return Stored{p.address, p.hidden}
}

// Address returns the address as it is shown: with its password only where that is kept
// with it.
func (p *Proxy) Address() string { return p.Stored().Address }

// Place returns where the password is kept, as soon as the keyring has answered, or the
// error of ctx.
func (p *Proxy) Place(ctx context.Context) (Place, error) {
	for {
		p.mu.Lock()
		place, settled := p.place, p.settled
		p.mu.Unlock()
		select {
		case <-settled:
			p.mu.Lock()
			same := settled == p.settled
			place = p.place
			p.mu.Unlock()
			if same {
				return place, nil
			}
		case <-ctx.Done():
			return place, ctx.Err()
		}
	}
}

// Close waits two seconds at most for what the keyring is asked. A password that it has not
// taken by then is stored with its address. No method but Stored is called afterwards.
func (p *Proxy) Close() {
	p.once.Do(func() { close(p.closed) })
	defer time.AfterFunc(closing, p.stop).Stop()
	p.running.Wait()
	p.stop()
}

// start has f ask the keyring after a while, in place of what is asked now. p.mu is held.
// ready, if it is not nil, is closed afterwards.
func (p *Proxy) start(f func(context.Context), ready chan struct{}, after time.Duration) {
	if p.cancel != nil {
		p.cancel()
		p.cancel = nil
	}
	p.changes++
	if f == nil {
		return
	}
	ctx, cancel := context.WithTimeout(p.ctx, after+unlocking)
	settled := make(chan struct{})
	p.cancel, p.settled = cancel, settled
	p.running.Go(func() {
		defer func() {
			cancel()
			close(settled)
			if ready != nil {
				close(ready)
			}
		}()
		timer := time.NewTimer(after)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-p.closed:
		case <-ctx.Done():
		}
		select {
		case p.turn <- struct{}{}:
			defer func() { <-p.turn }()
		case <-ctx.Done(): // f then does nothing to the keyring
		}
		f(ctx)
	})
}

// fetch returns what asks for the password of an address; kept says that there must be
// one. p.mu is held.
func (p *Proxy) fetch(rest string, kept bool) func(context.Context) {
	change := p.changes + 1
	return func(ctx context.Context) {
		password, err := p.keyring.Get(ctx, rest)
		full := sysproxy.JoinPassword(rest, password)
		if err == nil && full == rest {
			err = ErrNotFound
		}
		if err != nil {
			p.user.Log.Warn("the keyring does not give the password of the proxy", "err", err)
			p.settle(change, func() {
				if !kept && (errors.Is(err, ErrNotFound) || errors.Is(err, ErrNone)) {
					p.place, p.hidden = Nowhere, false
				}
			})
			return
		}
		p.settle(change, func() { p.full, p.place, p.account = full, InKeyring, rest })
	}
}

// keep returns what puts the password of an address into the keyring. If that fails, it is
// stored with the address. p.mu is held.
func (p *Proxy) keep(rest, password string) func(context.Context) {
	change := p.changes + 1
	full := sysproxy.JoinPassword(rest, password)
	return func(ctx context.Context) {
		if err := p.keyring.Set(ctx, rest, password); err != nil {
			p.user.Log.Info("the keyring does not take the password of the proxy", "err", err)
			p.settle(change, func() { p.address, p.full, p.place, p.hidden = full, full, InFile, false })
			return
		}
		p.settle(change, func() { p.address, p.full, p.place, p.hidden, p.account = rest, full, InKeyring, true, rest })
	}
}

// remove removes the password of an earlier address.
func (p *Proxy) remove(ctx context.Context, account string) {
	if err := p.keyring.Delete(ctx, account); err != nil && !errors.Is(err, ErrNotFound) {
		p.user.Log.Warn("the keyring keeps the password of an earlier proxy", "err", err)
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.account == account {
		p.account = ""
	}
}

// settle takes the answer to a change, unless there was another one meanwhile.
func (p *Proxy) settle(change int, take func()) {
	p.mu.Lock()
	same := change == p.changes
	if same {
		take()
		p.user.Use(p.full, nil)
	}
	p.mu.Unlock()
	if same {
		p.user.Changed()
	}
}
