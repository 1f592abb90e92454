// Package bus connects to the message buses of freedesktop.org's systems (D-Bus). On
// Windows and macOS it is empty.
package bus
