package youtube

import (
	"bytes"
	"crypto/ed25519"
	"crypto/x509"
	_ "embed"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// The reasons to refuse a file of profiles.
var (
	ErrProfilesForged    = errors.New("not signed with Hilo's key")
	ErrProfilesMalformed = errors.New("not a file of profiles")
	ErrProfilesNeedApp   = errors.New("for a newer version of Hilo")
	ErrProfilesNotNewer  = errors.New("not newer than the profiles in use")
)

const (
	profilesSchema  = 2                        // the newest that this version reads
	profilesHeader  = "hilo-profiles ed25519 " // the signature follows, base64, to the end of the line
	maxProfilesFile = 64 << 10                 // bytes
	maxPlayers      = 16
	maxFields       = 32 // of a profile's client
	maxItags        = 64
)

// releaseKey is the public half of the key that signs files of profiles, as
// "openssl pkey -pubout" writes it. The private half belongs to the maintainers
// who make releases; it is in no repository and signs nothing else. Without it
// new profiles can only be shipped in a new version.
var releaseKey = func() ed25519.PublicKey {
	block, _ := pem.Decode(releaseKeyPEM)
	key, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		panic("profiles.pub: " + err.Error()) // a mistake in the program itself
	}
	return key.(ed25519.PublicKey)
}()

// ReleaseKey returns the public key of Hilo's releases.
func ReleaseKey() ed25519.PublicKey { return releaseKey }

//go:embed profiles.pub
var releaseKeyPEM []byte

// LoadProfiles parses a signed file of profiles for the version app of Hilo, such
// as "1.2.0". The file is one line with the signature, followed by the bytes that
// are signed: JSON, as in profiles.json. A nil key means the key of Hilo's
// releases.
//
// A file can change the identity that Hilo sends and the streams it takes, nothing
// else: it contains no addresses. The error is or wraps ErrProfilesForged,
// ErrProfilesMalformed or ErrProfilesNeedApp.
func LoadProfiles(file []byte, key ed25519.PublicKey, app string) (*ProfileSet, error) {
	if key == nil {
		key = releaseKey
	}
	if len(file) > maxProfilesFile {
		return nil, fmt.Errorf("%w: too long", ErrProfilesMalformed)
	}
	line, doc, _ := bytes.Cut(file, []byte("\n"))
	text, ok := bytes.CutPrefix(bytes.TrimSuffix(line, []byte("\r")), []byte(profilesHeader))
	if !ok {
		return nil, fmt.Errorf("%w: no signature", ErrProfilesMalformed)
	}
	signature, err := base64.StdEncoding.DecodeString(string(text))
	if err != nil || !ed25519.Verify(key, doc, signature) {
		return nil, ErrProfilesForged
	}
	// A file for a newer version may have any other fields, but has these two.
	var about struct {
		Schema     int    `json:"schema"`
		MinimumApp string `json:"minimumApp"`
	}
	if err := json.Unmarshal(doc, &about); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrProfilesMalformed, err)
	}
	if about.Schema > profilesSchema {
		return nil, fmt.Errorf("%w: schema %d", ErrProfilesNeedApp, about.Schema)
	}
	least, ok := version(about.MinimumApp)
	if !ok {
		return nil, fmt.Errorf("%w: minimumApp", ErrProfilesMalformed)
	}
	if own, _ := version(app); slices.Compare(own, least) < 0 {
		return nil, fmt.Errorf("%w: %s", ErrProfilesNeedApp, about.MinimumApp)
	}
	var p ProfileSet
	if err := p.read(doc); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrProfilesMalformed, err)
	}
	return &p, nil
}

// SignProfiles returns the file that LoadProfiles parses, made of its JSON.
func SignProfiles(doc []byte, key ed25519.PrivateKey) []byte {
	return fmt.Appendf(nil, "%s%s\n%s", profilesHeader, base64.StdEncoding.EncodeToString(ed25519.Sign(key, doc)), doc)
}

