package bmff

import "encoding/binary"

// Runs are the entries of stts and ctts: a count and a value (§8.6.1).
type Runs struct {
	B    []byte // the entries as the boxes hold them
	N    int    // how many entries
	Last uint32 // the value of the last one
}

// Add appends the value of one sample.
func (r *Runs) Add(v uint32) {
	if r.N > 0 && v == r.Last {
		count := r.B[len(r.B)-8:]
		binary.BigEndian.PutUint32(count, binary.BigEndian.Uint32(count)+1)
		return
	}
	r.B = binary.BigEndian.AppendUint32(r.B, 1)
	r.B = binary.BigEndian.AppendUint32(r.B, v)
	r.N, r.Last = r.N+1, v
}

// AddAll appends the runs of other.
func (r *Runs) AddAll(other Runs) {
	for b := other.B; len(b) > 0; b = b[8:] {
		if v := binary.BigEndian.Uint32(b[4:]); r.N > 0 && v == r.Last {
			count := r.B[len(r.B)-8:]
			binary.BigEndian.PutUint32(count, binary.BigEndian.Uint32(count)+binary.BigEndian.Uint32(b))
		} else {
			r.B = append(r.B, b[:8]...)
			r.N, r.Last = r.N+1, v
		}
	}
}

// Values returns each value.
func (r *Runs) Values() (list []uint32) {
	for b := r.B; len(b) > 0; b = b[8:] {
		for range binary.BigEndian.Uint32(b) {
			list = append(list, binary.BigEndian.Uint32(b[4:]))
		}
	}
	return list
}
