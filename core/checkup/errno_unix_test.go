//go:build unix

package checkup_test

import "syscall"

const readOnly, diskFull = syscall.EROFS, syscall.ENOSPC
