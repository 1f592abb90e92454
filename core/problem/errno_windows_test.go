package problem_test

import "golang.org/x/sys/windows"

const readOnly, diskFull = windows.ERROR_WRITE_PROTECT, windows.ERROR_DISK_FULL
