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

	"github.com/hilo-app/hilo/core/deadline"
	"github.com/hilo-app/hilo/core/disk"
)

const (
	fullBelow = 100_000_000         // bytes; below, the disk counts as full
	lowBelow  = 1_000_000_000       // bytes; below, there is a warning
	oldAfter  = 90 * 24 * time.Hour // since the version was built
)

func (r *run) folder(ctx context.Context) outcome {
	if r.Dir == "" {
		return skipped("no folder")
	}
	return withDeadline(ctx, r.tryFolder)
}

// tryFolder writes into the folder or, because downloads create a missing folder,
// into the nearest existing one above it.
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
		return passed(r.Dir + " does not exist yet and can be created")
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

// writeInto creates a hidden file in a folder and removes it again.
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

// folderClass classifies an error of a write into the folder.
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
		return skipped("free space is not known")
	}
	return withDeadline(ctx, func() outcome {
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

// withDeadline runs f, which may hang for ever on a network drive that is
// disconnected.
func withDeadline(ctx context.Context, f func() outcome) outcome {
	o, err := deadline.Run(ctx, func(context.Context) (outcome, error) { return f(), nil })
	var p *deadline.PanicError
	switch {
	case errors.As(err, &p):
		return failed(FolderBroken, p.Error())
	case err != nil:
		return failed(FolderBroken, "the folder does not answer")
	}
	return o
}

func (r *run) version(context.Context) outcome {
	if r.Built.IsZero() {
		return skipped(r.Version + ", of unknown age")
	}
	detail := fmt.Sprintf("%s, built %s", r.Version, r.Built.Format(time.DateOnly))
	now := r.now()
	if !r.date.IsZero() {
		now = r.date // more reliable than this computer's clock
	}
	if now.Sub(r.Built) > oldAfter {
		return r.believe(warned(OldVersion, detail))
	}
	return passed(detail)
}

func (r *run) ytdlp(ctx context.Context) outcome {
	if r.Ytdlp == nil {
		return skipped("not looked for")
	}
	switch found := r.Ytdlp(ctx); {
	case found.Version == "":
		return skipped("none that runs")
	case found.Insecure:
		return warned(InsecureYtdlp, found.Version+", GHSA-6q48-6c7w-9gw2")
	default:
		return passed(found.Version)
	}
}
