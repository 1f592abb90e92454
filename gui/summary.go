package gui

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/gui/downloads"
	"github.com/hilo-app/hilo/gui/footer"
	"github.com/hilo-app/hilo/gui/i18n"
)

// summary tells of all downloads together: in the footer, in the title of the window,
// and to the desktop around it.
type summary struct {
	win    fyne.Window
	model  *downloads.Model
	last   func() time.Time // when the last download starts at the latest
	footer *footer.Footer
	desk   *integration

	asked    time.Time // last and the model, which look at every row
	end      time.Time
	finished time.Time // when everything was done
	title    string
}

// update shows the sums. Those for which every row is looked at are new once a second.
func (s *summary) update(free int64, dir string, now time.Time) {
	totals := s.model.Totals()
	if totals.Unfinished() > 0 {
		s.finished = time.Time{}
	}
	if now.Sub(s.asked) >= downloads.RatePeriod {
		s.asked, s.end = now, time.Time{}
		if totals.Active+totals.Waiting > 0 {
			s.end = s.model.End(s.last(), now)
		}
		s.showProgress(totals)
	}
	s.footer.Set(footer.State{Totals: totals, Rows: s.model.Len(), End: s.end, Finished: s.finished, Free: free, Dir: dir}, now)
}

// showProgress says how far everything is in the title, so that the list of windows
// shows it too, and to the desktop.
func (s *summary) showProgress(totals downloads.Totals) {
	title, sentence := "Hilo", ""
	part, saved, all := s.model.Progress()
	if all > 0 {
		sentence = lang.L("{{.Percent}} – {{.Saved}} of {{.Whole}}", i18n.With("Percent", i18n.Percent(part), "Saved", saved, "Whole", all))
		title = sentence + " – Hilo"
	}
	s.desk.progress(totals, part, sentence)
	if title != s.title {
		s.title = title
		s.win.SetTitle(title)
	}
}
