package transfer

// Mark records ranges that came into the partial file by another way than
// Fetch, such as from a file that it replaces. The caller has synced them.
func (j *Journal) Mark(ranges []Range) error {
	done := make([]spans, len(j.Identity().Streams))
	for _, r := range ranges {
		done[r.Stream].add(r.From, r.To)
	}
	return j.checkpoint(done, nil)
}
