// Package core is Hilo without a window: a queue of downloads, each in a
// goroutine of its own, that survives being killed and tells whoever
// subscribes what changed.
//
//	text -> link.Parse -> youtube.Video -> format.Choose -> media layout
//	     -> transfer.Fetch -> Finish -> check -> rename -> Done
//
// A download is a state machine. The user's orders are on the left, what
// happens by itself on the right:
//
//	Add, Retry ----> Queued <----------------- Waiting (until T)
//	                   | a place is free          ^
//	                   v                          | no network, or told to wait
//	Pause <------- LookingUp -> Downloading ------+
//	Cancel <-------------|---------|              |
//	                     v         v              v
//	                  Failed    Finishing -> Done or Failed
//
// The rooms below do not know each other (but for format, which chooses among
// youtube's streams); core joins them and turns their errors into one Problem.
package core

import (
	"context"
	"crypto/ed25519"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/checkup"
	"github.com/hilo-app/hilo/core/netfail"
	"github.com/hilo-app/hilo/core/store"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/core/ytdlp"
)

// ErrInUse says that another running Hilo has the queue's file.
var ErrInUse = store.ErrInUse

// Config sets up a Manager.
type Config struct {
	// Dir is where downloads go until the settings say otherwise.
	Dir string
	// Store is the path of the queue's file; empty keeps nothing between
	// runs, except what a partial file says of itself.
	Store string
	// Transport reaches YouTube; nil means the system's proxy and trust store.
	Transport *http.Transport
	// Parallel, Connections and Limit, where not 0, go before the stored
	// settings; see Settings for their ranges.
	Parallel, Connections int
	Limit                 int64
	// Patience is how long a download may go without progress, waiting for
	// the network or as YouTube asked, before it fails; 0 means for ever. One
	// that has bytes already gets ten times as long.
	Patience time.Duration
	// Lookups is how many videos may be looked up in an hour: 0 means as many
	// as YouTube allows guests, less than 0 that nothing is held up.
	Lookups int
	// UseHelper allows to ask the user's own yt-dlp, unless the settings say
	// otherwise.
	UseHelper bool
	// Profiles is the path of the file that keeps newer ways to talk to YouTube;
	// empty keeps none. They must be signed with ProfilesKey, nil being that of
	// Hilo's releases.
	Profiles    string
	ProfilesKey ed25519.PublicKey
	Version     string         // of this Hilo, such as "1.2.0"
	CheckUp     checkup.Config // of CheckUp; the fields that the Manager knows are filled in
	Logger      *slog.Logger   // nil discards
}

// Manager is the queue. Its methods may be called from any goroutine, return
// at once, and do nothing for an ID that is not in the queue.
type Manager struct {
	config Config
	log    *slog.Logger
	source *youtube.Source
	client *transfer.Client
	looked lookedUp
	gated  map[string]time.Time // as the store had it
	helper *helper
	saver  *saver // nil without a store

	ctx  context.Context // ends with Close
	stop context.CancelCauseFunc
	wg   sync.WaitGroup // download goroutines

	mu        sync.Mutex
	settings  Settings
	order     []ID
	downloads map[ID]*download
	byURL     map[string][]ID // the same, by Status.URL
	boxes     map[*Mailbox]struct{}
	running   int                 // downloads with a goroutine
	profiles  *youtube.ProfileSet // newer ones than Hilo came with; nil when there are none
	pacing    pacing
	hold      time.Time // no download is started before: the network is away or YouTube asked
	saved     int       // since the queue was last idle
	failed    int
	closed    bool
}

// Open starts the queue: what was unfinished when the last Manager with this
// store ended, however it ended, goes on at once. It returns ErrInUse when
// another process has the store.
func Open(c Config) (*Manager, error) {
	if c.Logger == nil {
		c.Logger = slog.New(slog.DiscardHandler)
	}
	if c.Dir == "" {
		return nil, errors.New("core: no folder to save in")
	}
	dir, err := filepath.Abs(c.Dir)
	if err != nil {
		return nil, fmt.Errorf("core: folder to save in: %w", err)
	}
	c.Dir = dir
	if c.Transport == nil {
		c.Transport = http.DefaultTransport.(*http.Transport).Clone()
	}
	c.Transport.OnProxyConnectResponse = netfail.CheckProxy
	m := &Manager{
		config:    c,
		log:       c.Logger,
		settings:  Settings{Dir: c.Dir, Parallel: 3, Connections: 4},
		downloads: map[ID]*download{},
		byURL:     map[string][]ID{},
		boxes:     map[*Mailbox]struct{}{},
		pacing:    newPacing(c.Lookups),
		helper:    &helper{find: ytdlp.Find},
	}
	m.ctx, m.stop = context.WithCancelCause(context.Background())
	if c.Store != "" {
		if err := m.load(); err != nil {
			return nil, err
		}
	}
	if c.Parallel != 0 {
		m.settings.Parallel = c.Parallel
	}
	if c.Connections != 0 {
		m.settings.Connections = c.Connections
	}
	if c.Limit != 0 {
		m.settings.Limit = c.Limit
	}
	m.settings = m.settings.within()
	m.source = youtube.New(youtube.Options{
		Transport: c.Transport, Logger: c.Logger, Gated: m.gated,
		GatedChanged: func(all map[string]time.Time) {
			m.save(store.Change{Bucket: bucketSettings, Key: keyGated, Value: all})
		},
	})
	m.loadProfiles()
	m.useHelper()
	m.client = transfer.New(transfer.Options{Transport: c.Transport, Limit: m.settings.Limit})

	m.mu.Lock()
	defer m.mu.Unlock()
	m.schedule()
	return m, nil
}

