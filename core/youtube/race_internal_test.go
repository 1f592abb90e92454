//go:build race

package youtube

// measures is false because the race detector makes sync.Pool drop what it keeps, at
// random, so that regular expressions allocate anew.
const measures = false
