package journal

import (
	"errors"
	"fmt"
)

// Errors of Create and Open; test with errors.Is. Open of a missing journal
// is fs.ErrNotExist, Create of one that exists fs.ErrExist.
var (
	// ErrUnusable says that a file is damaged, of another version or no
	// journal at all, so that the download must start over.
	ErrUnusable = errors.New("journal cannot be used")
	// ErrBusy says that the journal is open elsewhere, in this process or in
	// another.
	ErrBusy = errors.New("journal is in use")
)

// errReplaced says that a file was renamed or removed between opening and
// locking it: the lock would be on a file that nobody else sees.
var errReplaced = fmt.Errorf("%w: its file was replaced", ErrBusy)