// Close stops all downloads, keeping their bytes, and waits for them. What was
// unfinished goes on when the store is opened again.
func (m *Manager) Close() error {
	m.mu.Lock()
	if m.closed {
		m.mu.Unlock()
		return nil
	}
	m.closed = true
	for _, d := range m.downloads {
		d.stopTimer()
	}
	if m.pacing.timer != nil {
		m.pacing.timer.Stop()
	}
	m.mu.Unlock()
	m.stop(errClosing)
	m.wg.Wait()
	m.client.Close()
	if m.saver != nil {
		return m.saver.close()
	}
	return nil
}

// Subscribe returns a mailbox that already holds the whole queue.
func (m *Manager) Subscribe() *Mailbox {
	m.mu.Lock()
	defer m.mu.Unlock()
	b := newMailbox(func(b *Mailbox) {
		m.mu.Lock()
		defer m.mu.Unlock()
		delete(m.boxes, b)
	})
	m.boxes[b] = struct{}{}
	b.put(func(u *Update) { u.Order = slices.Clone(m.order) })
	for _, id := range m.order {
		b.status(m.downloads[id].status)
	}
	return b
}

// List returns the whole queue in order.
func (m *Manager) List() []Status {
	m.mu.Lock()
	defer m.mu.Unlock()
	all := make([]Status, 0, len(m.order))
	for _, id := range m.order {
		all = append(all, m.downloads[id].status)
	}
	return all
}

// Settings returns the choices that last.
func (m *Manager) Settings() Settings {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.settings
}

// SetSettings keeps s, brought within its ranges, and acts on it at once.
func (m *Manager) SetSettings(s Settings) error {
	if !filepath.IsAbs(s.Dir) {
		return fmt.Errorf("core: %q is not a full path", s.Dir)
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.settings = s.within()
	m.client.SetLimit(m.settings.Limit)
	m.useHelper()
	m.save(store.Change{Bucket: bucketSettings, Key: keySettings, Value: m.settings})
	m.schedule()
	return nil
}

// Thumbnail returns the picture (JPEG or PNG) that a Status names.
func (m *Manager) Thumbnail(ctx context.Context, url string) ([]byte, error) {
	return m.source.Image(ctx, url)
}

// Free returns the bytes that can still be written in a folder, or in the
// nearest one above it that exists.
func (m *Manager) Free(dir string) (int64, error) { return freeAbove(dir) }

// schedule starts queued downloads while there are places. m.mu is held.
func (m *Manager) schedule() {
	if m.closed || time.Now().Before(m.hold) {
		return
	}
	for _, id := range m.order {
		if m.running >= m.settings.Parallel {
			return
		}
		if d := m.downloads[id]; d.status.State == Queued && d.stop == nil {
			if !m.mayLookUp(d) {
				return
			}
			m.start(d)
		}
	}
}

// start gives a download its goroutine. m.mu is held.
func (m *Manager) start(d *download) {
	ctx, stop := context.WithCancelCause(m.ctx)
	d.stop = stop
	m.running++
	m.change(d, func(s *Status) {
		s.State, s.Problem, s.Until = LookingUp, nil, time.Time{}
		if s.Note == NotePaced {
			s.Note = ""
		}
	})
	m.wg.Go(func() {
		file, err := m.run(ctx, d)
		m.ended(ctx, d, file, err)
		stop(nil)
	})
}

// ended takes note of how a goroutine ended and fills its place.
func (m *Manager) ended(ctx context.Context, d *download, file string, err error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	d.stop = nil
	m.running--
	switch cause := context.Cause(ctx); {
	case d.gone:
		d.discardIf(err != nil)
	case err == nil && d.replaced:
		m.drop(d)
	case err == nil:
		m.saved++
		m.change(d, func(s *Status) {
			s.State, s.File, s.Speed, s.ETA = Done, file, 0, 0
			if info, err := os.Stat(file); err == nil {
				s.Total = info.Size()
			}
			s.Received = s.Total
		})
	case errors.Is(cause, errClosing):
		m.change(d, func(s *Status) { s.State, s.Speed, s.ETA = Queued, 0, 0 })
	case cause != nil && isOrder(cause): // the order has set the state already
		d.discardIf(d.status.State == Cancelled)
	default:
		m.wentWrong(d, classify(err))
	}
	m.prune()
	m.tellIfAllDone()
	m.schedule()
}

// tellIfAllDone sends the one event that says so. m.mu is held.
func (m *Manager) tellIfAllDone() {
	if m.saved+m.failed == 0 {
		return
	}
	for _, d := range m.downloads {
		if s := d.status.State; d.stop != nil || s == Queued || s == Waiting {
			return
		}
	}
	saved, failed := m.saved, m.failed
	m.saved, m.failed = 0, 0
	for b := range m.boxes {
		b.put(func(u *Update) {
			u.AllDone, u.Saved, u.Failed = true, u.Saved+saved, u.Failed+failed
		})
	}
}

// change edits a download's status, tells everybody and has it stored. m.mu
// is held.
func (m *Manager) change(d *download, edit func(*Status)) {
	edit(&d.status)
	m.tell(d)
	m.saveDownload(d)
}

func (m *Manager) tell(d *download) {
	for b := range m.boxes {
		b.status(d.status)
	}
}

func (m *Manager) tellOrder() {
	for b := range m.boxes {
		b.put(func(u *Update) { u.Order = slices.Clone(m.order) })
	}
	m.saveOrder()
}
