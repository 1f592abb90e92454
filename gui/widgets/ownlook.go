package widgets

// OwnLook is embedded in a widget whose look does not depend on the themes of parts of
// the window, which container.ThemeOverride gives to all it contains: theme.Color and the
// sizes of package theme are the same everywhere. Fyne would load all its fonts once more
// for the text of every such part, 6 MB and 15 ms for each of regular and bold, and for
// every widget of a new row forget how wide all texts are.
//
// Fyne leaves out what has SetDeviceIsMobile, because ThemeOverride has it and is the
// only such widget of its own.
type OwnLook struct{}

// SetDeviceIsMobile does nothing.
func (OwnLook) SetDeviceIsMobile(bool) {}
