package journal

import (
	"bytes"
	"fmt"
	"io/fs"

	"github.com/hilo-app/hilo/core/byterange"
)

// Mark records bytes of which no checksum is known. The caller has synced them.
func (j *Journal) Mark(ranges []Range) error {
	sets := make([]byterange.Set, len(j.contents.identity.Streams))
	for _, r := range ranges {
		if err := j.check(r); err != nil {
			return err
		}
		sets[r.Stream].Add(byterange.Range{From: r.From, To: r.To})
	}
	var added []record
	for stream := range sets {
		for r := range sets[stream].All() {
			added = append(added, record{stream: stream, Sum: Sum{Range: r}})
		}
	}
	return j.write(func() error { return j.append(added, nil) })
}

// Drop records that bytes are not in the file any more, because they were found
// damaged, with all those that the same checksums cover.
func (j *Journal) Drop(ranges []Range) error {
	for _, r := range ranges {
		if err := j.check(r); err != nil {
			return err
		}
	}
	if len(ranges) == 0 {
		return nil
	}
	return j.write(func() error {
		if err := j.appendRecord(kindDamaged, encodeDamaged(ranges)); err != nil {
			return err
		}
		for _, r := range ranges {
			j.contents.drop(r)
		}
		return nil
	})
}

// check returns an error for a range that no stream has.
func (j *Journal) check(r Range) error {
	streams := j.contents.identity.Streams
	if r.Stream < 0 || r.Stream >= len(streams) || r.From < 0 || r.From >= r.To || r.To > streams[r.Stream].Size {
		return fmt.Errorf("journal: range %d-%d of stream %d", r.From, r.To, r.Stream)
	}
	return nil
}

// Checkpoint records that bytes, for each stream those with the checksums done, are
// in the file, and replaces the state unless it is nil. The caller has synced the
// bytes and keeps them within the streams. Those that are recorded already keep
// their checksum. The record is durable when Checkpoint returns. After an error
// nothing is recorded any more, and each later call returns that error; after
// Close it is fs.ErrClosed.
func (j *Journal) Checkpoint(done []Sums, state []byte) error {
	var added []record
	for stream := range done {
		for s := range done[stream].All() {
			added = append(added, record{stream, s, true})
		}
	}
	return j.write(func() error { return j.append(added, state) })
}

// write calls a function that adds to the file, unless that failed before.
func (j *Journal) write(add func() error) error {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.err != nil {
		return j.err
	}
	if j.lock.file == nil {
		return fs.ErrClosed
	}
	if j.err = add(); j.err == nil && j.size > j.compactAt {
		j.err = j.compact()
	}
	return j.err
}

// append writes a checkpoint of what is new in ranges and state, if anything is.
func (j *Journal) append(ranges []record, state []byte) error {
	var added []record
	for _, r := range ranges {
		done := &j.contents.done[r.stream]
		if !done.Overlaps(r.Range) {
			added = append(added, r)
			continue
		}
		for _, gap := range done.Missing(r.Range) { // of which no checksum is known
			added = append(added, record{stream: r.stream, Sum: Sum{Range: gap}})
		}
	}
	withState := state != nil && (j.contents.state == nil || !bytes.Equal(state, j.contents.state))
	payload := encodeCheckpoint(added, state, withState)
	if payload == nil {
		return nil
	}
	if err := j.appendRecord(kindCheckpoint, payload); err != nil {
		return err
	}
	for _, r := range added {
		j.contents.add(r)
	}
	if withState {
		j.contents.state = bytes.Clone(state)
	}
	return nil
}

// appendRecord appends a record and makes it durable.
func (j *Journal) appendRecord(kind byte, payload []byte) error {
	if len(payload) >= maxRecord {
		return fmt.Errorf("journal: record of %d bytes", len(payload))
	}
	if err := j.upgrade(); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	record := appendRecord(nil, kind, payload)
	if _, err := j.lock.file.WriteAt(record, j.size); err != nil {
		_ = j.lock.file.Truncate(j.size) // Open drops a torn record as well
		return fmt.Errorf("journal: %w", err)
	}
	if err := j.lock.file.Sync(); err != nil {
		return fmt.Errorf("journal: %w", err)
	}
	j.size += int64(len(record))
	return nil
}

// upgrade makes the file one of the current version, of which it may then have
// records.
func (j *Journal) upgrade() error {
	last := len(magic) - 1
	if j.contents.version == magic[last] {
		return nil
	}
	if _, err := j.lock.file.WriteAt([]byte{magic[last]}, int64(last)); err != nil {
		return err
	}
	if err := j.lock.file.Sync(); err != nil {
		return err
	}
	j.contents.version = magic[last]
	return nil
}

// compactSlack is how many bytes of superseded checkpoints a journal keeps, in
// addition to four times its compacted size, before it is compacted.
const compactSlack = 256 << 10

// compactAt returns the size beyond which a journal is compacted, from its size
// when it was last compacted.
func compactAt(compacted int64) int64 { return 4*compacted + compactSlack }

// compact replaces the file by one with a single checkpoint. Where that cannot
// be written, the long one stays in use. An error means that the journal is not
// locked any more.
func (j *Journal) compact() error {
	b, err := j.contents.encode()
	if err != nil {
		return err
	}
	done, err := j.lock.replace(b)
	if done {
		j.size, j.compactAt = int64(len(b)), compactAt(int64(len(b)))
		j.contents.version = magic[len(magic)-1]
	} else {
		j.compactAt = 2 * j.size
	}
	return err
}
