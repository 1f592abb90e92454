package progressive

import (
	"errors"
	"fmt"

	"github.com/Eyevinn/mp4ff/mp4"

	"github.com/hilo-app/hilo/core/media/mp4/internal/bmff"
)

// Packet is a packet of AAC in a file.
type Packet struct {
	Off   int64  // in the file
	Size  uint32 // bytes
	Time  int64  // in units of the timescale
	Ticks uint32 // how long it lasts
}

// Packets returns the packets that the tables of a track describe (§8.6.1.2,
// §8.7), in their order, all within the first size bytes of the file.
func Packets(table []byte, size int64) ([]Packet, error) {
	stsz, err := bmff.Decode[*mp4.StszBox](bmff.Find(table, "stsz"))
	if err != nil {
		return nil, fmt.Errorf("stsz: %w", err)
	}
	stsc, err := bmff.Decode[*mp4.StscBox](bmff.Find(table, "stsc"))
	if err != nil {
		return nil, fmt.Errorf("stsc: %w", err)
	}
	offsets, err := readOffsets(table)
	if err != nil {
		return nil, err
	}
	n := stsz.SampleNumber
	if n == 0 || n > bmff.MaxSamples || len(stsc.Entries) == 0 || stsc.Entries[0].FirstChunk != 1 {
		return nil, fmt.Errorf("%d samples in chunks that do not begin with the first", n)
	}
	all := make([]Packet, 0, n)
	entry := 0
	for i, off := range offsets {
		for entry+1 < len(stsc.Entries) && stsc.Entries[entry+1].FirstChunk <= uint32(i+1) {
			entry++
		}
		in := stsc.Entries[entry].SamplesPerChunk
		if in > n-uint32(len(all)) || off > uint64(size) {
			return nil, fmt.Errorf("chunk %d is not in the file", i)
		}
		for range in {
			bytes := stsz.SampleUniformSize
			if bytes == 0 {
				bytes = stsz.SampleSize[len(all)]
			}
			if int64(off)+int64(bytes) > size {
				return nil, fmt.Errorf("packet %d ends behind the file", len(all))
			}
			all = append(all, Packet{Off: int64(off), Size: bytes})
			off += uint64(bytes)
		}
	}
	if uint32(len(all)) != n {
		return nil, fmt.Errorf("chunks hold %d of %d samples", len(all), n)
	}
	return all, setTimes(all, table)
}

// setTimes sets when each packet is to be heard.
func setTimes(all []Packet, table []byte) error {
	stts, err := bmff.Decode[*mp4.SttsBox](bmff.Find(table, "stts"))
	if err != nil {
		return fmt.Errorf("stts: %w", err)
	}
	i, now := 0, int64(0)
	for k, count := range stts.SampleCount {
		if int64(count) > int64(len(all)-i) {
			return errors.New("more durations than samples")
		}
		for range count {
			all[i].Time, all[i].Ticks = now, stts.SampleTimeDelta[k]
			now += int64(all[i].Ticks)
			i++
		}
	}
	if i != len(all) {
		return fmt.Errorf("%d durations for %d samples", i, len(all))
	}
	return nil
}
