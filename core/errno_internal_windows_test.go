package core

import "golang.org/x/sys/windows"

const errnoFull = windows.ERROR_DISK_FULL
