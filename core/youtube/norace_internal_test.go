//go:build !race

package youtube

// measures says that allocations are those of the program.
const measures = true
