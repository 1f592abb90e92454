package taskbar

import (
	"fmt"
	"strconv"

	"github.com/ebitengine/purego"
	"github.com/ebitengine/purego/objc"
)

// New returns the badge on the icon of the app in the Dock, such as "43%". fail is told,
// once and on another goroutine, why nothing can be shown. It has never run on a Mac.
func New(_ string, _ func() uintptr, fail func(error)) *Bar {
	return start(func() (shower, error) { return newBadge() }, fail)
}

// badge is an NSDockTile (Apple, AppKit).
type badge struct{ tile objc.ID }

func newBadge() (badge, error) {
	if _, err := purego.Dlopen("/System/Library/Frameworks/AppKit.framework/AppKit", purego.RTLD_GLOBAL|purego.RTLD_LAZY); err != nil {
		return badge{}, fmt.Errorf("AppKit: %w", err)
	}
	app := objc.ID(objc.GetClass("NSApplication")).Send(objc.RegisterName("sharedApplication"))
	if b := (badge{app.Send(objc.RegisterName("dockTile"))}); b.tile != 0 {
		return b, nil
	}
	return badge{}, ErrUnsupported
}

// show sets badgeLabel. AppKit wants that on the main thread, which takes the label.
func (b badge) show(percent int) error {
	text := ""
	if percent != Hidden {
		text = strconv.Itoa(percent) + "%"
	}
	label := objc.ID(objc.GetClass("NSString")).Send(objc.RegisterName("alloc")).Send(objc.RegisterName("initWithUTF8String:"), text)
	b.tile.Send(objc.RegisterName("performSelectorOnMainThread:withObject:waitUntilDone:"), objc.RegisterName("setBadgeLabel:"), label, false)
	label.Send(objc.RegisterName("release"))
	return nil
}

func (badge) close() {}
