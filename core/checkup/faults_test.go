package checkup

import (
	"context"
	"errors"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// Everything that can go wrong, one at a time.
func TestTheFaultIsNamed(t *testing.T) {
	const day = 24 * time.Hour
	type site = simulator.Server
	inject := func(f simulator.Fault) func(*testing.T, *site, *Config) {
		return func(_ *testing.T, s *site, _ *Config) { s.Inject(f) }
	}
	onPage, onPlayer, onMedia := simulator.OnPage, simulator.OnPlayer, simulator.OnMedia
	for _, tt := range []struct {
		fault string
		do    func(*testing.T, *site, *Config)
		class Class
		step  Name
	}{
		{"no network", func(_ *testing.T, _ *site, c *Config) {
			c.Addresses = func() ([]net.Addr, error) {
				return []net.Addr{ipNet(127, 0, 0, 1), ipNet(169, 254, 3, 4), &net.IPNet{IP: net.ParseIP("fe80::1"), Mask: net.CIDRMask(64, 128)}}, nil
			}
		}, NoNetwork, Network},
		{"DNS says no", func(_ *testing.T, _ *site, c *Config) {
			c.LookupHost = func(_ context.Context, name string) ([]string, error) {
				return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
			}
		}, NoDNS, DNS},
		{"DNS says nothing", func(_ *testing.T, _ *site, c *Config) {
			c.hurry(DNS, 300*time.Millisecond)
			c.LookupHost = func(ctx context.Context, name string) ([]string, error) {
				<-ctx.Done()
				return nil, &net.DNSError{Err: ctx.Err().Error(), Name: name, IsTimeout: true}
			}
		}, NoDNS, DNS},
		{"DNS leads nowhere", func(_ *testing.T, _ *site, c *Config) {
			c.LookupHost = func(context.Context, string) ([]string, error) { return []string{"0.0.0.0", "::"}, nil }
		}, NoDNS, DNS},
		{"refused", func(t *testing.T, _ *site, c *Config) { c.Transport.DialContext = dialTo(closedPort(t)) }, Unreachable, YouTube},
		{"swallowed", func(t *testing.T, _ *site, c *Config) {
			c.hurry(YouTube, 300*time.Millisecond)
			c.Transport.DialContext = dialTo(talker(t, ""))
		}, Unreachable, YouTube},
		{"reset", inject(simulator.Fault{Kind: simulator.Reset, On: onPage}), Unreachable, YouTube},
		{"no answer", func(_ *testing.T, s *site, c *Config) {
			c.hurry(YouTube, 300*time.Millisecond)
			s.Inject(simulator.Fault{Kind: simulator.Stall, On: onPage})
		}, Unreachable, YouTube},
		{"stranger's certificate", func(_ *testing.T, _ *site, c *Config) { c.Transport.TLSClientConfig.RootCAs = nil }, Intercepted, YouTube},
		{"no TLS", func(t *testing.T, _ *site, c *Config) {
			c.Transport.DialContext = dialTo(talker(t, "HTTP/1.1 302 Found\r\nLocation: http://hotel.example/\r\n\r\n"))
		}, Blocked, YouTube},
		{"outdated certificate", func(_ *testing.T, s *site, _ *Config) {
			s.SetCertificateDates(time.Now().Add(-60*day), time.Now().Add(-day))
		}, Intercepted, YouTube},
		{"early certificate", func(_ *testing.T, s *site, _ *Config) {
			s.SetCertificateDates(time.Now().Add(day), time.Now().Add(60*day))
		}, Intercepted, YouTube},
		{"outdated certificate of a stranger", func(_ *testing.T, s *site, c *Config) {
			s.SetCertificateDates(time.Now().Add(-60*day), time.Now().Add(-day))
			c.Transport.TLSClientConfig.RootCAs = nil
		}, Intercepted, YouTube},
		{"clock years behind", clockOff(-20 * 365 * day), ClockWrong, Clock},
		{"clock years ahead", clockOff(20 * 365 * day), ClockWrong, Clock},
		{"clock ahead", clockOff(6 * time.Minute), ClockWrong, Clock},
		{"clock behind", clockOff(-6 * time.Minute), ClockWrong, Clock},
		{"their clock", func(_ *testing.T, s *site, _ *Config) {
			s.Clock = func() time.Time { return time.Now().Add(time.Hour) }
		}, ClockWrong, Clock},
		{"captcha", inject(simulator.Fault{Kind: simulator.Captcha, On: onPage}), BotCheck, YouTube},
		{"sorry page", inject(simulator.Fault{Kind: simulator.Redirect, On: onPage, To: "https://www.google.com/sorry/index"}), BotCheck, YouTube},
		{"too many requests", inject(simulator.Fault{Kind: simulator.Status, Code: 429, On: onPage}), RateLimited, YouTube},
		{"consent page", inject(simulator.Fault{Kind: simulator.Consent, On: onPage}), Consent, YouTube},
		{"sent to consent", inject(simulator.Fault{Kind: simulator.Redirect, On: onPage, To: "consent.youtube.com"}), Consent, YouTube},
		{"sent elsewhere", inject(simulator.Fault{Kind: simulator.Redirect, On: onPage, To: "https://filter.example/blocked"}), Blocked, YouTube},
		{"filter's page", inject(simulator.Fault{Kind: simulator.Answer, On: onPage, Code: 403, Body: "<html>Not at work!</html>"}), Blocked, YouTube},
		{"sign in to the network", inject(simulator.Fault{Kind: simulator.Status, On: onPage, Code: 511}), Blocked, YouTube},
		{"YouTube broken", inject(simulator.Fault{Kind: simulator.Status, Code: 503, On: onPage}), Down, YouTube},

		{"captcha for lookups", inject(simulator.Fault{Kind: simulator.Captcha}), BotCheck, Lookup},
		{"too many lookups", inject(simulator.Fault{Kind: simulator.Status, Code: 429, On: onPlayer}), RateLimited, Lookup},
		{"limited", inject(simulator.Fault{Kind: simulator.Refuse, Playability: simulator.Limited}), RateLimited, Lookup},
		{"consent for lookups", inject(simulator.Fault{Kind: simulator.Consent}), Consent, Lookup},
		{"lookups sent elsewhere", inject(simulator.Fault{Kind: simulator.Redirect, On: onPlayer, To: "https://filter.example/"}), Blocked, Lookup},
		{"robot check", inject(simulator.Fault{Kind: simulator.Refuse, Playability: simulator.BotCheck}), BotCheck, Lookup},
		{"robot check for the last profile only", func(_ *testing.T, s *site, _ *Config) {
			refuse(s, simulator.Refused, profiles()[:len(profiles())-1])
			refuse(s, simulator.BotCheck, nil)
		}, BotCheck, Lookup},
		{"another video", inject(simulator.Fault{Kind: simulator.WrongVideo}), BotCheck, Lookup},
		{"refused to all", inject(simulator.Fault{Kind: simulator.Refuse, Playability: simulator.Refused}), Changed, Lookup},
		{"other answers", inject(simulator.Fault{Kind: simulator.Answer, On: onPlayer, Body: `{"new":"format"}`}), Changed, Lookup},
		{"clients retired", inject(simulator.Fault{Kind: simulator.Status, Code: 400, On: onPlayer}), Changed, Lookup},
		{"lookups broken", inject(simulator.Fault{Kind: simulator.Status, Code: 500, On: onPlayer}), Down, Lookup},
		{"lookups reset", inject(simulator.Fault{Kind: simulator.Reset, On: onPlayer}), Unreachable, Lookup},
		{"no answer to lookups", func(_ *testing.T, s *site, c *Config) {
			c.hurry(Lookup, 300*time.Millisecond)
			s.Inject(simulator.Fault{Kind: simulator.Stall, On: onPlayer})
		}, Unreachable, Lookup},

		{"media refused", inject(simulator.Fault{Kind: simulator.Forbid}), Gated, Media},
		{"media stalled", func(_ *testing.T, s *site, c *Config) {
			c.hurry(Media, time.Second)
			s.Inject(simulator.Fault{Kind: simulator.Stall})
		}, MediaSilent, Media},
		{"media stalled midway", func(_ *testing.T, s *site, c *Config) {
			c.hurry(Media, time.Second)
			s.Inject(simulator.Fault{Kind: simulator.Stall, AfterTotal: 100 << 10})
		}, MediaSilent, Media},
		{"media rationed", inject(simulator.Fault{Kind: simulator.Status, Code: 429, RetryAfter: "600"}), RateLimited, Media},
		{"media sent elsewhere", inject(simulator.Fault{Kind: simulator.Redirect, On: onMedia, To: "https://filter.example/"}), Blocked, Media},
		{"media server away", func(t *testing.T, s *site, c *Config) {
			toSite, toNobody := c.Transport.DialContext, dialTo(closedPort(t))
			c.hurry(Media, time.Second)
			c.Transport.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
				if strings.Contains(addr, "googlevideo.com") {
					return toNobody(ctx, network, addr)
				}
				return toSite(ctx, network, addr)
			}
		}, MediaSilent, Media},
		{"slow", func(_ *testing.T, s *site, c *Config) {
			c.hurry(Media, time.Second)
			s.SetPace(20 << 10)
		}, Slow, Media},
		{"slow, all the same", func(_ *testing.T, s *site, _ *Config) {
			s.Add(simulator.Video{ID: KnownVideo, Duration: time.Minute, Media: []simulator.Media{
				{Itag: 140, MIME: `audio/mp4; codecs="mp4a.40.2"`, Content: simulator.Noise(1, 40<<10), Pace: 30 << 10},
			}})
		}, Slow, Media},

		{"folder gone", func(t *testing.T, _ *site, c *Config) { c.Dir = filepath.Join(file(t), "Downloads") }, FolderMissing, Folder},
		{"a file instead", func(t *testing.T, _ *site, c *Config) { c.Dir = file(t) }, FolderMissing, Folder},
		{"stick pulled out", func(t *testing.T, _ *site, c *Config) {
			c.Dir = filepath.Join(c.Dir, "STICK", "Music")
			c.create = fails(os.ErrPermission)
		}, FolderMissing, Folder},
		{"read-only", func(_ *testing.T, _ *site, c *Config) { c.create = fails(readOnly) }, FolderReadOnly, Folder},
		{"no rights", func(_ *testing.T, _ *site, c *Config) { c.create = fails(os.ErrPermission) }, FolderForbidden, Folder},
		{"no room for a file", func(_ *testing.T, _ *site, c *Config) { c.create = fails(diskFull) }, DiskFull, Folder},
		{"bad disk", func(_ *testing.T, _ *site, c *Config) { c.create = fails(errors.New("input/output error")) }, FolderBroken, Folder},
		{"network drive gone", func(t *testing.T, _ *site, c *Config) {
			c.hurry(Folder, 300*time.Millisecond)
			back := make(chan struct{})
			t.Cleanup(func() { close(back) })
			c.create = func(string) error { <-back; return nil }
		}, FolderBroken, Folder},
		{"disk full", func(_ *testing.T, _ *site, c *Config) { c.Free = func(string) (int64, error) { return 3e6, nil } }, DiskFull, Space},
		{"disk nearly full", func(_ *testing.T, _ *site, c *Config) { c.Free = func(string) (int64, error) { return 500e6, nil } }, LowSpace, Space},
		{"old", func(_ *testing.T, _ *site, c *Config) { c.Built = time.Now().Add(-91 * day) }, OldVersion, Version},
	} {
		t.Run(tt.fault, func(t *testing.T) {
			t.Parallel()
			site, c := practice(t)
			tt.do(t, site, c)
			v, steps := check(t, *c)
			if v.Class != tt.class || v.Step != tt.step || v.State != steps[tt.step].State || v.Detail == "" {
				t.Errorf("%+v, want %s at %s", v, tt.class, tt.step)
			}
			onlyIts(t, steps, tt.step)
		})
	}
}

