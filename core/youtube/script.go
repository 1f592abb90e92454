package youtube

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"reflect"
	"regexp"
	"sync"
	"sync/atomic"
	"time"

	"github.com/hilo-app/hilo/core/youtube/challenge"
)

// Cache keeps small files until the next start of the program. Its methods may be
// called at any time from any goroutine. What it returns is checked, so that a
// damaged file costs a request and nothing else.
type Cache interface {
	// Load returns what Save kept under a name of letters, digits, dots and
	// hyphens, nil when there is nothing.
	Load(name string) []byte
	// Save keeps data of at most 10 MiB. A failure costs a request at the next start.
	Save(name string, data []byte)
}

const (
	scriptFile    = "player.js.gz"
	patternFile   = "signatures.json"
	scriptLife    = 6 * time.Hour    // until YouTube is asked again which script it uses
	failedLife    = 10 * time.Minute // until a script that failed is tried again
	scriptTime    = time.Minute      // for both requests
	apiPageLimit  = 64 << 10         // bytes of iframe_api; recorded: 1.1 kB
	maxPlayersOld = 8                // scripts whose patterns are kept
)

// scripts has the player script that YouTube uses now. It fetches it when a profile
// with challenges is asked, once for all that wait.
type scripts struct {
	fetch func(r *http.Request, limit int64) ([]byte, error)
	cache Cache // nil keeps nothing
	now   func() time.Time

	mu      sync.Mutex
	current *script
	asked   time.Time    // when YouTube named the current script
	flight  *fetchFlight // nil while nothing is being fetched
}

// fetchFlight is a fetch that several callers may wait for.
type fetchFlight struct {
	done   chan struct{}
	script *script
	err    error
}

// script is a player script.
type script struct {
	id        string
	hints     challenge.Hints
	timestamp int

	ready  chan struct{} // closed when the next two are set
	solver *challenge.Solver
	failed error
	broken atomic.Bool // it cannot be used, now or any more: this computer may have slept meanwhile

	cache    Cache
	mu       sync.Mutex
	patterns patterns
}

// patterns has what rearranges a signature, by player id and length. It is the
// content of patternFile.
type patterns map[string]map[int][]int

// get returns the player script for these hints. The error is an *Error, or that of
// ctx; the fetch continues for others when ctx ends.
func (s *scripts) get(ctx context.Context, h challenge.Hints) (*script, error) {
	f := s.start(h)
	select {
	case <-f.done:
		return f.script, f.err
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// start returns the fetch that runs, or one that has ended with the current script.
func (s *scripts) start(h challenge.Hints) *fetchFlight {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.flight != nil {
		return s.flight
	}
	known := s.current
	if known != nil && !reflect.DeepEqual(known.hints, h) {
		known = nil
	}
	f := &fetchFlight{done: make(chan struct{}), script: known}
	life := scriptLife
	if known != nil && known.broken.Load() {
		life = failedLife
	}
	if age := s.now().Sub(s.asked); known != nil && age >= 0 && age < life {
		close(f.done)
		return f
	}
	s.flight = f
	go func() {
		ctx, cancel := context.WithTimeout(context.Background(), scriptTime)
		defer cancel()
		f.script, f.err = s.look(ctx, known, h)
		s.mu.Lock()
		defer s.mu.Unlock()
		if f.err == nil {
			s.current, s.asked = f.script, s.now()
		}
		s.flight = nil
		close(f.done)
	}()
	return f
}

var playerID = regexp.MustCompile(`player\\?/([0-9a-fA-F]{8})\b`)

// look asks YouTube for the id of its player script, and returns that script: the
// known one, the one in the cache, or a new one.
func (s *scripts) look(ctx context.Context, known *script, h challenge.Hints) (*script, error) {
	page, err := s.page(ctx, "/iframe_api", apiPageLimit)
	if err != nil {
		return nil, err
	}
	m := playerID.FindSubmatch(page)
	if m == nil {
		return nil, &Error{Class: Unintelligible, Err: errors.New("iframe_api names no player script")}
	}
	id := string(bytes.ToLower(m[1]))
	if known != nil && known.id == id && !known.broken.Load() {
		return known, nil
	}
	if saved := s.saved(id); saved != nil {
		return s.open(id, saved, h)
	}
	source, err := s.page(ctx, "/s/player/"+id+"/player_ias.vflset/en_US/base.js", challenge.MaxScript)
	if err != nil {
		return nil, err
	}
	opened, err := s.open(id, source, h)
	if err == nil {
		s.save(id, source)
	}
	return opened, err
}

// page fetches a page of www.youtube.com. Its errors stop a lookup only when they
// are about the network or a rate limit; else another profile may do.
func (s *scripts) page(ctx context.Context, path string, limit int64) ([]byte, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "https://www.youtube.com"+path, http.NoBody)
	if err != nil {
		return nil, &Error{Class: Unintelligible, Err: err}
	}
	r.Header.Set("User-Agent", "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0")
	body, err := s.fetch(r, limit)
	var e *Error
	switch {
	case err == nil:
		return body, nil
	case errors.As(err, &e) && (e.Class == Offline || e.Class == RateLimited):
		return nil, err
	}
	return nil, &Error{Class: Unintelligible, Err: fmt.Errorf("fetch the player script: %w", err)}
}

// open begins to read a script. The timestamp is known at once, so that the player
// can be asked while the script is being compiled.
func (s *scripts) open(id string, source []byte, h challenge.Hints) (*script, error) {
	timestamp, err := challenge.Timestamp(source)
	if err != nil {
		return nil, &Error{Class: Unintelligible, Err: err}
	}
	p := &script{id: id, hints: h, timestamp: timestamp, ready: make(chan struct{}), cache: s.cache, patterns: s.savedPatterns()}
	go func() {
		defer close(p.ready)
		p.solver, p.failed = challenge.NewWithHints(source, h)
		p.broken.Store(p.failed != nil)
	}()
	return p, nil
}

// wait waits until the script is compiled, and returns why it cannot be used.
func (p *script) wait(ctx context.Context) error {
	select {
	case <-p.ready:
	case <-ctx.Done():
		return ctx.Err()
	}
	if p.failed != nil {
		return &Error{Class: Unintelligible, Err: fmt.Errorf("player script %s: %w", p.id, p.failed)}
	}
	return nil
}

// signature returns the signature for its scrambled form. It waits for the script,
// unless the cache has the pattern for that length.
func (p *script) signature(ctx context.Context, scrambled string) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if known, ok := p.patterns[p.id][len(scrambled)]; ok {
		signature, err := challenge.Apply(known, scrambled)
		if err == nil && challenge.ValidSignature(signature) {
			return signature, nil
		}
	}
	if err := p.wait(ctx); err != nil {
		return "", err
	}
	pattern, err := p.solver.Pattern(len(scrambled))
	if err != nil {
		return "", p.note(err)
	}
	signature, err := challenge.Apply(pattern, scrambled)
	if err != nil || !challenge.ValidSignature(signature) {
		return "", errors.New("the signature has not the form of one")
	}
	p.remember(len(scrambled), pattern)
	return signature, nil
}

