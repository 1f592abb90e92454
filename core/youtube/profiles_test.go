package youtube

import (
	"bytes"
	"crypto/ed25519"
	"encoding/base64"
	"errors"
	"fmt"
	"strings"
	"sync"
	"testing"
)

// testKey signs in tests; the bytes it is made of are known to everybody.
var testKey = ed25519.NewKeyFromSeed(bytes.Repeat([]byte{7}, ed25519.SeedSize))

func testPublic() ed25519.PublicKey { return testKey.Public().(ed25519.PublicKey) }

// set is a file's JSON with one profile.
func set(serial int, minimumApp, player string) string {
	return fmt.Sprintf(`{"schema":1,"serial":%d,"minimumApp":%q,"player":[%s],"browse":%s}`, serial, minimumApp, player, profileJSON("WEB", ""))
}

func profileJSON(name, more string) string {
	return fmt.Sprintf(`{"name":%q,"header":"1","version":"2.0","userAgent":"tester/1","client":{"platform":"DESKTOP"}%s}`, name, more)
}

func TestLoadProfiles(t *testing.T) {
	web := profileJSON("WEB", "")
	client := func(fields string) string {
		return set(1, "1.0", `{"name":"WEB","header":"1","version":"2","userAgent":"x","client":{`+fields+`}}`)
	}
	for _, tt := range []struct {
		name, doc string
		want      error
	}{
		{"good", set(1, "1.0", web), nil},
		{"just new enough", set(1, "1.2.3", web), nil},
		{"rescue", set(1, "0.9.9", profileJSON("WEB", `,"itags":[18]`)), nil},
		{"values", client(`"a":"b","c":1.5,"d":true`), nil},
		{"space around", "\n" + set(1, "1.0", web) + "\n\n", nil},
		{"the built-in one", string(profilesJSON), nil},

		{"newer app", set(1, "1.2.4", web), ErrProfilesNeedApp},
		{"much newer app", set(1, "10.0", web), ErrProfilesNeedApp},
		{"newer schema", `{"schema":2,"what":"else"}`, ErrProfilesNeedApp},

		{"empty", "", ErrProfilesMalformed},
		{"no JSON", "hello", ErrProfilesMalformed},
		{"null", "null", ErrProfilesMalformed},
		{"an array", "[]", ErrProfilesMalformed},
		{"no schema", strings.Replace(set(1, "1.0", web), `"schema":1,`, "", 1), ErrProfilesMalformed},
		{"no serial", set(0, "1.0", web), ErrProfilesMalformed},
		{"negative serial", set(-1, "1.0", web), ErrProfilesMalformed},
		{"no app", set(1, "", web), ErrProfilesMalformed},
		{"odd app", set(1, "1.0-beta", web), ErrProfilesMalformed},
		{"long app", set(1, "1.2.3.4", web), ErrProfilesMalformed},
		{"unknown field", strings.Replace(set(1, "1.0", web), `"schema"`, `"host":"evil.org","schema"`, 1), ErrProfilesMalformed},
		{"unknown field of a profile", set(1, "1.0", profileJSON("WEB", `,"host":"evil.org"`)), ErrProfilesMalformed},
		{"something follows", set(1, "1.0", web) + "}", ErrProfilesMalformed},
		{"two documents", set(1, "1.0", web) + set(1, "1.0", web), ErrProfilesMalformed},
		{"nobody", set(1, "1.0", ""), ErrProfilesMalformed},
		{"too many", set(1, "1.0", strings.Repeat(web+",", maxPlayers)+web), ErrProfilesMalformed},
		{"twice", set(1, "1.0", web+","+web), ErrProfilesMalformed},
		{"no name", set(1, "1.0", profileJSON("", "")), ErrProfilesMalformed},
		{"the second engine's name", set(1, "1.0", profileJSON("yt-dlp", "")), ErrProfilesMalformed},
		{"no browser", strings.Replace(set(1, "1.0", web), `"browse"`, `"Xrowse"`, 1), ErrProfilesMalformed},
		{"header injection", set(1, "1.0", strings.Replace(web, "tester/1", `a\r\nHost: evil.org`, 1)), ErrProfilesMalformed},
		{"long user agent", set(1, "1.0", strings.Replace(web, "tester/1", strings.Repeat("x", 501), 1)), ErrProfilesMalformed},
		{"odd number", set(1, "1.0", strings.Replace(web, `"header":"1"`, `"header":"x"`, 1)), ErrProfilesMalformed},
		{"odd version", set(1, "1.0", strings.Replace(web, `"2.0"`, `"/2"`, 1)), ErrProfilesMalformed},
		{"odd itag", set(1, "1.0", profileJSON("WEB", `,"itags":[-1]`)), ErrProfilesMalformed},
		{"many itags", set(1, "1.0", profileJSON("WEB", `,"itags":[`+strings.Repeat("1,", maxItags)+`1]`)), ErrProfilesMalformed},
		{"language", client(`"hl":"de"`), ErrProfilesMalformed},
		{"guest", client(`"visitorData":"x"`), ErrProfilesMalformed},
		{"odd field", client(`"A b":1`), ErrProfilesMalformed},
		{"object", client(`"a":{}`), ErrProfilesMalformed},
		{"nothing", client(`"a":null`), ErrProfilesMalformed},
		{"long value", client(`"a":"` + strings.Repeat("x", 501) + `"`), ErrProfilesMalformed},
		{"many fields", client(manyFields()), ErrProfilesMalformed},
		{"long", set(1, "1.0", web) + strings.Repeat(" ", maxProfilesFile), ErrProfilesMalformed},
	} {
		t.Run(tt.name, func(t *testing.T) {
			p, err := LoadProfiles(SignProfiles([]byte(tt.doc), testKey), testPublic(), "1.2.3")
			if !errors.Is(err, tt.want) || (p == nil) == (err == nil) {
				t.Errorf("got %v, %v", p, err)
			}
		})
	}
}

