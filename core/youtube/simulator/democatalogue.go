package simulator

import "time"

// The channels of the catalogue.
const (
	slowCorners = "Slow Corners"
	howItTurns  = "How It Turns"
)

// demoCatalogue makes the practice videos. IDs are for good: downloads that were
// begun before are gone on with by them.
func demoCatalogue() []demo {
	list := []demo{
		harbour(), lighthouses(), clouds(), boats(), tidePools(), bread(), song(), nightTrain(),
		clip("HiloDemo011", "Rain on a Tin Roof", slowCorners),
		clip("HiloDemo012", "The Baker's Window, 5 a.m.", slowCorners),
		clip("HiloDemo013", "Sorting Buttons by Colour", "Small Hours"),
		clip("HiloDemo014", "A Kettle Comes to the Boil", "Small Hours"),
		clip("HiloDemo015", "Swifts over the Old Town", slowCorners),
	}
	failing := []demo{
		{Video{ID: "HiloDemo101", Title: "Our Family Album", Author: "Nora & Jun", Playability: Private}, "fails: it is private"},
		{Video{ID: "HiloDemo102", Title: "Cup Final, Full Match", Author: "Harbour League", Playability: Geo}, "fails: not available in your country"},
		{Video{ID: "HiloDemo103", Title: "A video that was removed", Playability: Removed}, "fails: it was removed"},
		{Video{ID: "HiloDemo104", Title: "Festival Stage Two", Author: "Open Meadow", Playability: BotCheck}, "fails: YouTube asks for proof that you are no robot"},
	}
	for i := range failing {
		failing[i].Duration = 4 * time.Minute
	}
	return append(list, failing...)
}

func harbour() demo {
	d := clip("HiloDemo001", "A Morning in the Harbour", slowCorners)
	d.expect = "short, 1080p, with subtitles: done in a moment"
	d.Hue = 205
	d.Description = "Boats leave, gulls argue, somebody makes coffee."
	d.Captions = []Caption{
		{Language: "en", Name: "English", Cues: []Cue{
			{1 * time.Second, 4 * time.Second, "The first boat leaves at six."},
			{5 * time.Second, 9 * time.Second, "By then the coffee is ready."},
		}},
		{Language: "es", Name: "Spanish", Cues: []Cue{
			{1 * time.Second, 4 * time.Second, "El primer barco sale a las seis."},
			{5 * time.Second, 9 * time.Second, "A esa hora el café ya está listo."},
		}},
		{Language: "en", Name: "English (auto-generated)", Generated: true, Cues: []Cue{
			{1 * time.Second, 9 * time.Second, "the first boat leaves at six by then the coffee is ready"},
		}},
	}
	return d
}

func lighthouses() demo {
	d := lengthy("HiloDemo002", "How Lighthouses Work: Lamps, Lenses and Keepers", howItTurns, 8*time.Minute, 2_000_000, 1200<<10)
	d.expect = "8 minutes, about 130 MB, with chapters: time to watch the bar, pause and go on"
	d.Hue = 24
	d.Description = `A lighthouse is a lamp, a lens and a habit.

0:00 Why towers are tall
1:10 From coal fires to lamps
2:45 The lens that saved a thousand ships
4:30 A keeper's night
6:20 What blinks today
7:15 Questions

Drawings and sounds made for practising downloads.`
	return d
}

func clouds() demo {
	d := clip("HiloDemo003",
		`🌄 Über den Wolken — 雲の上の一日: “What?” a/b\c | día & noche "vivo" ♥ * День над облаками 👩‍🚀🚀 … (ÅÉÎÕÜ)`, "Köhler & 山本 🎈")
	d.expect = "short, with a title that is hard on file names"
	d.Hue = 280
	return d
}

func boats() demo {
	d := clip("HiloDemo004", "Paper Boats in the Gutter #shorts", slowCorners)
	d.expect = "a short, taller than wide"
	d.Hue = 150
	d.Media = append([]Media{{
		Itag: 136, MIME: `video/mp4; codecs="avc1.4D401F"`, Width: 720, Height: 1280, Content: H264Portrait.Content(),
	}}, Formats(FixtureLength, 251, 140, 139)...)
	return d
}

func tidePools() demo {
	const length = 36 * time.Second
	return demo{Video{
		ID: "HiloDemo005", Title: "Tide Pools in 4K", Author: howItTurns, Published: "2026-08-02", Duration: length, Hue: 185,
		Media: Formats(length, 401, 137, 136, 134, 140),
	}, "1080p plays everywhere; 2160p is offered as AV1 only"}
}

// bread has several sounds; the original is neither the first nor the one with
// the highest bitrate.
func bread() demo {
	const length = time.Minute
	d := demo{Video{
		ID: "HiloDemo006", Title: "Bread, from Starter to Crust", Author: "Miga", Published: "2026-06-30", Duration: length, Hue: 38,
		Media: Formats(length, 137, 136, 134),
	}, "has dubbed sound and stable volume; the original sound is taken"}
	sound := func(f Fixture, language, name string, original, drc bool) Media {
		return Media{
			Itag: 140, MIME: `audio/mp4; codecs="mp4a.40.2"`, Content: Long(f, length),
			Language: language, LanguageName: name, Original: original, DRC: drc,
		}
	}
	d.Media = append(d.Media,
		sound(AAC, "en", "English", false, false),
		sound(AACDRC, "es", "Spanish", true, true),
		sound(AACLow, "fr", "French", false, false),
		sound(AACDub, "es", "Spanish", true, false),
	)
	d.Description = "0:00 Starter\n0:20 Dough\n0:45 Crust"
	return d
}

func song() demo {
	const length = 144 * time.Second
	d := demo{Video{
		ID: "HiloDemo007", Title: "Lantern Song", Author: "Marisol Vega - Topic", Published: "2026-05-08", Duration: length, Hue: 330,
		Description: "Lantern Song · Marisol Vega\n\nPaper Moons\n\nReleased on: 2026-05-08",
		Media:       Formats(length, 136, 134, 140, 139),
	}, "a song: choose sound only and get an M4A with its cover"}
	return d
}

func nightTrain() demo {
	d := lengthy("HiloDemo008", "Night Train to the Coast (Cab View, No Talking)", "Rails at Rest", 3*time.Minute, 1_600_000, 1500<<10)
	d.expect = "3 minutes, about 37 MB: a second bar beside the long one"
	d.Hue = 240
	return d
}
