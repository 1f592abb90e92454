package gui

import (
	"errors"
	"net/url"

	"fyne.io/fyne/v2/lang"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/gui/background"
	"github.com/hilo-app/hilo/gui/i18n"
	"github.com/hilo-app/hilo/gui/player"
)

// players shows what is being downloaded to the players of this computer. Only the UI
// goroutine uses it.
type players struct {
	background *background.Runner
	serve      func(core.ID) (address string, err error)
	at         func(core.ID) (share float64, known bool) // where a player reads
	start      func(address string, ended func(error)) (player.Player, error)
	browse     func(*url.URL) error // opens an address where there is no player
	tell       func(sentence string)
	fail       func(sentence string, err error)
	changed    func() // what shows

	running map[core.ID]int // players of each download
}

// watchParts are what a test replaces; those that are nil are the real ones.
type watchParts struct {
	serve func(core.ID) (address string, err error)
	at    func(core.ID) (share float64, known bool)
	start func(address string, ended func(error)) (player.Player, error)
}

// startPlayer starts the player that this computer has.
func startPlayer(address string, ended func(error)) (player.Player, error) {
	p, err := player.Find()
	if err != nil {
		return p, err
	}
	return p, p.Play(address, ended)
}

// shows reports whether a player shows a download.
func (p *players) shows(id core.ID) bool { return p.running[id] > 0 }

// play starts a player for a download that runs, or the browser if there is none.
func (p *players) play(id core.ID) {
	p.background.Go(func() {
		address, err := p.serve(id)
		if err != nil {
			p.background.Later(func() { p.refuse(err) })
			return
		}
		started, err := p.start(address, func(error) { p.background.Later(func() { p.ended(id) }) })
		p.background.Later(func() { p.started(id, address, started, err) })
	})
}

// refuse says why a download cannot be watched.
func (p *players) refuse(err error) {
	if errors.Is(err, core.ErrNotPlayable) {
		p.tell(lang.L("This can be played once it is saved."))
		return
	}
	p.fail(lang.L("This could not be played."), err)
}

func (p *players) started(id core.ID, address string, by player.Player, err error) {
	switch {
	case errors.Is(err, player.ErrNone):
		u, err := url.Parse(address)
		if err == nil {
			err = p.browse(u)
		}
		if err != nil {
			p.fail(lang.L("This could not be played."), err)
		}
	case err != nil:
		p.fail(lang.L("This could not be played."), err)
	default:
		p.running[id]++
		p.changed()
		if !by.Seeks {
			p.tell(lang.L("{{.Player}} may not be able to jump ahead while it is downloaded.", i18n.With("Player", by.Name)))
		}
	}
}

// ended notes that a player was closed.
func (p *players) ended(id core.ID) {
	if p.running[id]--; p.running[id] <= 0 {
		delete(p.running, id)
	}
	p.changed()
}