func manyFields() string {
	var fields []string
	for i := range maxFields + 1 {
		fields = append(fields, fmt.Sprintf(`"a%d":1`, i))
	}
	return strings.Join(fields, ",")
}

func TestForgedProfiles(t *testing.T) {
	doc := []byte(set(1, "1.0", profileJSON("WEB", "")))
	file := SignProfiles(doc, testKey)
	head, _, _ := bytes.Cut(file, []byte("\n"))
	other := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{8}, ed25519.SeedSize))
	for name, tt := range map[string]struct {
		file []byte
		want error
	}{
		"other key":        {SignProfiles(doc, other), ErrProfilesForged},
		"one byte changed": {bytes.Replace(file, []byte(`"serial":1`), []byte(`"serial":2`), 1), ErrProfilesForged},
		"one byte more":    {append(bytes.Clone(file), ' '), ErrProfilesForged},
		"cut off":          {file[:len(file)-1], ErrProfilesForged},
		"other line ends":  {bytes.Replace(file, []byte("{"), []byte("\r\n{"), 1), ErrProfilesForged},
		"short signature":  {append(head[:len(profilesHeader):len(profilesHeader)], "AAAA\n"+string(doc)...), ErrProfilesForged},
		"empty signature":  {[]byte(profilesHeader + "\n" + string(doc)), ErrProfilesForged},
		"not base64":       {[]byte(profilesHeader + "!\n" + string(doc)), ErrProfilesForged},
		"zeros":            {[]byte(profilesHeader + base64.StdEncoding.EncodeToString(make([]byte, 64)) + "\n" + string(doc)), ErrProfilesForged},
		"signature only":   {head, ErrProfilesForged},
		"not signed":       {doc, ErrProfilesMalformed},
		"nothing":          {nil, ErrProfilesMalformed},
	} {
		if p, err := LoadProfiles(tt.file, testPublic(), "1.0"); !errors.Is(err, tt.want) || p != nil {
			t.Errorf("%s: %v, %v", name, p, err)
		}
	}
	if _, err := LoadProfiles(file, nil, "1.0"); !errors.Is(err, ErrProfilesForged) {
		t.Errorf("the key of the releases takes %v", err)
	}
	if _, err := LoadProfiles(file, testPublic(), "strange"); !errors.Is(err, ErrProfilesNeedApp) {
		t.Errorf("an app without a version takes %v", err)
	}
	crlf := bytes.Replace(file, []byte("\n"), []byte("\r\n"), 1) // of the first line only: it is not signed
	if _, err := LoadProfiles(crlf, testPublic(), "1.0"); err != nil {
		t.Error(err)
	}
}

