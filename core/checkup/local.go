package checkup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"github.com/hilo-app/hilo/core/disk"
)

const (
	fullBelow = 100_000_000   // bytes
	lowBelow  = 1_000_000_000 // bytes
	oldAfter  = 90 * 24 * time.Hour
)

func (r *run) folder(ctx context.Context) outcome {
	if r.Dir == "" {
		return skipped("no folder")
	}
	return promptly(ctx, r.tryFolder)
}

// tryFolder writes into the folder or, as downloads make one that is not
// there, into the nearest that is.
func (r *run) tryFolder() outcome {
	dir := r.Dir
	_, err := os.Stat(dir)
	missing := errors.Is(err, fs.ErrNotExist)
	for errors.Is(err, fs.ErrNotExist) && filepath.Dir(dir) != dir {
		dir = filepath.Dir(dir)
		_, err = os.Stat(dir)
	}
	err = r.create(dir)
	if err == nil && missing {
		return passed(r.Dir + " is not there yet and can be made")
	}
	if err == nil {
		return passed(r.Dir)
	}
	class := folderClass(err)
	if missing && class != DiskFull {
		class = FolderMissing
	}
	return failed(class, err.Error())
}

// writeInto makes a hidden file in a folder and removes it again.
func writeInto(dir string) error {
	f, err := os.CreateTemp(dir, ".hilo-check-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(make([]byte, 4096))
	if err == nil {
		err = f.Sync()
	}
	return errors.Join(err, f.Close())
}

func folderClass(err error) Class {
	switch {
	case disk.IsFull(err):
		return DiskFull
	case disk.IsReadOnly(err):
		return FolderReadOnly
	case errors.Is(err, fs.ErrPermission):
		return FolderForbidden
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, syscall.ENOTDIR):
		return FolderMissing
	}
	return FolderBroken
}

func (r *run) space(ctx context.Context) outcome {
	if r.Dir == "" || r.Free == nil {
		return skipped("nobody to ask")
	}
	return promptly(ctx, func() outcome {
		free, err := r.Free(r.Dir)
		detail := fmt.Sprintf("%d MB free", free/1e6)
		switch {
		case err != nil:
			return skipped(err.Error())
		case free < fullBelow:
			return failed(DiskFull, detail)
		case free < lowBelow:
			return warned(LowSpace, detail)
		}
		return passed(detail)
	})
}

// promptly does what may hang for ever on a network drive that has gone. It
// cannot be stopped, but it need not be waited for.
func promptly(ctx context.Context, f func() outcome) outcome {
	done := make(chan outcome, 1)
	go func() { done <- f() }()
	select {
	case o := <-done:
		return o
	case <-ctx.Done():
		return failed(FolderBroken, "the folder does not answer")
	}
}

func (r *run) version(context.Context) outcome {
	if r.Built.IsZero() {
		return skipped(r.Version + ", nobody knows how old")
	}
	detail := fmt.Sprintf("%s, built %s", r.Version, r.Built.Format(time.DateOnly))
	now := r.now()
	if !r.date.IsZero() {
		now = r.date // the better clock
	}
	if now.Sub(r.Built) > oldAfter {
		return warned(OldVersion, detail)
	}
	return passed(detail)
}
