package library

import (
	"strings"
	"time"

	"fyne.io/fyne/v2/lang"
	"golang.org/x/text/cases"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/follow"
	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/theme"
	"github.com/hilo-app/hilo/gui/widgets"
)

// afterFailure is how long after a check that failed it is repeated at most.
const afterFailure = 30 * time.Minute

// followingTab is the lists that are followed, as far as they have the words that are
// searched for. It is used on the UI goroutine.
type followingTab struct {
	host    Host
	changed func()
	all     []follow.Followed
	shown   []follow.Followed
	query   string
	asked   map[string]time.Time // lists that were told to be checked, with their last check before
}

func newFollowingTab(h Host, changed func()) *followingTab {
	return &followingTab{host: h, changed: changed, asked: map[string]time.Time{}}
}

// search shows what has all of the words in its title or channel.
func (t *followingTab) search(words string) {
	t.query = words
	t.filter()
}

func (t *followingTab) filter() {
	fold := cases.Fold()
	words := strings.Fields(fold.String(t.query))
	if t.host.IsList(t.query) { // a link to follow and no words
		words = nil
	}
	t.shown = t.shown[:0:0]
	for _, f := range t.all {
		text, has := fold.String(f.Title+"\n"+f.Channel+"\n"+f.Text), true
		for _, w := range words {
			has = has && strings.Contains(text, w)
		}
		if has {
			t.shown = append(t.shown, f)
		}
	}
	t.changed()
}

// reload shows what is followed now.
func (t *followingTab) reload() {
	t.all = t.host.Following().List()
	for _, f := range t.all {
		if before, ok := t.asked[f.ID]; ok && !f.Checked.Equal(before) {
			delete(t.asked, f.ID)
		}
	}
	t.filter()
}

// offered returns how many videos are new and neither taken nor refused.
func (t *followingTab) offered() int {
	n := 0
	for _, f := range t.all {
		n += len(f.New)
	}
	return n
}

func (t *followingTab) length() int { return len(t.shown) }

// row returns what is shown of a list.
func (t *followingTab) row(i int) content {
	if i >= len(t.shown) {
		return content{}
	}
	f := t.shown[i]
	c := content{id: f.ID, title: titleOf(f), deck: f.Kind != core.Search}
	if f.Kind == core.Search {
		c.symbol = theme.IconSearch
	}
	if n := len(f.New); n > 0 {
		c.thumbnail = thumbnailOf(f.New[n-1].VideoID)
	}
	c.line = i18n.Join(channelOf(f), kindOf(f), lang.L("since {{.Day}}", i18n.With("Day", i18n.Day(f.Since, t.host.Now()))))
	c.more = lang.L("New ones are offered")
	if f.Automatic {
		c.more = lang.L("New ones are downloaded")
	}
	t.addState(&c, f)
	c.remove = func() { t.remove(f) }
	c.menu = func() []widgets.MenuItem { return t.menu(f) }
	return c
}

func titleOf(f follow.Followed) string {
	if f.Title != "" {
		return f.Title
	}
	return i18n.ShortAddress(f.Text)
}

// channelOf returns whose list it is, empty for what its title says already.
func channelOf(f follow.Followed) string {
	if f.Channel == f.Title {
		return ""
	}
	return i18n.Plain(f.Channel)
}

func kindOf(f follow.Followed) string {
	switch f.Kind {
	case core.Channel:
		if label, ok := tabLabels[core.Tab(f.Tab)]; ok {
			return i18n.Join(lang.L("channel"), lang.L(label))
		}
		return lang.L("channel")
	case core.Search:
		return lang.L("search")
	case core.Album:
		return lang.L("album")
	}
	return lang.L("playlist")
}

// tabLabels are the tabs of a channel that can be followed alone.
var tabLabels = map[core.Tab]string{
	core.VideosTab: i18n.Key("Videos"), core.ShortsTab: i18n.Key("Shorts"), core.LiveTab: i18n.Key("Past live streams"),
}

