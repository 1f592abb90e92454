package queue

import "golang.org/x/sys/windows"

const errFullDisk = windows.ERROR_DISK_FULL
