package core

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"sync"

	"github.com/hilo-app/hilo/core/disk"
	"github.com/hilo-app/hilo/core/youtube"
)

// profiles are the client profiles that are newer than those of this version.
type profiles struct {
	path    string // of the saved file; empty saves none
	key     ed25519.PublicKey
	version string
	source  *youtube.Source

	mu      sync.Mutex
	current *youtube.ProfileSet // nil when there are none
}

// maxProfiles bounds a file of profiles, in bytes. One byte more is read, so
// that a longer file is refused instead of cut.
const maxProfiles = 64 << 10

// restore uses what an earlier run saved, if anything.
func (p *profiles) restore() error {
	if p.path == "" {
		return nil
	}
	file, err := readBounded(p.path, maxProfiles+1)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	return p.use(file)
}

func (p *profiles) update(path string) error {
	file, err := readBounded(path, maxProfiles+1)
	if err != nil {
		return err
	}
	return p.accept(file)
}

// accept uses a signed file and saves it for later runs.
func (p *profiles) accept(file []byte) error {
	if err := p.use(file); err != nil {
		return err
	}
	if p.path == "" {
		return nil
	}
	if err := disk.Replace(p.path, file); err != nil {
		return fmt.Errorf("core: newer profiles are used but not saved: %w", err)
	}
	return nil
}

func (p *profiles) use(file []byte) error {
	set, err := youtube.LoadProfiles(file, p.key, p.version)
	if err != nil {
		return err
	}
	if err := p.source.UseProfiles(set); err != nil {
		return err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.current = set
	return nil
}

// get returns the profiles in use, nil for those of this version.
func (p *profiles) get() *youtube.ProfileSet {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.current
}

func readBounded(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most))
}
