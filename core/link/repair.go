package link

import (
	"net/url"
	"regexp"
	"strings"
)

// damagedScheme is "https://" and what becomes of it: "ttps://", "https//",
// "https:/", "hhttps:".
var damagedScheme = regexp.MustCompile(`^(?i)h*t{1,2}ps?(?::/*|//+)`)

// appScheme is the start of addresses that YouTube's apps open.
var appScheme = regexp.MustCompile(`^(?i)(?:vnd\.)?youtube(?:\.launch)?:(?://)?`)

// repair undoes what happens to links on their way: escapes of HTML and JSON,
// encoding as a whole, and damaged, doubled or missing schemes. What it returns
// begins with a scheme, and is parsed and checked like any other address.
func repair(s string) string {
	s = unescape(s)
	for range 2 { // a link that was encoded twice
		if !encoded(s) {
			break
		}
		plain, err := url.PathUnescape(s)
		if err != nil {
			break
		}
		s = plain
	}
	rest := s
	for range 4 {
		rest = rest[len(damagedScheme.FindString(rest)):]
	}
	switch {
	case rest != s:
		return "https://" + rest
	case appScheme.MatchString(s):
		return fromApp(s[len(appScheme.FindString(s)):])
	case strings.HasPrefix(strings.ToLower(s), "intent://"): // its fragment is for Android
		return "https://" + before(s[len("intent://"):], "#")
	case strings.HasPrefix(s, "//"):
		return "https:" + s
	case !strings.Contains(before(s, "/?#"), ":"), portFollows(s):
		return "https://" + s
	}
	return s
}

// encoded reports whether s is an address whose slashes are percent-encoded.
func encoded(s string) bool {
	lower := strings.ToLower(s)
	return !strings.ContainsAny(s, "/?") && (strings.Contains(lower, "%2f") || strings.Contains(lower, "%252f"))
}

// portFollows reports whether the colon in "www.youtube.com:443/…" belongs to the
// host and not to a scheme.
func portFollows(s string) bool {
	_, port, _ := strings.Cut(before(s, "/?#"), ":")
	return port == "443" || port == "80"
}

// fromApp returns the address that stands behind an app's scheme: one with a host,
// the path of one, or the id of a video.
func fromApp(s string) string {
	first := before(s, "/?#&")
	if strings.Contains(first, ".") {
		return "https://" + s
	}
	return "https://youtu.be/" + s
}

// unescape reverses the escapes that HTML and JSON need in an address. Other HTML
// entities stay, because "&para=1" is a parameter.
func unescape(s string) string {
	if !strings.ContainsAny(s, `&\`) {
		return s
	}
	for range 2 { // "&amp;amp;" occurs
		s = strings.NewReplacer("&amp;", "&", "&AMP;", "&", "&#38;", "&", "&#038;", "&", "&#x26;", "&").Replace(s)
	}
	return strings.NewReplacer(`\/`, "/", `\u0026`, "&", `\u003d`, "=", `\u003D`, "=", `\u003f`, "?", `\u003F`, "?").Replace(s)
}

// before returns s up to the first of the characters in stops.
func before(s, stops string) string {
	if i := strings.IndexAny(s, stops); i >= 0 {
		return s[:i]
	}
	return s
}
