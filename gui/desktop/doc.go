// Package desktop is what the window needs of the system around it and what
// differs from one system to another: PickFolder and PickFile show the system's own
// dialogs, KeepAwake keeps the computer from sleeping, Sleep and ShutDown do that,
// SetAutostart starts Hilo with the system, Open opens a file with its program, Reveal
// shows it in its folder, FatalDialog tells of an error without a window. The package
// knows neither Fyne nor Hilo's sentences: callers pass them.
package desktop
