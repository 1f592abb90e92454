//go:build bundle

package main

// archive is empty in bundles, which the linker gives commit and date, so that a
// checkout and a source archive of the same commit give the same bytes.
const archive = ""
