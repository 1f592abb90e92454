package ytdlp

import (
	"bytes"
	"os"
	"path/filepath"
	"strconv"
)

// maxRounds bounds how often endMarked looks for processes that started meanwhile.
const maxRounds = 5

// endMarked kills the processes of this user that have an entry in their environment,
// whatever group and session they are in.
func endMarked(entry string) {
	for range maxRounds {
		found := false
		dirs, _ := filepath.Glob("/proc/[0-9]*")
		for _, dir := range dirs {
			pid, err := strconv.Atoi(filepath.Base(dir))
			if err != nil || pid == os.Getpid() || !hasEntry(dir, entry) {
				continue
			}
			p, err := os.FindProcess(pid)
			if err != nil {
				continue
			}
			// Once p is held, its number cannot become that of another process.
			if hasEntry(dir, entry) && p.Kill() == nil {
				found = true
			}
			_ = p.Release()
		}
		if !found {
			return
		}
	}
}

// hasEntry reports whether a process, given by its folder in /proc, has an entry in
// its environment. That of a process that has ended is empty.
func hasEntry(dir, entry string) bool {
	environment, err := os.ReadFile(filepath.Join(dir, "environ"))
	if err != nil {
		return false // it ended, or is another user's
	}
	for e := range bytes.SplitSeq(environment, []byte{0}) {
		if string(e) == entry {
			return true
		}
	}
	return false
}