// remember keeps a pattern in the cache. The caller holds p.mu.
func (p *script) remember(length int, pattern []int) {
	if p.patterns[p.id] == nil {
		if len(p.patterns) >= maxPlayersOld {
			clear(p.patterns)
		}
		p.patterns[p.id] = map[int][]int{}
	}
	p.patterns[p.id][length] = pattern
	if doc, err := json.Marshal(p.patterns); err == nil && p.cache != nil {
		p.cache.Save(patternFile, doc)
	}
}

// n returns the value that replaces an n parameter.
func (p *script) n(ctx context.Context, n string) (string, error) {
	if err := p.wait(ctx); err != nil {
		return "", err
	}
	answer, err := p.solver.N(n)
	return answer, p.note(err)
}

// note returns err, and records when it means that the solver is of no more use.
func (p *script) note(err error) error {
	if errors.Is(err, challenge.ErrTimeout) || errors.Is(err, challenge.ErrMemory) {
		p.broken.Store(true)
	}
	return err
}

// save keeps a script: a line with its id and hash, and the script, compressed.
func (s *scripts) save(id string, source []byte) {
	if s.cache == nil {
		return
	}
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, err := fmt.Fprintf(z, "%s %s\n%s", id, hash(source), source)
	if err := errors.Join(err, z.Close()); err == nil {
		s.cache.Save(scriptFile, b.Bytes())
	}
}

func hash(source []byte) string {
	sum := sha256.Sum256(source)
	return hex.EncodeToString(sum[:])
}

// saved returns the script in the cache if it is the one of this id and whole.
func (s *scripts) saved(id string) []byte {
	if s.cache == nil {
		return nil
	}
	z, err := gzip.NewReader(bytes.NewReader(s.cache.Load(scriptFile)))
	if err != nil {
		return nil
	}
	all, err := io.ReadAll(io.LimitReader(z, challenge.MaxScript+200))
	if err != nil {
		return nil
	}
	line, source, _ := bytes.Cut(all, []byte("\n"))
	if string(line) != id+" "+hash(source) {
		return nil
	}
	return source
}

// savedPatterns returns the patterns in the cache. A wrong one gives a wrong
// signature, which signature notices.
func (s *scripts) savedPatterns() patterns {
	p := patterns{}
	if s.cache == nil {
		return p
	}
	if doc := s.cache.Load(patternFile); len(doc) > 1<<20 || json.Unmarshal(doc, &p) != nil || len(p) > maxPlayersOld {
		return patterns{}
	}
	return p
}
