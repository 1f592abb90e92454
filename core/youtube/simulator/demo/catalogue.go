package demo

import (
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// The channels of the catalogue.
const (
	slowCorners = "Slow Corners"
	howItTurns  = "How It Turns"
)

// catalogue returns all videos. Their IDs never change, because persisted downloads
// resume by them.
func catalogue() []entry {
	list := []entry{
		harbour(), lighthouses(), clouds(), boats(), tidePools(), bread(), song(), nightTrain(),
		shortVideo("HiloDemo011", "Rain on a Tin Roof", slowCorners),
		shortVideo("HiloDemo012", "The Baker's Window, 5 a.m.", slowCorners),
		shortVideo("HiloDemo013", "Sorting Buttons by Colour", "Small Hours"),
		shortVideo("HiloDemo014", "A Kettle Comes to the Boil", "Small Hours"),
		shortVideo("HiloDemo015", "Swifts over the Old Town", slowCorners),
	}
	failing := []entry{
		{simulator.Video{ID: "HiloDemo101", Title: "Our Family Album", Author: "Nora & Jun", Playability: simulator.Private}, "fails: it is private"},
		{simulator.Video{ID: "HiloDemo102", Title: "Cup Final, Full Match", Author: "Harbour League", Playability: simulator.Geo}, "fails: not available in your country"},
		{simulator.Video{ID: "HiloDemo103", Title: "A video that was removed", Playability: simulator.Removed}, "fails: it was removed"},
		{simulator.Video{ID: "HiloDemo104", Title: "Festival Stage Two", Author: "Open Meadow", Playability: simulator.BotCheck}, "fails: YouTube asks for proof that you are no robot"},
	}
	for i := range failing {
		failing[i].Duration = 4 * time.Minute
	}
	return append(list, failing...)
}

func harbour() entry {
	d := shortVideo("HiloDemo001", "A Morning in the Harbour", slowCorners)
	d.expect = "short, 1080p, with subtitles: done in a moment"
	d.Hue = 205
	d.Description = "Boats leave, gulls argue, somebody makes coffee."
	d.Captions = []simulator.Caption{
		{Language: "en", Name: "English", Cues: []simulator.Cue{
			{Start: 1 * time.Second, End: 4 * time.Second, Text: "The first boat leaves at six."},
			{Start: 5 * time.Second, End: 9 * time.Second, Text: "By then the coffee is ready."},
		}},
		{Language: "es", Name: "Spanish", Cues: []simulator.Cue{
			{Start: 1 * time.Second, End: 4 * time.Second, Text: "El primer barco sale a las seis."},
			{Start: 5 * time.Second, End: 9 * time.Second, Text: "A esa hora el café ya está listo."},
		}},
		{Language: "en", Name: "English (auto-generated)", Generated: true, Cues: []simulator.Cue{
			{Start: 1 * time.Second, End: 9 * time.Second, Text: "the first boat leaves at six by then the coffee is ready"},
		}},
	}
	return d
}

func lighthouses() entry {
	d := longVideo("HiloDemo002", "How Lighthouses Work: Lamps, Lenses and Keepers", howItTurns, 8*time.Minute, 2_000_000, 1200<<10)
	d.expect = "8 minutes, about 130 MB, with chapters and a sponsor: time to watch the bar, pause and resume"
	d.Sponsored = []simulator.Sponsored{
		{From: 110 * time.Second, To: 140 * time.Second, Category: "sponsor"},
		{From: 450 * time.Second, To: 470 * time.Second, Category: "outro"},
	}
	d.Hue = 24
	d.Description = `A lighthouse is a lamp, a lens and a habit.

0:00 Why towers are tall
1:10 From coal fires to lamps
2:45 The lens that saved a thousand ships
4:30 A keeper's night
6:20 What blinks today
7:15 Questions

Drawings and sounds invented for this demo.`
	return d
}

func clouds() entry {
	d := shortVideo("HiloDemo003",
		`🌄 Über den Wolken — 雲の上の一日: “What?” a/b\c | día & noche "vivo" ♥ * День над облаками 👩‍🚀🚀 … (ÅÉÎÕÜ)`, "Köhler & 山本 🎈")
	d.expect = "short, with a title that is hard on file names"
	d.Hue = 280
	return d
}

func boats() entry {
	d := shortVideo("HiloDemo004", "Paper Boats in the Gutter #shorts", slowCorners)
	d.expect = "a short, taller than wide"
	d.Hue = 150
	d.Media = append([]simulator.Media{{
		Itag: 136, MIME: `video/mp4; codecs="avc1.4D401F"`, Width: 720, Height: 1280, Content: simulator.H264Portrait.Content(),
	}}, simulator.Formats(simulator.FixtureLength, 251, 140, 139)...)
	return d
}

func tidePools() entry {
	const length = 36 * time.Second
	return entry{simulator.Video{
		ID: "HiloDemo005", Title: "Tide Pools in 4K", Author: howItTurns, Published: "2026-08-02", Duration: length, Hue: 185,
		Media: simulator.Formats(length, 401, 137, 136, 134, 140),
	}, "1080p plays everywhere; 2160p is offered as AV1 only"}
}

// bread has sound in several languages. The original is neither the first one nor
// the one with the highest bitrate.
func bread() entry {
	const length = time.Minute
	d := entry{simulator.Video{
		ID: "HiloDemo006", Title: "Bread, from Starter to Crust", Author: "Miga", Published: "2026-06-30", Duration: length, Hue: 38,
		Media: simulator.Formats(length, 137, 136, 134),
	}, "has dubbed sound and stable volume; the original sound is taken"}
	sound := func(f simulator.Fixture, language, name string, original, drc bool) simulator.Media {
		return simulator.Media{
			Itag: 140, MIME: `audio/mp4; codecs="mp4a.40.2"`, Content: simulator.Long(f, length),
			Language: language, LanguageName: name, Original: original, DRC: drc,
		}
	}
	d.Media = append(d.Media,
		sound(simulator.AAC, "en", "English", false, false),
		sound(simulator.AACDRC, "es", "Spanish", true, true),
		sound(simulator.AACLow, "fr", "French", false, false),
		sound(simulator.AACDub, "es", "Spanish", true, false),
	)
	d.Description = "0:00 Starter\n0:20 Dough\n0:45 Crust"
	return d
}

func song() entry {
	const length = 144 * time.Second
	d := entry{simulator.Video{
		ID: "HiloDemo007", Title: "Lantern Song", Author: "Marisol Vega - Topic", Published: "2026-05-08", Duration: length, Hue: 330,
		Description: "Lantern Song · Marisol Vega\n\nPaper Moons\n\nReleased on: 2026-05-08",
		Media:       simulator.Formats(length, 136, 134, 140, 139),
	}, "a song: choose sound only and get an M4A with its cover"}
	return d
}

func nightTrain() entry {
	d := longVideo("HiloDemo008", "Night Train to the Coast (Cab View, No Talking)", "Rails at Rest", 3*time.Minute, 1_600_000, 1500<<10)
	d.expect = "3 minutes, about 37 MB: a second bar next to the long one"
	d.Hue = 240
	return d
}
