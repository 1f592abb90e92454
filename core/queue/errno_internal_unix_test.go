//go:build unix

package queue

import "syscall"

const errFullDisk = syscall.ENOSPC
