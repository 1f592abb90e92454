package core

import (
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

	"github.com/hilo-app/hilo/core/disk"
)

// folderCache keeps what package youtube fetched once, as files of one folder. It
// implements youtube.Cache.
type folderCache struct {
	dir string
	log *slog.Logger
}

// maxCached bounds a file, in bytes.
const maxCached = 10 << 20

// Load returns the content of a file, nil when there is none or it is too long.
func (c folderCache) Load(name string) []byte {
	f, err := disk.OpenOwn(filepath.Join(c.dir, name))
	if err != nil {
		if !errors.Is(err, fs.ErrNotExist) {
			c.log.Warn("a file of the cache is not used", "why", err)
		}
		return nil
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxCached+1))
	if err != nil || len(data) > maxCached {
		return nil
	}
	return data
}

// Save writes a file, so that it is whole or as before.
func (c folderCache) Save(name string, data []byte) {
	err := os.MkdirAll(c.dir, 0o700)
	if err == nil {
		err = disk.Replace(filepath.Join(c.dir, name), data)
	}
	if err != nil {
		c.log.Warn("not kept for the next start", "file", name, "why", err)
	}
}
