package disk

import "errors"

// Why OpenOwn and OpenRegular open no file; test with errors.Is.
var (
	// ErrNotPlain says that a name is not that of a plain file: it is a symbolic
	// link, one of several hard links, a pipe or a device.
	ErrNotPlain = errors.New("not a plain file")
	// ErrForeign says that a file belongs to another user.
	ErrForeign = errors.New("file of another user")
	// ErrReplaced says that another file took the name while it was opened.
	ErrReplaced = errors.New("file was replaced while it was opened")
)
