// Package player starts a video player of this computer with an address on the
// network. Opening such an address with the system's program for it starts the browser
// on most desktops, so that players are started by their names.
//
// The package knows neither Fyne nor Hilo's downloads.
package player

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os/exec"
	"slices"
)

// Player is a program that can play from the network.
type Player struct {
	Name  string // as people know it, such as "VLC"
	Path  string // of the program
	Seeks bool   // whether it can jump in what is served while it is downloaded, which was tried
	args  []string
}

// ErrNone says that there is no player that Hilo knows.
var ErrNone = errors.New("player: none found")

// known are the players that Hilo looks for, the preferred one first. For those without
// seeks, jumping was refused or not tried. mpv would read 150 MB ahead of what it shows;
// with ten seconds Hilo knows where it is, and first fetches what it needs next.
var known = []candidate{
	{name: "mpv", programs: []string{"mpv"}, seeks: true, args: []string{"--force-window=yes", "--no-ytdl", "--cache-secs=10", "--"}},
	{name: "VLC", programs: []string{"vlc"}, seeks: true},
	{name: "Celluloid", programs: []string{"celluloid"}, seeks: true},
	{name: "Haruna", programs: []string{"haruna"}, seeks: true},
	{name: "SMPlayer", programs: []string{"smplayer"}, seeks: true},
	{name: "IINA", programs: []string{"iina"}},
	{name: "MPC-HC", programs: []string{"mpc-hc64", "mpc-hc"}},
	{name: "Videos", programs: []string{"totem"}},
	{name: "Showtime", programs: []string{"showtime"}},
	{name: "Parole", programs: []string{"parole"}},
	{name: "Dragon Player", programs: []string{"dragon"}},
}

// candidate is a player that may be installed.
type candidate struct {
	name     string
	programs []string // names without an extension
	seeks    bool
	args     []string // before the address
}

// Find returns the player that the system has for videos, or else the first known one
// that is installed. The error is ErrNone. It may take a second.
func Find() (Player, error) {
	order := slices.Clone(known)
	if usual := usualProgram(); usual != "" {
		slices.SortStableFunc(order, func(a, b candidate) int { return a.rank(usual) - b.rank(usual) })
	}
	for _, c := range order {
		for _, program := range c.programs {
			if path := locate(program); path != "" {
				return Player{Name: c.name, Path: path, Seeks: c.seeks, args: c.args}, nil
			}
		}
	}
	return Player{}, ErrNone
}

// rank sorts the system's program before the others.
func (c candidate) rank(usual string) int {
	if slices.Contains(c.programs, usual) {
		return 0
	}
	return 1
}

// Play starts the player with an address, which must be http of this computer. It does
// not wait for it. ended is called when the program ends, on another goroutine.
func (p Player) Play(address string, ended func(error)) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" || u.Hostname() != "127.0.0.1" {
		return fmt.Errorf("player: %q is not an address of this computer", address)
	}
	c := exec.CommandContext(context.Background(), p.Path, append(slices.Clone(p.args), u.String())...) // it outlives the window
	if err := c.Start(); err != nil {
		return fmt.Errorf("player: %s: %w", p.Name, err)
	}
	go func() { ended(c.Wait()) }()
	return nil
}
