package downloads

import (
	"time"

	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/widgets"
)

// updateGroup sets the data of a header from its group. The quality is that of all
// members, empty when they differ; stopped is the member that waits until a time, nil
// if none does. longest is the longest time left of a member.
func (d *rowData) updateGroup(quality string, stopped *core.Status, longest time.Duration, now time.Time) {
	g := *d.group
	f := headState(g, quality, stopped, now)
	c, _ := d.content.Get()
	before := c.rowState
	if before.head && (before.state != f.state || before.failed > 0 != (f.failed > 0)) {
		d.settled = now.Add(settle)
	}
	moves := f.bar == barMoving && before.bar != barMoving
	c.rowState = f
	if f.bar != barNone {
		part := 0.0
		if g.Expected > 0 {
			part = max(0, min(1, float64(g.Received)/float64(g.Expected)))
		}
		d.setProgress(&c, part, moves || before.short != f.short, now, func() string { return i18n.Join(savedOf(g), i18n.Amount(g.Received, g.Expected)) })
		d.setPace(&c, g.Speed, max(g.ETA, longest), f.bar == barMoving, moves, now)
	}
	_ = d.content.Set(c)
}

func savedOf(g core.Group) string {
	return lang.L("{{.Got}} of {{.Total}} saved", i18n.With("Got", i18n.Number(g.Done), "Total", i18n.Number(g.Count)))
}

// headState returns what the header of a group shows.
func headState(g core.Group, quality string, stopped *core.Status, now time.Time) rowState {
	waiting := g.Count - g.Done - g.Failed - g.Cancelled - g.Active - g.Paused // in the queue, too
	f := rowState{
		head: true, state: g.State(), title: titleOfGroup(g), badge: i18n.Number(g.Count), thumbnail: g.Thumbnail,
		failed: g.Failed, folder: g.Dir, short: lang.L("{{.Got}} of {{.Total}}", i18n.With("Got", i18n.Number(g.Done), "Total", i18n.Number(g.Count))),
	}
	var counts []string
	add := func(sentence string, n int) {
		if n > 0 {
			counts = append(counts, i18n.Count(sentence, n))
		}
	}
	add(i18n.Key("{{.Count}} active"), g.Active)
	add(i18n.Key("{{.Count}} waiting"), waiting)
	add(i18n.Key("{{.Count}} paused"), g.Paused)
	add(i18n.Key("{{.Count}} failed"), g.Failed)
	if g.Cancelled < g.Count {
		add(i18n.Key("{{.Count}} cancelled"), g.Cancelled)
	}
	size := ""
	switch {
	case g.Active > 0:
		f.bar = barMoving
	case waiting > 0:
		f.bar, f.note = barResting, lang.L("Waiting for its turn")
		if stopped != nil && stopped.State == core.Waiting {
			f.note, f.tone = waitNote(*stopped, now), widgets.Warning
		} else if stopped != nil {
			f.note, f.tone = queueNote(*stopped, now)
		}
	case g.Paused > 0:
		f.bar, f.note = barResting, lang.L("Paused")
	case g.Cancelled == g.Count:
		f.note = lang.L("Cancelled")
	default:
		f.note, f.size = savedOf(g), i18n.Size(g.Total)
		if g.Total > 0 {
			size = f.size
		}
		if g.Failed > 0 {
			f.tone = widgets.Warning
		} else if g.Done == g.Count {
			f.tone = widgets.Success
		}
	}
	f.counts = i18n.List(counts...)
	f.meta = i18n.Join(i18n.Plain(g.Channel), i18n.Plain(quality), size, f.counts)
	return f
}

// titleOfGroup returns the title of a group; links that were pasted together have
// none of their own.
func titleOfGroup(g core.Group) string {
	if t := i18n.Plain(g.Title); t != "" {
		return t
	}
	return i18n.Count("{{.Count}} videos added together", g.Count)
}

// title returns the title of a row, or of the group of a header.
func (d *rowData) title() string {
	if d.isHead() {
		return titleOfGroup(*d.group)
	}
	return titleOf(*d.status)
}

// size returns the bytes of a row, or of a group, as far as they are known.
func (d *rowData) size() int64 {
	if d.isHead() {
		return d.group.Total
	}
	return d.status.Total
}

// doing returns the state of a row, or of a group as a whole.
func (d *rowData) doing() core.State {
	if d.isHead() {
		return d.group.State()
	}
	return d.status.State
}
