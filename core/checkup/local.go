package checkup

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"syscall"
	"time"

	"github.com/hilo-app/hilo/core/deadline"
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
	return withDeadline(ctx, r.tryFolder)
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
	is := func(unix, windows syscall.Errno) bool {
		if runtime.GOOS == "windows" {
			return errors.Is(err, windows)
		}
		return errors.Is(err, unix)
	}
	const (
		errorWriteProtect   = syscall.Errno(19) // Windows' system error codes
		errorHandleDiskFull = syscall.Errno(39)
		errorDiskFull       = syscall.Errno(112)
	)
	switch {
	case is(syscall.ENOSPC, errorDiskFull), is(syscall.EDQUOT, errorHandleDiskFull):
		return DiskFull
	case is(syscall.EROFS, errorWriteProtect):
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

// withDeadline does what may hang for ever on a network drive that is no longer
// there.
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