// version parses up to three numbers, such as "1.2.0".
func version(s string) ([]int, bool) {
	numbers := make([]int, 3)
	for i, part := range strings.Split(s, ".") {
		n, err := strconv.ParseUint(part, 10, 31)
		if err != nil || i == len(numbers) {
			return nil, false
		}
		numbers[i] = int(n)
	}
	return numbers, true
}

// read fills p from JSON. An unknown field is an error.
func (p *ProfileSet) read(doc []byte) error {
	d := json.NewDecoder(bytes.NewReader(doc))
	d.DisallowUnknownFields()
	if err := d.Decode(p); err != nil {
		return err
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("text after the JSON")
	}
	if p.Schema < 1 || p.Schema > profilesSchema || p.Serial <= 0 {
		return errors.New("schema or serial")
	}
	if len(p.Player) == 0 || len(p.Player) > maxPlayers {
		return errors.New("number of profiles")
	}
	names := map[string]bool{}
	for i := range p.Player {
		if err := p.Player[i].check(); err != nil {
			return err
		}
		if name := p.Player[i].label(); names[name] {
			return fmt.Errorf("%s is there twice", name)
		}
		names[p.Player[i].label()] = true
	}
	if p.Solver != nil {
		if err := p.Solver.Check(); err != nil {
			return fmt.Errorf("solver: %w", err)
		}
	}
	return p.Browse.check()
}

var (
	clientName    = regexp.MustCompile(`^[A-Z][A-Z0-9_]{1,49}$`)
	clientLabel   = regexp.MustCompile(`^[A-Z][A-Z0-9_]{1,49}( [A-Za-z0-9]{1,20})?$`)
	clientNumber  = regexp.MustCompile(`^[0-9]{1,4}$`)
	clientVersion = regexp.MustCompile(`^[0-9][0-9A-Za-z._-]{0,49}$`)
	clientField   = regexp.MustCompile(`^[a-z][A-Za-z0-9]{0,49}$`)
	printable     = regexp.MustCompile(`^[ -~]{1,500}$`) // valid in an HTTP header
)

// check returns an error that names the first invalid value of p.
func (p *profile) check() error {
	switch {
	case !clientName.MatchString(p.Name):
		return fmt.Errorf("name %.60q", p.Name)
	case p.Label != "" && !clientLabel.MatchString(p.Label):
		return fmt.Errorf("label %.60q", p.Label)
	case !clientNumber.MatchString(p.Header), !clientVersion.MatchString(p.Version), !printable.MatchString(p.UserAgent):
		return fmt.Errorf("header, version or userAgent of %s", p.Name)
	case len(p.Client) > maxFields, len(p.Itags) > maxItags:
		return fmt.Errorf("too much in %s", p.Name)
	}
	for _, itag := range p.Itags {
		if itag <= 0 || itag > 9999 {
			return fmt.Errorf("itag %d of %s", itag, p.Name)
		}
	}
	fixed := (&profile{}).clientContext("x")
	for k, v := range p.Client {
		if _, ok := fixed[k]; ok || !clientField.MatchString(k) {
			return fmt.Errorf("client.%.60s of %s", k, p.Name)
		}
		switch v := v.(type) {
		case bool, float64:
		case string:
			if !printable.MatchString(v) {
				return fmt.Errorf("client.%s of %s", k, p.Name)
			}
		default:
			return fmt.Errorf("client.%s of %s", k, p.Name)
		}
	}
	return nil
}

// profiles is the built-in set.
//
// VISIONOS 1.02 gets a direct address for every stream (it worked in late October
// 2026, in the defaults of yt-dlp and NewPipe). It has two identities, yt-dlp's and
// NewPipe's, because sessions differ in what they get. TVHTML5, as a television of
// Samsung, is the first default of yt-dlp since 2026-10-21, and WEB_EMBEDDED_PLAYER
// gets embeddable videos that are made for kids; their addresses need the player
// script. ANDROID is the rescue: without a proof-of-origin token only its itag 18,
// 360p with sound, can be fetched.
var profiles = func() *ProfileSet {
	var p ProfileSet
	if err := p.read(profilesJSON); err != nil {
		panic("profiles.json: " + err.Error()) // a mistake in the program itself
	}
	return &p
}()

//go:embed profiles.json
var profilesJSON []byte