// onlyIts sees to it that nothing but the step with the fault failed: what is
// behind it on the way is skipped, and what is beside the way is well.
func onlyIts(t *testing.T, steps map[Name]Step, at Name) {
	t.Helper()
	place, way := slices.Index(Steps(), at), slices.Index(Steps(), Media)
	cut := steps[at].State == Failed && place <= way
	for i, name := range Steps() {
		state := steps[name].State
		switch {
		case name == at && state != Failed && state != Warned,
			name != at && cut && i > place && i <= way && state != Skipped,
			name != at && (i > way || !cut && i > place) && state != OK,
			name != at && i < place && state != OK && state != Skipped:
			t.Errorf("%s: %+v", name, steps[name])
		}
	}
}

// refuse makes the site turn clients away: those named, or all.
func refuse(s *simulator.Server, p simulator.Playability, clients []string) {
	if clients == nil {
		clients = []string{""}
	}
	for _, name := range clients {
		s.Inject(simulator.Fault{Kind: simulator.Refuse, Playability: p, Client: name})
	}
}

// hurry gives a step less time, so that a test need not wait for it as long as
// a person would.
func (c *Config) hurry(step Name, limit time.Duration) {
	c.limits = map[Name]time.Duration{step: limit}
}

// clockOff makes this computer's clock wrong.
func clockOff(d time.Duration) func(*testing.T, *simulator.Server, *Config) {
	return func(_ *testing.T, _ *simulator.Server, c *Config) {
		c.Transport.TLSClientConfig.Time = func() time.Time { return time.Now().Add(d) }
	}
}

func dialTo(addr string) func(context.Context, string, string) (net.Conn, error) {
	return func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "tcp", addr)
	}
}

func ipNet(a, b, c, d byte) net.Addr {
	return &net.IPNet{IP: net.IPv4(a, b, c, d), Mask: net.CIDRMask(16, 32)}
}

func fails(cause error) func(string) error {
	return func(dir string) error { return &os.PathError{Op: "open", Path: dir, Err: cause} }
}

// file is a path at which there is a file.
func file(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// closedPort is an address where nobody listens.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// talker is the address of a server that says the same to everybody once it
// was spoken to, and keeps the connection.
func talker(t *testing.T, says string) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			defer c.Close()
			_, _ = c.Read(make([]byte, 4096))
			_, _ = c.Write([]byte(says))
		}
	}()
	t.Cleanup(func() { l.Close(); <-ended })
	return l.Addr().String()
}
