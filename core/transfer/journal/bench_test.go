package journal_test

import (
	"testing"

	"github.com/hilo-app/hilo/core/transfer/journal"
)

// BenchmarkSum computes and joins the checksums of a stream that comes in buffers
// of a connection, 128 KiB each.
func BenchmarkSum(b *testing.B) {
	p := make([]byte, 128<<10)
	b.SetBytes(int64(len(p)))
	var sums journal.Sums
	off := int64(0)
	for b.Loop() {
		sums.Add(journal.SumOf(off, p))
		if off += int64(len(p)); off == 1<<30 {
			sums, off = journal.Sums{}, 0
		}
	}
}
