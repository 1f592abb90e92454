package youtube

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/hilo-app/hilo/core/plaintext"
)

const (
	minChapters   = 3
	minChapter    = 10 * time.Second
	maxChapters   = 1000
	maxTitleBytes = 500
)

// chapters parses the chapters in a description by YouTube's own rules
// (support.google.com/youtube/answer/9884579): one timestamp a line, the first at
// 0:00, at least three in ascending order, each chapter at least ten seconds
// long. So a file has the chapters that YouTube's page shows, or none.
//
// Of several lists of timestamps the first one that starts at 0:00 counts; it
// ends before the first time that does not ascend.
func chapters(description string, duration time.Duration) []Chapter {
	var list []Chapter
	for line := range strings.Lines(description) {
		start, title, ok := timestampLine(line)
		switch {
		case !ok || (duration > 0 && start >= duration):
			continue
		case len(list) == 0:
			if start != 0 {
				continue
			}
		case start <= list[len(list)-1].Start || len(list) == maxChapters:
			return validChapters(list, duration)
		}
		list = append(list, Chapter{Start: start, Title: title})
	}
	return validChapters(list, duration)
}

// validChapters returns list if it has enough chapters and each is long enough,
// else nil.
func validChapters(list []Chapter, duration time.Duration) []Chapter {
	if len(list) < minChapters {
		return nil
	}
	for i := range list {
		end := duration
		if i+1 < len(list) {
			end = list[i+1].Start
		}
		if end > 0 && end-list[i].Start < minChapter {
			return nil
		}
	}
	return list
}

const timestamp = `(?:(\d{1,3}):)?(\d{1,3}):(\d{2})`

var (
	// A bullet, a number or a bracket may precede the time.
	atStart = regexp.MustCompile(`^[\s\p{Z}]*(?:[-–—•*►▶·#]+|\d{1,3}[.)])?[\s\p{Z}]*[\[(]?` + timestamp + `(?::?[^\d:].*)?$`)
	atEnd   = regexp.MustCompile(`^.*[^\d:]` + timestamp + `[\])]?[\s\p{Z}]*$`)
	// around are the characters between a time and a title.
	around = " \t\r\n\u00a0-–—:|•*►▶·~.,>()[]"
)

// timestampLine splits a line into its time and its title. It returns false when
// the line has no time or no title.
func timestampLine(line string) (time.Duration, string, bool) {
	line = strings.TrimRight(line, "\r\n")
	if len(line) > 4*maxTitleBytes {
		return 0, "", false
	}
	m := atStart.FindStringSubmatchIndex(line)
	if m == nil {
		m = atEnd.FindStringSubmatchIndex(line)
	}
	if m == nil {
		return 0, "", false
	}
	field := func(i int) int {
		if m[2*i] < 0 {
			return 0
		}
		n, _ := strconv.Atoi(line[m[2*i]:m[2*i+1]])
		return n
	}
	hours, minutes, seconds := field(1), field(2), field(3)
	if seconds > 59 || (m[2] >= 0 && minutes > 59) {
		return 0, "", false
	}
	first := m[4] // where the time starts
	if m[2] >= 0 {
		first = m[2]
	}
	title := strings.Trim(line[m[7]:], around)
	if title == "" {
		title = strings.Trim(line[:first], around)
	}
	if title == "" {
		return 0, "", false
	}
	at := time.Duration(hours)*time.Hour + time.Duration(minutes)*time.Minute + time.Duration(seconds)*time.Second
	return at, plaintext.Truncate(title, maxTitleBytes), true
}