// load makes a set of one profile that differs in its version.
func load(t *testing.T, serial int, version string) *ProfileSet {
	t.Helper()
	doc := strings.ReplaceAll(string(profilesJSON), `"version": "1.02"`, fmt.Sprintf(`"version": %q`, version))
	doc = strings.Replace(doc, fmt.Sprintf(`"serial": %d`, profiles.Serial), fmt.Sprintf(`"serial": %d`, serial), 1)
	p, err := LoadProfiles(SignProfiles([]byte(doc), testKey), testPublic(), "99.0")
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestUseProfiles(t *testing.T) {
	site, s := newSite(t, always(good))
	old := int(profiles.Serial)
	for _, serial := range []int{old, old - 1} {
		if err := s.UseProfiles(load(t, serial, "1.04")); !errors.Is(err, ErrProfilesNotNewer) {
			t.Errorf("serial %d: %v", serial, err)
		}
	}
	v, err := s.Video(t.Context(), testID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Next(t.Context(), v); err != nil { // VISIONOS 1.02 is gated, which says nothing of 1.04
		t.Fatal(err)
	}
	if err := s.UseProfiles(load(t, old+1, "1.04")); err != nil || s.ProfilesSerial() != int64(old+1) {
		t.Errorf("%d, %v", s.ProfilesSerial(), err)
	}
	if _, err := s.Again(t.Context(), v); err != nil {
		t.Fatal(err)
	}
	if v, err = s.Next(t.Context(), v); err != nil || v.Profile != "VISIONOS" { // it is another one
		t.Fatalf("got %v, %v", v, err)
	}
	want := []string{"VISIONOS 1.02", "ANDROID 21.26.364", "VISIONOS 1.04", "VISIONOS 1.04"}
	for i, r := range site.requests() {
		client := child(r.Body, "context", "client")
		if got := str(client, "clientName") + " " + str(client, "clientVersion"); i >= len(want) || got != want[i] {
			t.Errorf("request %d as %s", i, got)
		}
	}
	if profiles.Player[0].Version != "1.02" {
		t.Error("the built-in set was changed")
	}
}

func TestUseProfilesMeanwhile(t *testing.T) {
	_, s := newSite(t, always(good))
	var wg sync.WaitGroup
	for i := range 8 {
		newer := load(t, int(profiles.Serial)+i, "1.04")
		wg.Go(func() { _ = s.UseProfiles(newer) })
		wg.Go(func() {
			if _, err := s.Video(t.Context(), testID); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if s.ProfilesSerial() != profiles.Serial+7 {
		t.Errorf("serial %d", s.ProfilesSerial())
	}
}

// FuzzProfiles signs any bytes: what is refused must be refused for what it says.
func FuzzProfiles(f *testing.F) {
	for _, seed := range []string{
		string(profilesJSON), set(1, "1.0", profileJSON("WEB", "")), set(1, "99", profileJSON("WEB", `,"itags":[18]`)),
		`{"schema":2}`, `{"schema":1}`, "", "null", "[]", `{"schema":1,"serial":1,"minimumApp":"0","player":[{}]}`,
	} {
		f.Add([]byte(seed), true)
		f.Add([]byte(seed), false)
	}
	f.Fuzz(func(t *testing.T, doc []byte, signed bool) {
		file := doc
		if signed {
			file = SignProfiles(doc, testKey)
		}
		p, err := LoadProfiles(file, testPublic(), "1.2.3")
		if err != nil {
			if !errors.Is(err, ErrProfilesForged) && !errors.Is(err, ErrProfilesMalformed) && !errors.Is(err, ErrProfilesNeedApp) {
				t.Fatalf("got %v", err)
			}
			return
		}
		if !signed && !bytes.HasPrefix(doc, []byte(profilesHeader)) {
			t.Fatal("taken without a signature")
		}
		if p.Serial <= 0 || len(p.Player) == 0 || len(p.Player) > maxPlayers {
			t.Fatalf("got %+v", p)
		}
		for _, one := range append(p.Player, p.Browse) {
			r, err := New(Options{}).request(t.Context(), &one, "player", nil)
			if err != nil || r.URL.Host != "www.youtube.com" || strings.ContainsAny(r.Header.Get("User-Agent"), "\r\n") {
				t.Fatalf("%+v makes %v, %v", one, r, err)
			}
		}
	})
}
