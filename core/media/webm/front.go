package webm

import (
	"bytes"
	"fmt"
	"slices"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/media/internal/bin"
	"github.com/hilo-app/hilo/core/media/internal/metadata"
)

const (
	seekHeadReserve = 128     // bytes for a SeekHead of five entries
	frontSlack      = 4 << 10 // bytes for Info and what the other estimates miss
	cueSize         = 24      // bytes of a cue
	maxCuesReserve  = 1 << 20
)

// Reserve returns how many bytes Options.Reserve should be for m.
func Reserve(m media.Meta) int64 {
	m = metadata.Normalize(m)
	n := len(tagElements(m, "")) + len(chapterElements(m, 1000*time.Hour)) + len(m.Title)
	return bin.RoundUp(int64(n)+512, 1024)
}

// frontWriter writes what a file has besides clusters: before the first cluster, and
// behind the last one what does not fit there.
type frontWriter struct {
	*streamSet
	file  media.File
	texts *textTracks
	data  int64 // offset of the segment's content
	media int64 // offset of the first cluster

	made string // the value of madeTag; empty for a file of all of the streams
}

// plan determines the place of the first cluster.
func (f *frontWriter) plan(reserve int64) {
	front := &ebmlBuilder{}
	f.info(front, "", f.length)
	f.tracks(front)
	f.data = int64(len(documentHead()))
	f.media = bin.RoundUp(f.data+seekHeadReserve+int64(len(front.b))+frontSlack+f.cuesReserve()+reserve+f.texts.savedSize(), 1024)
}

// cuesReserve is how many bytes the cues will take: as many as the source has, and
// some more, as clusters are shorter here.
func (f *frontWriter) cuesReserve() int64 {
	cues := int64(len(f.main.cues())) * 5 / 4
	return min((max(cues, int64(f.length/maxClusterTime)*5/4)+16)*cueSize, maxCuesReserve)
}

// documentHead is all before the Segment's content. Version 4 of Matroska is
// what has CodecDelay, DiscardPadding and Colour.
func documentHead() []byte {
	w := &ebmlBuilder{}
	w.master(idEBML, func(w *ebmlBuilder) {
		w.uint(idEBMLVersion, 1)
		w.uint(idEBMLReadVersion, 1)
		w.uint(idMaxIDLength, 4)
		w.uint(idMaxSizeLength, 8)
		w.text(idDocType, "webm")
		w.uint(idDocTypeVersion, 4)
		w.uint(idDocTypeRead, 2)
	})
	w.id(idSegment)
	w.size(1<<56-1, 8) // not known
	return w.b
}

func (f *frontWriter) info(w *ebmlBuilder, title string, length time.Duration) {
	w.master(idInfo, func(w *ebmlBuilder) {
		w.uint(idTimestampScale, uint64(f.scale))
		w.float(idDuration, float64(length)/float64(f.scale))
		w.text(idMuxingApp, metadata.Tool)
		w.text(idWritingApp, metadata.Tool)
		if title != "" {
			w.text(idTitle, title)
		}
	})
}

// tracks appends the Tracks, with all that the streams say of theirs except numbers.
// FlagDefault is left at its default, 1: there is no other track of the same kind to
// play.
func (f *frontWriter) tracks(w *ebmlBuilder) {
	uids := map[uint64]bool{0: true}
	w.master(idTracks, func(w *ebmlBuilder) {
		for _, s := range f.streams {
			fields, _ := elements(s.reader.tracks[0].entry) // the reader has done so before
			uid := uint64(0)
			for _, e := range fields {
				if e.id == idTrackUID {
					uid = e.uint()
				}
			}
			for uids[uid] {
				uid++
			}
			uids[uid] = true
			w.master(idTrackEntry, func(w *ebmlBuilder) {
				w.uint(idTrackNumber, uint64(s.number))
				w.uint(idTrackUID, uid)
				for _, e := range fields {
					switch e.id {
					case idTrackNumber, idTrackUID, idFlagDefault, idCRC32, idVoid:
					default:
						w.bytes(e.id, e.data)
					}
				}
			})
		}
		f.texts.entries(w)
	})
}

// begin writes what is known before any media, so that a file that was cut off
// plays. tail is the offset behind the last cluster.
func (f *frontWriter) begin(resume bool, tail int64) error {
	w := &ebmlBuilder{b: documentHead()}
	parts := f.elements(media.Meta{}, f.length, nil)[:2]
	f.place(w, parts, tail)
	w.voidHead(f.media - int64(len(w.b)))
	if resume {
		there := make([]byte, len(w.b))
		if err := bin.ReadFull(f.file, there, 0); err == nil && bytes.Equal(there, w.b) {
			return nil
		}
	}
	_, err := f.file.WriteAt(w.b, 0)
	return err
}

// frontElement is an element of the Segment.
type frontElement struct {
	id uint32
	b  []byte
	at int64 // offset in the file
}

// elements are the elements of the Segment without its clusters. Those that gain most
// from a place in front are first.
func (f *frontWriter) elements(meta media.Meta, length time.Duration, cues []cue) []frontElement {
	part := func(id uint32, fill func(w *ebmlBuilder)) frontElement {
		w := &ebmlBuilder{}
		fill(w)
		return frontElement{id: id, b: w.b}
	}
	return []frontElement{
		part(idInfo, func(w *ebmlBuilder) { f.info(w, meta.Title, length) }),
		part(idTracks, f.tracks),
		part(idCues, func(w *ebmlBuilder) { f.cuePoints(w, cues) }),
		part(idTags, func(w *ebmlBuilder) { w.b = tagElements(meta, f.made) }),
		part(idChapters, func(w *ebmlBuilder) { w.b = chapterElements(meta, length) }),
	}
}

