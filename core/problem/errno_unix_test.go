//go:build unix

package problem_test

import "syscall"

const readOnly, diskFull = syscall.EROFS, syscall.ENOSPC
