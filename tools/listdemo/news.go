package main

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/update"
)

// This version, and the page for updates that knows a newer one.
const (
	version    = "1.0.0"
	updateHost = "example.com" // a name of the certificate of httptest
	updatePage = "https://" + updateHost + "/hilo"
	versions   = `{"schema":1,"serial":5,"versions":[
		{"version":"1.2.0","date":"2026-11-20","notes":[
			"Names by a pattern of your own, with the number in a list, the date and the channel; each choice shows the name that the first file gets.",
			"Downloads start at once when they are told to, past the limit of how many run.",
			"The history is searched while typing."]},
		{"version":"1.1.0","date":"2026-11-06","notes":["Rows of one line."]}]}`
)

// servePage makes a manager ask a page for updates on loopback, with a signed list
// of versions. The function that it returns closes the page.
func servePage(c *core.Config) (closePage func()) {
	key := ed25519.NewKeyFromSeed(bytes.Repeat([]byte{9}, ed25519.SeedSize))
	list := update.Sign([]byte(versions), key)
	page := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasSuffix(r.URL.Path, "/versions.signed") {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write(list)
	}))
	c.Version, c.UpdatePage, c.ProfilesKey = version, updatePage, key.Public().(ed25519.PublicKey)
	c.Transport.TLSClientConfig.RootCAs.AddCert(page.Certificate())
	toYouTube := c.Transport.DialContext
	c.Transport.DialContext = func(ctx context.Context, network, address string) (net.Conn, error) {
		if strings.HasPrefix(address, updateHost+":") {
			return (&net.Dialer{}).DialContext(ctx, network, page.Listener.Addr().String())
		}
		return toYouTube(ctx, network, address)
	}
	return page.Close
}
