package core

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/hilo-app/hilo/core/checkup"
	"github.com/hilo-app/hilo/core/youtube"
	"github.com/hilo-app/hilo/core/ytdlp"
)

// helper is the user's own yt-dlp as a second engine. It is looked for when it
// is needed, so that a start runs no other program.
type helper struct {
	find func(context.Context) (ytdlp.Extractor, error)

	mu     sync.Mutex
	when   time.Time
	engine ytdlp.Extractor
	err    error
}

// helperLife is how long it is believed what was found.
const helperLife = 10 * time.Minute

// Name is part of youtube.FallbackExtractor.
func (h *helper) Name() string { return ytdlp.Extractor{}.Name() }

// Video is part of youtube.FallbackExtractor.
func (h *helper) Video(ctx context.Context, id string) (*youtube.Video, error) {
	e, err := h.look(ctx)
	if err != nil {
		return nil, &youtube.Error{Class: youtube.NoStreams, Err: err}
	}
	return e.Video(ctx, id)
}

func (h *helper) look(ctx context.Context) (ytdlp.Extractor, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if time.Since(h.when) < helperLife {
		return h.engine, h.err
	}
	e, err := h.find(ctx)
	if ctx.Err() == nil {
		h.engine, h.err, h.when = e, err, time.Now()
	}
	return e, err
}

// Helper is what is known of the yt-dlp of this computer.
type Helper struct {
	State   HelperState
	Version string // empty when it is not there or does not say
	Path    string
}

// HelperState says whether yt-dlp can be used.
type HelperState string

// The states.
const (
	HelperFound   HelperState = "found"
	HelperMissing HelperState = "missing"
	HelperOld     HelperState = "old" // older than OldestHelper
	HelperBroken  HelperState = "broken"
)

// OldestHelper is the oldest yt-dlp that is used.
const OldestHelper = ytdlp.Oldest

// Helper looks for yt-dlp, which takes up to ten seconds.
func (m *Manager) Helper(ctx context.Context) Helper {
	e, err := m.helper.look(ctx)
	h := Helper{State: HelperFound, Version: e.Version, Path: e.Path}
	switch {
	case errors.Is(err, ytdlp.ErrNotFound):
		h.State = HelperMissing
	case errors.Is(err, ytdlp.ErrTooOld):
		h.State = HelperOld
	case err != nil:
		h.State = HelperBroken
		m.log.Info("yt-dlp does not run", "err", err)
	}
	return h
}

// useHelper follows the settings. m.mu is held.
func (m *Manager) useHelper() {
	if m.config.UseHelper && !m.settings.NoHelper {
		m.source.SetFallback(m.helper)
	} else {
		m.source.SetFallback(nil)
	}
}

// maxProfiles bounds a file of profiles, in bytes; it is read to one more so
// that a longer one is refused and not cut.
const maxProfiles = 64 << 10

// loadProfiles takes the newer profiles that an earlier run was given.
func (m *Manager) loadProfiles() {
	if m.config.Profiles == "" {
		return
	}
	file, err := readBounded(m.config.Profiles, maxProfiles+1)
	if errors.Is(err, os.ErrNotExist) {
		return
	}
	if err == nil {
		_, err = m.takeProfiles(file)
	}
	if err != nil {
		m.log.Warn("saved profiles are not used", "why", err)
	}
}

func (m *Manager) takeProfiles(file []byte) (*youtube.ProfileSet, error) {
	set, err := youtube.LoadProfiles(file, m.config.ProfilesKey, m.config.Version)
	if err != nil {
		return nil, err
	}
	if err := m.source.UseProfiles(set); err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.profiles = set
	return set, nil
}

// UpdateProfiles takes newer ways to talk to YouTube from a signed file, and
// keeps them. The error is one of those of youtube.LoadProfiles or UseProfiles,
// or of the file system; whatever it is, the ones in use stay.
func (m *Manager) UpdateProfiles(path string) error {
	file, err := readBounded(path, maxProfiles+1)
	if err != nil {
		return err
	}
	if _, err := m.takeProfiles(file); err != nil {
		return err
	}
	if m.config.Profiles == "" {
		return nil
	}
	if err := replaceFile(m.config.Profiles, file); err != nil {
		return fmt.Errorf("core: newer profiles are used but not kept: %w", err)
	}
	return nil
}

func readBounded(path string, most int64) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, most))
}

// replaceFile writes a file that is there whole or as it was.
func replaceFile(path string, data []byte) error {
	temp, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	_, err = temp.Write(data)
	if err = errors.Join(err, temp.Sync(), temp.Close()); err == nil {
		err = os.Rename(temp.Name(), path)
	}
	if err != nil {
		_ = os.Remove(temp.Name())
	}
	return err
}

// CheckUp finds out why downloads into a folder do not work.
func (m *Manager) CheckUp(ctx context.Context, dir string, tell func(checkup.Step)) checkup.Verdict {
	c := m.config.CheckUp
	c.Transport, c.Dir, c.Free, c.Version = m.config.Transport, dir, m.Free, m.config.Version
	m.mu.Lock()
	c.Profiles = m.profiles
	m.mu.Unlock()
	return checkup.Run(ctx, c, tell)
}
