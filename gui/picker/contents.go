package picker

import (
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/i18n"
)

// contents is what was read of one list, or of one tab of a channel, and what is
// ticked in it.
type contents struct {
	reader    Reader
	reading   bool
	complete  bool
	bounded   bool          // Hilo reads no more of it
	problem   *core.Problem // why the reading stopped
	title     string
	author    string
	total     int    // announced
	address   string // of the thumbnail
	selection *selection
}

func newContents(r Request, reader Reader) *contents {
	return &contents{reader: reader, selection: newSelection(r.Kind != Search)}
}

// add takes over a page.
func (c *contents) add(p Page) {
	c.complete, c.bounded = c.complete || p.Last, c.bounded || p.Bounded
	if p.Title != "" {
		c.title = p.Title
	}
	if p.Author != "" {
		c.author = p.Author
	}
	if p.Thumbnail != "" {
		c.address = p.Thumbnail
	}
	c.total = max(c.total, p.Total)
	c.selection.add(p.Entries)
	if c.address == "" && len(c.selection.all) > 0 {
		c.address = c.selection.all[0].Thumbnail
	}
}

// announced returns how many entries the list has, as far as is known.
func (c *contents) announced() int { return max(c.total, len(c.selection.all)) }

// progress says how much of the list was read, and why the rest cannot be had:
// "230 of 232: 2 are private".
func (c *contents) progress() string {
	got, u := len(c.selection.all), c.selection.sums
	total := c.announced()
	switch {
	case c.reading && got == 0:
		return lang.L("Asking YouTube what there is…")
	case c.problem != nil, c.reading:
		return lang.L("{{.Got}} of {{.Total}} so far", i18n.With("Got", got, "Total", total))
	case got == 0:
		return ""
	case c.bounded:
		return i18n.Count("The first {{.Count}}. Hilo reads no more of such a list.", got)
	case u.barred == 0 && got == total:
		return lang.L("Complete")
	}
	text := lang.L("{{.Got}} of {{.Total}}", i18n.With("Got", got-u.barred, "Total", total))
	var why []string
	for _, part := range []struct {
		sentence string
		count    int
	}{
		{i18n.Key("{{.Count}} are private"), u.private},
		{i18n.Key("{{.Count}} were removed"), u.removed},
		{i18n.Key("{{.Count}} can't be downloaded"), u.barred - u.private - u.removed},
		{i18n.Key("{{.Count}} are not shown by YouTube"), total - got},
	} {
		if part.count > 0 {
			why = append(why, i18n.Count(part.sentence, part.count))
		}
	}
	return lang.L("{{.Part}}: {{.Why}}", i18n.With("Part", text, "Why", i18n.Join(why...)))
}
