package cli

import (
	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/youtube/simulator/demo"
)

// StartDemo starts the simulated YouTube of package demo and configures c to use
// it and nothing else: no network, no rate limit, no yt-dlp, no file of
// profiles and no page for updates. The caller must call stop after it closed the queue.
func StartDemo(c *core.Config) (stop func()) {
	server := demo.Start()
	c.Transport, c.Lookups = server.Transport(), -1
	c.UseYtdlp, c.Profiles, c.Cache, c.UpdatePage = false, "", "", ""
	c.CheckUp.Addresses, c.CheckUp.LookupHost = server.Addresses, server.LookupHost
	c.CheckUp.Videos = []string{demo.Videos()[0].ID}
	return server.Close
}

// DemoLinks returns the links of the demo's videos: first those to try, then those
// that fail.
func DemoLinks() []string {
	var links []string
	for _, v := range demo.Videos() {
		links = append(links, v.URL())
	}
	return links
}
