package main

import (
	"fmt"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// The playlist and its channel.
const (
	listID     = "PLHiloStories0123456789abcdefghijk"
	listTitle  = "Learn Spanish with stories"
	author     = "Cuentos para Todos"
	channel    = "/@cuentosparatodos"
	listLength = 232
)

// private are the numbers of the videos that their owner does not show.
var private = map[int]bool{193: true, 207: true}

// stories are the titles, which come again with another part.
var stories = []string{
	"La carta que nunca llegó", "El zorro y la luna", "La casa de las mil ventanas", "Un día en el mercado", "El último tren a Sevilla",
	"El barco de papel", "La niña que hablaba con el mar", "Tres gatos y un paraguas", "El pan de la abuela", "La noche más corta",
	"El relojero y el viento", "Cartas desde la montaña", "La plaza vacía", "El farero y las gaviotas", "Una llave sin puerta",
	"Lluvia en el patio", "El tren de las seis", "La sombra del olivo", "Dos maletas azules", "El jardín de don Ramón",
}

// bytesPerSecond is the pace of each connection.
const bytesPerSecond = 90 << 10

// site is the simulated YouTube.
type site struct {
	server  *simulator.Server
	entries []simulator.Entry
}

// newSite starts it with the playlist and that many videos more.
func newSite(more int) *site {
	s := &site{server: simulator.NewServer()}
	s.server.SetPace(bytesPerSecond)
	s.grow(listLength + more)
	return s
}

// grow adds videos to the playlist, and to the channel, which has the newest first.
func (s *site) grow(n int) {
	for range n {
		number := len(s.entries) + 1
		length := time.Duration(60+(number*37)%90) * time.Second
		v := simulator.Video{
			ID: fmt.Sprintf("story%06d", number), Title: stories[(number-1)%len(stories)], Author: author, Published: published(number),
			Duration: length, Hue: number * 47 % 360, Media: simulator.Formats(length, 134, 140),
		}
		if part := (number-1)/len(stories) + 1; part > 1 {
			v.Title += fmt.Sprintf(" (%d)", part)
		}
		if private[number] {
			v.Playability = simulator.Private
		}
		s.server.Add(v)
		s.entries = append(s.entries, simulator.Entry{ID: v.ID})
	}
	all := append([]simulator.Entry(nil), s.entries...)
	s.server.AddPlaylist(simulator.Playlist{ID: listID, Title: listTitle, Author: author, Entries: all})
	var newest []simulator.Entry
	for i := len(all) - 1; i >= 0; i-- {
		newest = append(newest, all[i])
	}
	s.server.AddChannel(simulator.Channel{
		Name: author, Paths: []string{channel}, Uploads: newest, Shorts: all[:12], Live: all[20:23], Lists: []string{listID},
	})
}

// published returns the day of a video: one a week, the 234th in October 2026.
func published(number int) string {
	return time.Date(2026, 10, 2, 0, 0, 0, 0, time.UTC).AddDate(0, 0, 7*(number-234)).Format(time.DateOnly)
}
