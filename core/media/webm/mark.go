package webm

import "github.com/hilo-app/hilo/core/byterange"

// mark is the end of a cluster in the file, and where its streams and subtitles
// continue behind it: from a mark on, the file can be made again.
type mark struct {
	out     int64
	streams []position
	texts   []int // see textTrack.next
}

// Marks are at least markSpacing bytes apart. When there are more than maxMarks, every
// second one is forgotten and they are twice as far apart, so that a state does not
// grow with the file.
const (
	markSpacing = 1 << 20
	maxMarks    = 64
)

// markList is the marks of a file, ascending; the first one is before the first
// cluster.
type markList struct {
	list    []mark
	spacing int64
}

// due reports whether there should be a mark at an offset of the file.
func (l *markList) due(out int64) bool {
	return len(l.list) == 0 || out-l.list[len(l.list)-1].out >= l.spacing
}

// add adds a mark behind the last one.
func (l *markList) add(m mark) {
	l.list = append(l.list, m)
	if len(l.list) <= maxMarks {
		return
	}
	thin := make([]mark, 0, maxMarks)
	for i := 0; i < len(l.list); i += 2 {
		thin = append(thin, l.list[i])
	}
	l.list = thin
	l.spacing *= 2
}

// keptFile is what an earlier start left of a file.
type keptFile struct {
	sums  blockSums
	marks []mark // the last one is at the end
}

// behind returns the first mark behind an offset of the file, nil when there is none.
func (l *markList) behind(out int64) *mark {
	for i := range l.list {
		if l.list[i].out > out {
			return &l.list[i]
		}
	}
	return nil
}

// part is a part of the file between two marks.
type part struct{ from, to mark }

// parts returns the parts that have all damaged bytes, ascending.
func (k *keptFile) parts(damaged []byterange.Range) (all []part) {
	for _, d := range damaged {
		i := 0
		for i+1 < len(k.marks) && k.marks[i+1].out <= d.From {
			i++
		}
		j := i
		for j+1 < len(k.marks) && k.marks[j].out < d.To {
			j++
		}
		if n := len(all); n > 0 && k.marks[i].out <= all[n-1].to.out {
			all[n-1].to = k.marks[j]
		} else {
			all = append(all, part{k.marks[i], k.marks[j]})
		}
	}
	return all
}
