//go:build unix

package checkup

import "syscall"

const readOnly, diskFull = syscall.EROFS, syscall.ENOSPC
