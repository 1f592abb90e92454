package youtube

import (
	"errors"
	"slices"
	"testing"
)

// Each profile can be tried by its name, and no other is tried after it.
func TestVideoWithOneProfile(t *testing.T) {
	site, s := newSite(t, always(sabr)) // which another profile might cure
	names := s.Profiles()
	if len(names) != len(profiles.Player) || names[0] != profiles.Player[0].Name {
		t.Fatalf("profiles %q", names)
	}
	for _, name := range names {
		var e *Error
		if _, err := s.VideoWith(t.Context(), name, testID); !errors.As(err, &e) || e.Class != NoStreams {
			t.Errorf("%s: %v", name, err)
		}
	}
	var asked []string
	for _, r := range site.requests() {
		asked = append(asked, r.client())
	}
	if !slices.Equal(asked, names) {
		t.Errorf("asked as %q", asked)
	}
	if _, err := s.VideoWith(t.Context(), "NOBODY", testID); err == nil || len(site.requests()) != len(names) {
		t.Errorf("nobody: %v", err)
	}
}
