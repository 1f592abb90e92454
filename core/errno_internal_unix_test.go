//go:build unix

package core

import "syscall"

const errFullDisk = syscall.ENOSPC