// place appends to w, which ends where the Segment's content begins, a SeekHead
// and those parts that fit before the clusters. The others get their offsets from
// tail on. It returns the offset behind those.
func (f *frontWriter) place(w *ebmlBuilder, parts []frontElement, tail int64) int64 {
	content := &ebmlBuilder{}
	at := f.data + seekHeadReserve
	for i := range parts {
		p := &parts[i]
		n := int64(len(p.b))
		left := f.media - f.texts.savedSize() - at - n
		if left == 0 || left > 0 && left+f.texts.savedSize() >= 2 { // a void takes 2 bytes at least
			p.at = at
			at += n
			content.b = append(content.b, p.b...)
		} else {
			p.at = tail
			tail += n
		}
	}
	start := len(w.b)
	w.master(idSeekHead, func(w *ebmlBuilder) {
		for _, p := range parts {
			if len(p.b) == 0 {
				continue
			}
			w.master(idSeek, func(w *ebmlBuilder) {
				id := &ebmlBuilder{}
				id.id(p.id)
				w.bytes(idSeekID, id.b)
				w.uint(idSeekPosition, uint64(p.at-f.data))
			})
		}
	})
	w.void(int64(seekHeadReserve - (len(w.b) - start)))
	w.b = append(w.b, content.b...)
	return tail
}

// finish writes all elements that are not clusters, and returns the file's size. tail
// is the offset behind the last cluster.
func (f *frontWriter) finish(meta media.Meta, length time.Duration, cues []cue, tail int64) (int64, error) {
	w := &ebmlBuilder{b: documentHead()}
	parts := f.elements(meta, length, cues)
	size := f.place(w, parts, tail)
	if left := f.media - int64(len(w.b)); len(f.texts.saved) == 0 {
		w.void(left)
	} else {
		w.voidHead(left)
		w.b = append(w.b, make([]byte, left-f.texts.savedSize())...)
	}
	sized := &ebmlBuilder{}
	sized.size(size-f.data, 8)
	copy(w.b[f.data-8:], sized.b)
	for _, p := range parts {
		if p.at >= tail {
			if _, err := f.file.WriteAt(p.b, p.at); err != nil {
				return 0, err
			}
		}
	}
	_, err := f.file.WriteAt(w.b, 0)
	return size, err
}

func (f *frontWriter) cuePoints(w *ebmlBuilder, cues []cue) {
	cues = slices.Clone(cues)
	slices.SortStableFunc(cues, func(a, b cue) int { return int(min(max(a.time-b.time, -1), 1)) })
	w.master(idCues, func(w *ebmlBuilder) {
		for _, c := range cues {
			w.master(idCuePoint, func(w *ebmlBuilder) {
				w.uint(idCueTime, uint64(c.time))
				w.master(idCuePositions, func(w *ebmlBuilder) {
					w.uint(idCueTrack, uint64(f.main.number))
					w.uint(idCueClusterSeek, uint64(c.cluster-f.data))
				})
			})
		}
	})
}

// tagElements are the tags, by the names of the Matroska project's list and of
// ffmpeg. made is the value of madeTag.
func tagElements(m media.Meta, made string) []byte {
	w := &ebmlBuilder{}
	number := ""
	if m.Number > 0 {
		number = fmt.Sprint(m.Number)
	}
	w.master(idTags, func(w *ebmlBuilder) {
		w.master(idTag, func(w *ebmlBuilder) {
			w.master(idTargets, func(*ebmlBuilder) {}) // all
			for _, t := range []struct{ name, value string }{
				{"TITLE", m.Title}, {"ARTIST", m.Artist}, {"ALBUM", m.Album}, {"PART_NUMBER", number}, {"DATE", m.Date},
				{"COMMENT", m.Link}, {"DESCRIPTION", m.Description}, {sourceTag, m.Source}, {madeTag, made}, {"ENCODER", metadata.Tool},
			} {
				if t.value == "" {
					continue
				}
				w.master(idSimpleTag, func(w *ebmlBuilder) {
					w.text(idTagName, t.name)
					w.text(idTagLanguage, "und")
					w.text(idTagString, t.value)
				})
			}
		})
	})
	return w.b
}

// chapterElements are the chapters that start within the length; empty when there
// are none.
func chapterElements(m media.Meta, length time.Duration) []byte {
	list := m.Chapters
	for len(list) > 0 && list[len(list)-1].Start >= length {
		list = list[:len(list)-1]
	}
	if len(list) == 0 {
		return nil
	}
	w := &ebmlBuilder{}
	w.master(idChapters, func(w *ebmlBuilder) {
		w.master(idEditionEntry, func(w *ebmlBuilder) {
			for i, c := range list {
				end := length
				if i+1 < len(list) {
					end = list[i+1].Start
				}
				w.master(idChapterAtom, func(w *ebmlBuilder) {
					w.uint(idChapterUID, uint64(i+1))
					w.uint(idChapterStart, uint64(c.Start))
					w.uint(idChapterEnd, uint64(end))
					w.master(idChapterShown, func(w *ebmlBuilder) {
						w.text(idChapterText, c.Title)
						w.text(idChapterLang, "und")
					})
				})
			}
		})
	})
	return w.b
}
