package desktop

import (
	"context"
	"runtime"

	"golang.org/x/sys/windows"
)

// Flags of SetThreadExecutionState (Microsoft, winbase.h).
const (
	esContinuous     = 0x80000000
	esSystemRequired = 0x00000001
)

var setThreadExecutionState = windows.NewLazySystemDLL("kernel32.dll").NewProc("SetThreadExecutionState")

// KeepAwake keeps the computer from going to sleep by itself until release is called
// or Hilo ends. The screen may turn dark. It returns the error of Windows.
func KeepAwake(context.Context, string) (release func(), err error) {
	if err := setThreadExecutionState.Find(); err != nil {
		return nil, err
	}
	answer, done, ended := make(chan error, 1), make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		runtime.LockOSThread() // the wish is that of one thread
		defer runtime.UnlockOSThread()
		if was, _, err := setThreadExecutionState.Call(esContinuous | esSystemRequired); was == 0 {
			answer <- err
			return
		}
		answer <- nil
		<-done
		_, _, _ = setThreadExecutionState.Call(esContinuous)
	}()
	if err := <-answer; err != nil {
		return nil, err
	}
	return func() { close(done); <-ended }, nil
}
