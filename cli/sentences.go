package cli

import (
	"fmt"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/status"
)

// sentence says where a download stands, without numbers that change; empty
// for states that pass too quickly.
func sentence(s core.Status) string {
	switch s.State {
	case core.Downloading:
		text := fmt.Sprintf("downloading %s, %s", s.Quality, bytesText(s.Total))
		if note := status.NoteText(s.Note); s.Note == core.NoteRescue && s.Wanted != "" {
			text += ", because " + s.Wanted + " is not given out right now"
		} else if note != "" {
			text += ", " + note
		}
		return text
	case core.Waiting:
		return fmt.Sprintf("%s Trying again at %s.", waitText(s.Problem), s.Until.Format(time.TimeOnly))
	case core.Done:
		if s.Note == core.NoteAlready {
			return "already saved as " + s.File
		}
		text := "saved as " + s.File
		switch s.Note {
		case core.NoteNoSponsorBlock, core.NoteMarkedOnly, core.NotePartsStay: // of the file, not of its download
			text += ", " + status.NoteText(s.Note)
		}
		return text
	case core.Failed:
		return problemText(s.Problem)
	}
	return ""
}

// name is what a person knows a download by.
func name(s core.Status) string {
	if s.Title != "" {
		return plain(s.Title)
	}
	return s.URL
}

// plain removes control characters, with which a title could steer the terminal.
func plain(title string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || (r >= 0x7f && r < 0xa0) || (r >= 0x202a && r <= 0x202e) || (r >= 0x2066 && r <= 0x2069) {
			return -1
		}
		return r
	}, title)
}

// bytesText writes an amount as people read it, in powers of 1,000.
func bytesText(n int64) string {
	switch {
	case n >= 1e9:
		return fmt.Sprintf("%.2f GB", float64(n)/1e9)
	case n >= 1e6:
		return fmt.Sprintf("%.1f MB", float64(n)/1e6)
	case n >= 1e3:
		return fmt.Sprintf("%d kB", n/1e3)
	}
	return fmt.Sprintf("%d B", n)
}

func left(d time.Duration) string {
	switch {
	case d <= 0:
		return ""
	case d < time.Minute:
		return fmt.Sprintf("%d s left", int(d.Seconds())+1)
	case d < time.Hour:
		return fmt.Sprintf("%d min left", int(d.Minutes())+1)
	}
	return fmt.Sprintf("%d h %d min left", int(d.Hours()), int(d.Minutes())%60)
}

// problemText returns the sentence for the problem of a failed download. Where
// the class says nothing, it is followed by YouTube's own sentence or the technical error.
func problemText(p *core.Problem) string {
	if p == nil {
		return ""
	}
	text := problem.Sentence(p.Class)
	if p.Class == core.Unknown {
		switch {
		case p.Message != "":
			text = "YouTube says: " + plain(p.Message)
		case p.Err != nil:
			text += " " + plain(p.Err.Error())
		}
	}
	return text
}

// waitText returns the sentence for the problem of a download that waits and
// tries again by itself.
func waitText(p *core.Problem) string {
	if p == nil {
		return ""
	}
	if text := problem.Waiting(p.Class); text != "" {
		return text
	}
	return problemText(p)
}
