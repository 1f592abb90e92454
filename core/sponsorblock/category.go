package sponsorblock

import (
	"fmt"
	"slices"
	"strings"
)

// The categories of parts that can be skipped, as the service names them.
const (
	Sponsor     = "sponsor"        // paid promotion
	SelfPromo   = "selfpromo"      // unpaid or self promotion
	Interaction = "interaction"    // "subscribe to the channel"
	Intro       = "intro"          // intermission or intro animation
	Outro       = "outro"          // end cards and credits
	Preview     = "preview"        // preview or recap
	Hook        = "hook"           // greetings and teasers of what comes
	NonMusic    = "music_offtopic" // in music videos
	Filler      = "filler"         // tangents and jokes
)

// names are what a category is called in a file, which are the words of the
// service's own programs.
var names = map[string]string{
	Sponsor: "Sponsor", SelfPromo: "Unpaid/Self Promotion", Interaction: "Interaction Reminder",
	Intro: "Intermission/Intro Animation", Outro: "Endcards/Credits", Preview: "Preview/Recap",
	Hook: "Hook/Greetings", NonMusic: "Non-Music Section", Filler: "Filler Tangent",
}

// Categories returns all categories, the most asked for first.
func Categories() []string {
	return []string{Sponsor, SelfPromo, Interaction, Intro, Outro, Preview, Hook, NonMusic, Filler}
}

// CategoryName returns what a category is called in a file, in English: "Sponsor".
func CategoryName(category string) string { return names[category] }

// ParseCategories reads categories that are separated by commas. The result has the
// order of Categories and each once; of empty text it is Sponsor alone. The error
// names what is no category.
func ParseCategories(text string) ([]string, error) {
	if strings.TrimSpace(text) == "" {
		return []string{Sponsor}, nil
	}
	wanted := map[string]bool{}
	for word := range strings.SplitSeq(text, ",") {
		word = strings.TrimSpace(word)
		if names[word] == "" {
			return nil, fmt.Errorf("sponsorblock: %q is none of %s", word, strings.Join(Categories(), ", "))
		}
		wanted[word] = true
	}
	return slices.DeleteFunc(Categories(), func(c string) bool { return !wanted[c] }), nil
}