// addState adds the result of the last check, and the buttons.
func (t *followingTab) addState(c *content, f follow.Followed) {
	check := action{lang.L("Check now"), func() { t.check(f) }}
	c.actions = []action{check}
	_, asked := t.asked[f.ID]
	switch n := len(f.New); {
	case n > 0:
		c.state, c.stateTone = i18n.Count("{{.Count}} new", n), news
		c.actions = []action{
			{i18n.Count("Choose {{.Count}}…", n), func() { t.host.ChooseNew(f) }},
			{lang.L("Download"), func() { t.host.Following().Take(f.ID) }},
		}
	case asked || f.Checked.IsZero():
		c.state, c.actions = lang.L("Checking…"), nil
	case f.Problem != nil:
		c.state, c.stateTone = downloads.Explain(f.Problem).Sentence, bad
		c.actions = []action{{lang.L("Try now"), check.do}}
	case f.Found > 0 && f.Automatic:
		c.state, c.stateTone = i18n.Count("{{.Count}} downloaded", f.Found), good
	default:
		c.state = lang.L("Nothing new")
	}
	if f.Checked.IsZero() {
		return
	}
	now := t.host.Now()
	c.stateMore = lang.L("Checked {{.Time}}", i18n.With("Time", i18n.Moment(f.Checked, now)))
	if every := time.Duration(t.host.Every()) * time.Hour; every > 0 {
		if f.Problem != nil {
			every = min(every, afterFailure)
		}
		if next := f.Checked.Add(every); next.After(now) {
			c.stateMore = i18n.Join(c.stateMore, lang.L("next {{.Time}}", i18n.With("Time", i18n.Moment(next, now))))
		}
	}
}

func (t *followingTab) menu(f follow.Followed) []widgets.MenuItem {
	lists := t.host.Following()
	var items []widgets.MenuItem
	if n := len(f.New); n > 0 {
		items = append(items,
			widgets.MenuItem{Label: i18n.Count("Choose {{.Count}}…", n), Icon: theme.IconCheck, Key: "Enter", Do: func() { t.host.ChooseNew(f) }},
			widgets.MenuItem{Label: i18n.Count("Download {{.Count}}", n), Icon: theme.IconDown, Do: func() { lists.Take(f.ID) }},
			widgets.MenuItem{Label: i18n.Count("Offer these {{.Count}} no more", n), Icon: theme.IconMinus, Do: func() { lists.Dismiss(f.ID) }},
			widgets.MenuItem{})
	}
	items = append(items, widgets.MenuItem{Label: lang.L("Check now"), Icon: theme.IconRetry, Do: func() { t.check(f) }})
	automatic := widgets.MenuItem{Label: lang.L("Download new ones by themselves"), Icon: theme.IconPlus, Do: func() { lists.SetAutomatic(f.ID, true) }}
	if f.Automatic {
		automatic = widgets.MenuItem{Label: lang.L("Only offer new ones"), Icon: theme.IconMinus, Do: func() { lists.SetAutomatic(f.ID, false) }}
	}
	items = append(items, automatic)
	if f.Kind != core.Search {
		items = append(items, widgets.MenuItem{},
			widgets.MenuItem{Label: lang.L("Copy the link"), Icon: theme.IconList, Do: func() { t.host.CopyLink(f.Text) }},
			widgets.MenuItem{Label: lang.L("Watch on YouTube"), Icon: theme.IconGlobe, Do: func() { t.host.Browse(f.Text) }})
	}
	return append(items, widgets.MenuItem{},
		widgets.MenuItem{Label: lang.L("Stop following"), Icon: theme.IconClose, Key: lang.L("Del"), Do: func() { t.remove(f) }})
}

// remove follows a list no more. Its files stay.
func (t *followingTab) remove(f follow.Followed) {
	t.host.Following().Remove(f.ID)
	t.reload()
}

// check checks lists as soon as possible, all if none is named.
func (t *followingTab) check(lists ...follow.Followed) {
	if len(lists) == 0 {
		lists = t.all
	}
	var ids []string
	for _, f := range lists {
		ids = append(ids, f.ID)
		t.asked[f.ID] = f.Checked
	}
	if len(ids) > 0 {
		t.host.Following().Check(ids...)
		t.changed()
	}
}
