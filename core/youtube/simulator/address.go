package simulator

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"
)

// signedParams are the parameters of an address that its signature covers, as
// listed in YouTube's sparams.
const signedParams = "expire,ei,ip,id,itag,source,requiressl,bui,xtags,mime,gir,clen,dur,lmt,c"

// secret signs addresses. It is fixed, so that addresses stay valid in another
// process.
var secret = []byte("a simulator has no secrets")

// address is the content of the parameters of a videoplayback address.
type address struct {
	videoID string
	itag    int
	xtags   string
	client  string // InnerTube name of the client that got it
	agent   string // fingerprint of the User-Agent it is valid for; empty for any
	serial  int64  // number of the player answer that contained it
	expire  time.Time
	size    string // clen, empty for muxed formats
	version string // lmt
	n       string
}

// MediaURL returns a valid address of a format, as VISIONOS gets it, for any
// User-Agent. When the itag has sound in several languages, it is the address of
// the original. MediaURL panics when there is no such format.
func (s *Server) MediaURL(videoID string, itag int) string {
	v := s.video(videoID)
	if v == nil {
		panic("simulator: no video " + videoID)
	}
	var found *Media
	for i := range v.Media {
		m := &v.Media[i]
		if m.Itag == itag && (found == nil || m.Original && !m.DRC) {
			found = m
		}
	}
	if found == nil {
		panic(fmt.Sprintf("simulator: %s has no itag %d", videoID, itag))
	}
	return s.addressOf(v, found, "VISIONOS", "", s.nextSerial())
}

// addressOf returns a signed address of m for a client.
func (s *Server) addressOf(v *video, m *Media, client, userAgent string, serial int64) string {
	q := url.Values{}
	q.Set("expire", strconv.FormatInt(s.Clock().Add(s.Lifetime).Unix(), 10))
	q.Set("ei", "p"+strconv.FormatInt(serial, 36))
	q.Set("ip", "127.0.0.1")
	q.Set("id", "o-"+v.ID)
	q.Set("itag", strconv.Itoa(m.Itag))
	q.Set("source", "youtube")
	q.Set("requiressl", "yes")
	if userAgent != "" {
		q.Set("bui", fingerprint(userAgent))
	}
	if x := m.xtags(); len(x) > 0 {
		q.Set("xtags", x.String())
	}
	q.Set("mime", strings.SplitN(m.MIME, ";", 2)[0])
	q.Set("dur", fmt.Sprintf("%.3f", v.Duration.Seconds()))
	q.Set("lmt", m.LMT)
	q.Set("c", client)
	if clen := m.clen(v.Live); clen != "" {
		q.Set("gir", "yes")
		q.Set("clen", clen)
	} else {
		q.Set("ratebypass", "yes")
	}
	if challenged(client) {
		q.Set("n", nParameter(serial))
	}
	q.Set("sparams", signedParams)
	q.Set("sig", signature(q))
	u := url.URL{Scheme: "https", Host: mediaHost(v.ID), Path: "/videoplayback", RawQuery: q.Encode()}
	return u.String()
}

// mediaHost returns the media server of a video.
func mediaHost(videoID string) string {
	sum := sha256.Sum256([]byte(videoID))
	const letters = "abcdefghijklmnopqrstuvwxyz234567"
	label := make([]byte, 8)
	for i := range label {
		label[i] = letters[sum[i]%32]
	}
	return fmt.Sprintf("rr%d---sn-%s.googlevideo.com", 1+sum[8]%6, label)
}

func fingerprint(userAgent string) string {
	sum := sha256.Sum256([]byte(userAgent))
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

func signature(q url.Values) string {
	mac := hmac.New(sha256.New, secret)
	for name := range strings.SplitSeq(signedParams, ",") {
		fmt.Fprintf(mac, "%s=%s&", name, q.Get(name))
	}
	return derSignature(mac.Sum(nil))
}

// parseAddress parses the parameters of an address, and reports whether its
// signature is valid.
func parseAddress(q url.Values) (address, bool) {
	itag, _ := strconv.Atoi(q.Get("itag"))
	expire, _ := strconv.ParseInt(q.Get("expire"), 10, 64)
	serial, _ := strconv.ParseInt(strings.TrimPrefix(q.Get("ei"), "p"), 36, 64)
	a := address{
		videoID: strings.TrimPrefix(q.Get("id"), "o-"),
		itag:    itag,
		xtags:   q.Get("xtags"),
		client:  q.Get("c"),
		agent:   q.Get("bui"),
		serial:  serial,
		expire:  time.Unix(expire, 0),
		size:    q.Get("clen"),
		version: q.Get("lmt"),
		n:       q.Get("n"),
	}
	return a, hmac.Equal([]byte(signature(q)), []byte(q.Get("sig")))
}

// media returns the format of an address, nil when it changed, was removed or has
// no bytes.
func (a address) media(v *video) *Media {
	if v == nil {
		return nil
	}
	for i := range v.Media {
		m := &v.Media[i]
		if m.Content != nil && m.Itag == a.itag && m.xtags().String() == a.xtags && m.LMT == a.version && m.clen(v.Live) == a.size {
			return m
		}
	}
	return nil
}
