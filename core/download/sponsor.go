package download

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/sponsorblock"
	"github.com/hilo-app/hilo/core/status"
	"github.com/hilo-app/hilo/core/youtube"
)

// findSponsored asks for the sponsored parts of the video if that is wished for. A
// service that fails is a note, and no reason for the download to fail.
func (j *job) findSponsored(ctx context.Context, v *youtube.Video) {
	w := j.initial.Wish.SponsorBlock
	if w.Mode == "" || j.Sponsors == nil || j.initial.Wish.Kind == format.Picture {
		return
	}
	categories, err := sponsorblock.ParseCategories(w.Categories)
	if err == nil {
		j.sponsored, err = j.Sponsors.Segments(ctx, v.ID, v.Duration, categories)
	}
	if err != nil && ctx.Err() == nil {
		j.Log.Warn("no answer of SponsorBlock", "video", v.ID, "err", err)
		j.row.Note(status.NoteNoSponsorBlock)
	}
}

// leastFile is how much of a video must be left for sponsored parts to be left out.
const leastFile = time.Second

// cut returns c without the sponsored parts, if the wish is to leave them out and the
// format of the file can. noted says that it cannot.
func (j *job) cut(v *youtube.Video, c format.Choice) (_ format.Choice, noted bool) {
	if j.initial.Wish.SponsorBlock.Mode != format.SponsorRemove || len(j.sponsored) == 0 {
		return c, false
	}
	end := clipEnd(c.Clip, v.Duration)
	left := end - c.Clip.From
	for _, r := range sponsorblock.Merge(j.sponsored) {
		if end > 0 {
			r.To = min(r.To, end)
		}
		if r.From = max(r.From, c.Clip.From); r.From < r.To {
			c.Cuts = append(c.Cuts, format.Clip(r))
			left -= r.To - r.From
		}
	}
	if len(c.Cuts) > 0 && (j.uncut || !containerOf(c).cuts || end > 0 && left < leastFile) {
		c.Cuts, noted = nil, true
	}
	return c, noted
}

// leftOut returns what a file that was made leaves out. Converters leave out what was
// asked for.
func (a *attempt) leftOut(made media.Summary) media.Cuts {
	if a.container.converted {
		return cutsOf(a.choice)
	}
	return made.Cuts
}

// showCuts says of a file that was made how long it is and whether some of the parts that
// were to be left out are in it.
func (a *attempt) showCuts(made media.Cuts) {
	asked := cutsOf(a.choice)
	stay := slices.ContainsFunc(asked, func(c media.Clip) bool {
		return !slices.ContainsFunc(made, func(m media.Clip) bool { return m.From < c.To && m.To > c.From })
	})
	a.row.Update(func(s *status.Status) {
		s.Duration += asked.Length() - made.Length()
		if stay {
			s.Note = status.NotePartsStay
		}
	})
}

// source names what the file is made from, with the marked parts: a file with other
// marks is another file.
func (a *attempt) source() string {
	s := sourceOf(a.video, a.choice)
	if len(a.sponsored) == 0 || len(a.choice.Cuts) > 0 {
		return s // which has the cuts
	}
	sum := sha256.New()
	for _, p := range a.sponsored {
		fmt.Fprintf(sum, "%s %d %d\n", p.Category, p.From.Milliseconds(), p.To.Milliseconds())
	}
	return s + ":marked/" + hex.EncodeToString(sum.Sum(nil)[:6])
}

// leastChapter is how long what is left of a chapter between marks must be to remain
// a chapter.
const leastChapter = time.Second

// markChapters adds the sponsored parts to the chapters of a video. What is not
// sponsored keeps the name of its chapter or, where there is none, of the video. The
// names of the parts begin as yt-dlp's do, by which scripts of players find them.
func markChapters(title string, chapters []media.Chapter, sponsored []sponsorblock.Segment, length time.Duration) []media.Chapter {
	if len(sponsored) == 0 {
		return chapters
	}
	var marked []media.Chapter
	for _, p := range piecesOf(chapters, sponsored, length) {
		switch {
		case p.names != "":
			marked = append(marked, media.Chapter{Start: p.from, Title: "[SponsorBlock]: " + p.names})
		case p.chapter >= 0:
			marked = append(marked, media.Chapter{Start: p.from, Title: chapters[p.chapter].Title})
		default:
			marked = append(marked, media.Chapter{Start: p.from, Title: title})
		}
	}
	return marked
}

// piece is a part of a video that becomes a chapter.
type piece struct {
	from, to time.Duration
	names    string // of the categories of a sponsored piece
	chapter  int    // index of the chapter of any other piece; -1 for none
}

// piecesOf splits a video, of a length that is 0 when it is not known, where a chapter
// or a sponsored part begins or ends. Short pieces of chapters are left out: the piece
// before them, or the one after the first one, includes them.
func piecesOf(chapters []media.Chapter, sponsored []sponsorblock.Segment, length time.Duration) []piece {
	if length <= 0 {
		length = math.MaxInt64
	}
	times := []time.Duration{0, length}
	for _, c := range chapters {
		times = append(times, min(c.Start, length))
	}
	for _, s := range sponsored {
		times = append(times, min(s.From, length), min(s.To, length))
	}
	slices.Sort(times)
	times = slices.Compact(times)
	var pieces []piece
	for i, from := range times[:len(times)-1] {
		p := piece{from, times[i+1], namesAt(sponsored, from), -1}
		for n, c := range chapters {
			if p.names == "" && c.Start <= from {
				p.chapter = n
			}
		}
		if n := len(pieces); n > 0 && p.names == pieces[n-1].names && p.chapter == pieces[n-1].chapter {
			pieces[n-1].to = p.to
			continue
		}
		pieces = append(pieces, p)
	}
	kept := pieces[:0]
	for _, p := range pieces {
		if p.names != "" || p.to-p.from >= leastChapter {
			kept = append(kept, p)
		}
	}
	if len(kept) > 0 {
		kept[0].from = 0
	}
	return kept
}

// namesAt returns the names of the categories of the parts that include a time.
func namesAt(sponsored []sponsorblock.Segment, at time.Duration) string {
	var names []string
	for _, s := range sponsored {
		if s.From <= at && at < s.To {
			names = append(names, sponsorblock.CategoryName(s.Category))
		}
	}
	return strings.Join(names, ", ")
}
