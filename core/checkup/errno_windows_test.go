package checkup_test

import "syscall"

const readOnly, diskFull = syscall.Errno(19), syscall.Errno(112)
