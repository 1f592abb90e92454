package library

import (
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core/history"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

const (
	pageSize   = 300 // entries that are held, around those that are seen
	pageAhead  = 60  // so many before the end of them, others are fetched
	maxUnknown = 100 // files that wait to be looked for, the newest
)

// fileState is whether a file is where it was saved.
type fileState int

const (
	unknownFile fileState = iota
	fileHere
	fileGone
	fileAgain // it is downloaded again
)

// historyTab is what was downloaded, as far as it has the words that are searched for.
// It is used on the UI goroutine; it searches and asks the disk in the background,
// one search and one look at a time.
type historyTab struct {
	host    Host
	changed func()

	query  string
	page   []history.Entry
	offset int // of page
	found  int // by the query
	total  int
	loaded bool

	searching bool
	stale     bool // search again after the search that runs
	at        int  // row that was asked for last

	files   map[string]fileState // by the key of the entry
	unknown []history.Entry      // seen, and not looked for yet
	looking bool
}

func newHistoryTab(h Host, changed func()) *historyTab {
	return &historyTab{host: h, changed: changed, files: map[string]fileState{}}
}

// search shows what has all of the words.
func (t *historyTab) search(words string) {
	t.query, t.at = words, 0
	t.reload()
}

// reload searches again, for what is seen.
func (t *historyTab) reload() {
	if t.searching {
		t.stale = true
		return
	}
	t.searching, t.stale = true, false
	query, offset := t.query, max(0, t.at-pageSize/2)
	t.host.Go(func() {
		page, found := t.host.History().Search(query, offset, pageSize)
		total := t.host.History().Len()
		t.host.Later(func() {
			t.searching = false
			if t.stale {
				t.reload()
			}
			if query == t.query {
				t.page, t.offset, t.found, t.total, t.loaded = page, offset, found, total, true
				t.changed()
			}
		})
	})
}

func (t *historyTab) length() int { return t.found }

// row returns what is shown of an entry. It has other entries fetched before the end
// of those that are held is seen.
func (t *historyTab) row(i int) content {
	t.at = i
	k := i - t.offset
	before := t.offset > 0 && k < pageAhead
	after := t.offset+len(t.page) < t.found && k >= len(t.page)-pageAhead
	if before || after {
		t.reload()
	}
	if k < 0 || k >= len(t.page) {
		return content{}
	}
	return t.content(t.page[k])
}

func (t *historyTab) content(e history.Entry) content {
	c := content{
		id: e.Key, thumbnail: thumbnailOf(e.VideoID), title: e.Title,
		line: i18n.Join(i18n.Plain(e.Channel), i18n.Plain(e.Quality), sizeOf(e.Size), i18n.Plain(e.List)),
		when: i18n.When(e.Saved, t.host.Now()),
	}
	c.remove = func() { t.forget(e) }
	c.menu = func() []widgets.MenuItem { return t.menu(e) }
	open := []action{{lang.L("Open"), func() { t.ifHere(e, t.host.Open) }}, {lang.L("Show"), func() { t.ifHere(e, t.host.Reveal) }}}
	switch t.files[e.Key] {
	case unknownFile:
		t.lookFor(e)
		c.actions = open
	case fileHere:
		c.state, c.stateTone = lang.L("Here"), good
		c.actions = open
	case fileGone:
		c.state, c.stateTone = lang.L("Moved or deleted"), bad
		c.actions = []action{{lang.L("Download again"), func() { t.again(e) }}}
	case fileAgain:
		c.state = lang.L("In the list")
	}
	return c
}

func sizeOf(bytes int64) string {
	if bytes <= 0 {
		return ""
	}
	return i18n.Size(bytes)
}

func thumbnailOf(videoID string) string {
	if videoID == "" {
		return ""
	}
	return "https://i.ytimg.com/vi/" + videoID + "/mqdefault.jpg" // 320 by 180, there is one of every video
}

func (t *historyTab) menu(e history.Entry) []widgets.MenuItem {
	var items []widgets.MenuItem
	if t.files[e.Key] != fileGone {
		items = append(items,
			widgets.MenuItem{Label: lang.L("Open"), Icon: theme.IconOpen, Key: "Enter", Do: func() { t.ifHere(e, t.host.Open) }},
			widgets.MenuItem{Label: lang.L("Show in folder"), Icon: theme.IconFolder, Do: func() { t.ifHere(e, t.host.Reveal) }})
	}
	return append(items,
		widgets.MenuItem{Label: lang.L("Download again"), Icon: theme.IconRetry, Do: func() { t.again(e) }},
		widgets.MenuItem{},
		widgets.MenuItem{Label: lang.L("Copy the link"), Icon: theme.IconList, Do: func() { t.host.CopyLink(e.URL()) }},
		widgets.MenuItem{Label: lang.L("Watch on YouTube"), Icon: theme.IconGlobe, Do: func() { t.host.Browse(e.URL()) }},
		widgets.MenuItem{},
		widgets.MenuItem{Label: lang.L("Forget"), Icon: theme.IconClose, Key: lang.L("Del"), Do: func() { t.forget(e) }})
}

// lookFor has a file looked for with the next update.
func (t *historyTab) lookFor(e history.Entry) {
	for _, u := range t.unknown {
		if u.Key == e.Key {
			return
		}
	}
	t.unknown = append(t.unknown, e)
	t.unknown = t.unknown[max(0, len(t.unknown)-maxUnknown):]
}

// update looks for the files of rows that were seen.
func (t *historyTab) update() {
	if len(t.unknown) > 0 && !t.looking {
		all := t.unknown
		t.unknown = nil
		t.look(all, func() {})
	}
}

// look asks the disk for files, shows what it says and calls then.
func (t *historyTab) look(all []history.Entry, then func()) {
	t.looking = true
	t.host.Go(func() {
		gone := make([]bool, len(all))
		for i, e := range all {
			gone[i] = t.host.Gone(e)
		}
		t.host.Later(func() {
			t.looking = false
			for i, e := range all {
				t.files[e.Key] = fileHere
				if gone[i] {
					t.files[e.Key] = fileGone
				}
			}
			t.changed()
			then()
		})
	})
}

// ifHere does something with a file if it is still there, and else shows that it is
// not.
func (t *historyTab) ifHere(e history.Entry, do func(file string)) {
	t.look([]history.Entry{e}, func() {
		if t.files[e.Key] == fileHere {
			do(e.File)
		}
	})
}

func (t *historyTab) again(e history.Entry) {
	t.files[e.Key] = fileAgain
	t.host.DownloadAgain(e)
	t.changed()
}

// forget forgets an entry. Its file stays.
func (t *historyTab) forget(e history.Entry) {
	t.host.Go(func() {
		t.host.History().Forget(e.Key)
		t.host.Later(t.reload)
	})
}

// clear forgets all if that are so many as was said, and else calls grown with the new
// number in total. The files stay.
func (t *historyTab) clear(said int, grown func()) {
	t.host.Go(func() {
		n := t.host.History().Len()
		if n == said {
			t.host.History().Clear()
		}
		t.host.Later(func() {
			if n != said {
				t.total = n
				grown()
			}
			t.at = 0
			t.reload()
		})
	})
}
