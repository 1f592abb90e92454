//go:build unix

package core

import "syscall"

const errnoFull = syscall.ENOSPC
