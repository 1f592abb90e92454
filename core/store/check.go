package store

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"go.etcd.io/bbolt"
)

// check reads all of a file once, unless there is none or it is empty. On damaged
// pages bbolt panics, and on a file that was cut off the memory map faults: the
// start of the program is the time to find that out. The file is opened to be read
// only, because a panic while bbolt opens a file to be written leaves the file
// mapped until the process ends, and Windows neither replaces nor deletes a mapped
// file. A fault of the disk looks the same as damage; rebuild, which reads the file
// too, tells them apart.
func (o opener) check(path string) (err error) {
	if info, err := os.Stat(path); errors.Is(err, os.ErrNotExist) || err == nil && info.Size() == 0 {
		return nil
	}
	var db *bbolt.DB
	var file *os.File
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%w: %v", errDamaged, r)
		}
		if db != nil {
			err = errors.Join(err, db.Close())
		}
		if file != nil {
			_ = file.Close() // which bbolt does not do when it panics; it releases the lock, too
		}
	}()
	db, err = bbolt.Open(path, 0o600, &bbolt.Options{Timeout: lockWait, ReadOnly: true, OpenFile: o.keeping(&file)})
	if err != nil {
		return err
	}
	return db.View(func(tx *bbolt.Tx) error {
		// Not tx.Check, which walks on a goroutine of its own, where a panic
		// cannot be recovered.
		err := tx.ForEach(func(_ []byte, b *bbolt.Bucket) error {
			return b.ForEach(func(_, v []byte) error { return checkValue(v) })
		})
		if err != nil {
			return err
		}
		return checkFreePages(file, int64(db.Info().PageSize), int64(tx.ID()))
	})
}

// The parts of bbolt's file format that checkFreePages reads (bbolt v1.4,
// internal/common, page.go and meta.go). Numbers are in the byte order of the
// machine.
const (
	pageHeader     = 16     // bytes: id 8, flags 2, count 2, overflow 4
	freePagesFlag  = 0x10   // in flags
	longCount      = 0xffff // in count: the real count is the first number of the list
	metaFreePages  = 32     // place in a meta page, after the header, of the page with the list
	metaPages      = 40     // of the number of pages
	firstDataPage  = 2
	noFreePageList = ^uint64(0)
)

// checkFreePages reads the list of free pages of a file whose newest transaction is
// tx, because bbolt reads it only when it opens the file to be written, and panics
// then when it is no such list or not in order.
func checkFreePages(f io.ReaderAt, pageSize, tx int64) error {
	meta := make([]byte, pageHeader+metaPages+8)
	if _, err := f.ReadAt(meta, tx%2*pageSize); err != nil {
		return err
	}
	number := func(b []byte, at int) uint64 { return binary.NativeEndian.Uint64(b[at:]) }
	at, pages := number(meta, pageHeader+metaFreePages), number(meta, pageHeader+metaPages)
	if at == noFreePageList {
		return nil
	}
	if at < firstDataPage || at >= pages || pages > uint64(maxFile/pageSize) {
		return fmt.Errorf("%w: list of free pages at page %d of %d", errDamaged, at, pages)
	}
	head := make([]byte, pageHeader+8)
	if _, err := f.ReadAt(head, int64(at)*pageSize); err != nil {
		return fmt.Errorf("%w: list of free pages: %w", errDamaged, err)
	}
	first, count := uint64(0), uint64(binary.NativeEndian.Uint16(head[10:]))
	if count == longCount {
		first, count = 1, number(head, pageHeader)
	}
	length := (1+uint64(binary.NativeEndian.Uint32(head[12:])))*uint64(pageSize) - pageHeader
	if number(head, 0) != at || binary.NativeEndian.Uint16(head[8:]) != freePagesFlag || count > pages || (first+count)*8 > length {
		return fmt.Errorf("%w: page %d is no list of free pages", errDamaged, at)
	}
	list := make([]byte, count*8)
	if _, err := f.ReadAt(list, int64(at)*pageSize+pageHeader+int64(first)*8); err != nil {
		return fmt.Errorf("%w: list of free pages: %w", errDamaged, err)
	}
	last := uint64(firstDataPage - 1)
	for i := range count {
		page := number(list, int(i)*8)
		if page <= last || page >= pages {
			return fmt.Errorf("%w: list of free pages has page %d after %d", errDamaged, page, last)
		}
		last = page
	}
	return nil
}

// keeping is o.openFile, and sets file to what it opened.
func (o opener) keeping(file **os.File) func(name string, flag int, mode os.FileMode) (*os.File, error) {
	return func(name string, flag int, mode os.FileMode) (*os.File, error) {
		f, err := o.openFile(name, flag, mode)
		*file = f
		return f, err
	}
}
