package checkup

import "syscall"

const readOnly, diskFull = syscall.Errno(19), syscall.Errno(112)
