// Package fynecache has Fyne keep what it drew for a second, not a minute.
//
// Fyne keeps the picture of every text that it drew for a minute: turning through a long
// list makes some thousands, of some kB each. It reads how long from the environment,
// FYNE_CACHE, when its packages are initialized. That is after this package, which
// imports nothing but os: Go initializes the first package by import path whose imports
// are initialized, and Fyne's need net/url.
package fynecache

import "os"

// Valid is how long Fyne keeps what it drew last.
const Valid = "1s"

func init() {
	if os.Getenv("FYNE_CACHE") == "" {
		_ = os.Setenv("FYNE_CACHE", Valid) // if that fails, Fyne keeps it for longer
	}
}
