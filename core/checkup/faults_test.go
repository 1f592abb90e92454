package checkup_test

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

	"github.com/hilo-app/hilo/core/checkup"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// TestTheFaultIsNamed injects one fault at a time and checks that the verdict names
// it.
func TestTheFaultIsNamed(t *testing.T) {
	const day = 24 * time.Hour
	type server = simulator.Server
	inject := func(f simulator.Fault) func(*testing.T, *server, *checkup.Config) {
		return func(_ *testing.T, s *server, _ *checkup.Config) { s.Inject(f) }
	}
	onPage, onPlayer, onMedia := simulator.OnPage, simulator.OnPlayer, simulator.OnMedia
	for _, tt := range []struct {
		fault string
		do    func(*testing.T, *server, *checkup.Config)
		class checkup.Class
		step  checkup.Name
	}{
		{"no network", func(_ *testing.T, _ *server, c *checkup.Config) {
			c.Addresses = func() ([]net.Addr, error) {
				return []net.Addr{ipNet(127, 0, 0, 1), ipNet(169, 254, 3, 4), &net.IPNet{IP: net.ParseIP("fe80::1"), Mask: net.CIDRMask(64, 128)}}, nil
			}
		}, checkup.NoNetwork, checkup.Network},
		{"DNS says no", func(_ *testing.T, _ *server, c *checkup.Config) {
			c.LookupHost = func(_ context.Context, name string) ([]string, error) {
				return nil, &net.DNSError{Err: "no such host", Name: name, IsNotFound: true}
			}
		}, checkup.NoDNS, checkup.DNS},
		{"DNS says nothing", func(_ *testing.T, _ *server, c *checkup.Config) {
			c.SetLimit(checkup.DNS, 300*time.Millisecond)
			c.LookupHost = func(ctx context.Context, name string) ([]string, error) {
				<-ctx.Done()
				return nil, &net.DNSError{Err: ctx.Err().Error(), Name: name, IsTimeout: true}
			}
		}, checkup.NoDNS, checkup.DNS},
		{"DNS leads nowhere", func(_ *testing.T, _ *server, c *checkup.Config) {
			c.LookupHost = func(context.Context, string) ([]string, error) { return []string{"0.0.0.0", "::"}, nil }
		}, checkup.NoDNS, checkup.DNS},
		{"names by a proxy that is not known", func(_ *testing.T, _ *server, c *checkup.Config) {
			c.AutomaticProxy = func() bool { return true }
			c.LookupHost = func(context.Context, string) ([]string, error) { return nil, errors.New("no such host") }
		}, checkup.ProxyAutomatic, checkup.DNS},
		{"refused without a proxy that is not known", func(t *testing.T, _ *server, c *checkup.Config) {
			c.AutomaticProxy = func() bool { return true }
			c.Transport.DialContext = dialTo(closedPort(t))
		}, checkup.ProxyAutomatic, checkup.YouTube},
		{"refused", func(t *testing.T, _ *server, c *checkup.Config) { c.Transport.DialContext = dialTo(closedPort(t)) }, checkup.Unreachable, checkup.YouTube},
		{"swallowed", func(t *testing.T, _ *server, c *checkup.Config) {
			c.SetLimit(checkup.YouTube, 300*time.Millisecond)
			c.Transport.DialContext = dialTo(talker(t, ""))
		}, checkup.Unreachable, checkup.YouTube},
		{"reset", inject(simulator.Fault{Kind: simulator.Reset, On: onPage}), checkup.Unreachable, checkup.YouTube},
		{"no answer", func(_ *testing.T, s *server, c *checkup.Config) {
			c.SetLimit(checkup.YouTube, 300*time.Millisecond)
			s.Inject(simulator.Fault{Kind: simulator.Stall, On: onPage})
		}, checkup.Unreachable, checkup.YouTube},
		{"stranger's certificate", func(_ *testing.T, _ *server, c *checkup.Config) { c.Transport.TLSClientConfig.RootCAs = nil }, checkup.Intercepted, checkup.YouTube},
		{"no TLS", func(t *testing.T, _ *server, c *checkup.Config) {
			c.Transport.DialContext = dialTo(talker(t, "HTTP/1.1 302 Found\r\nLocation: http://hotel.example/\r\n\r\n"))
		}, checkup.Blocked, checkup.YouTube},
		{"outdated certificate", func(_ *testing.T, s *server, _ *checkup.Config) {
			s.SetCertificateDates(time.Now().Add(-60*day), time.Now().Add(-day))
		}, checkup.Intercepted, checkup.YouTube},
		{"early certificate", func(_ *testing.T, s *server, _ *checkup.Config) {
			s.SetCertificateDates(time.Now().Add(day), time.Now().Add(60*day))
		}, checkup.Intercepted, checkup.YouTube},
		{"outdated certificate of a stranger", func(_ *testing.T, s *server, c *checkup.Config) {
			s.SetCertificateDates(time.Now().Add(-60*day), time.Now().Add(-day))
			c.Transport.TLSClientConfig.RootCAs = nil
		}, checkup.Intercepted, checkup.YouTube},
		{"clock years behind", clockOff(-20 * 365 * day), checkup.ClockWrong, checkup.Clock},
		{"clock years ahead", clockOff(20 * 365 * day), checkup.ClockWrong, checkup.Clock},
		{"clock ahead", clockOff(6 * time.Minute), checkup.ClockWrong, checkup.Clock},
		{"clock behind", clockOff(-6 * time.Minute), checkup.ClockWrong, checkup.Clock},
		{"their clock", func(_ *testing.T, s *server, _ *checkup.Config) {
			s.Clock = func() time.Time { return time.Now().Add(time.Hour) }
		}, checkup.ClockWrong, checkup.Clock},
		{"captcha", inject(simulator.Fault{Kind: simulator.Captcha, On: onPage}), checkup.BotCheck, checkup.YouTube},
		{"sorry page", inject(simulator.Fault{Kind: simulator.Redirect, On: onPage, To: "https://www.google.com/sorry/index"}), checkup.BotCheck, checkup.YouTube},
		{"too many requests", inject(simulator.Fault{Kind: simulator.Status, Code: 429, On: onPage}), checkup.RateLimited, checkup.YouTube},
		{"consent page", inject(simulator.Fault{Kind: simulator.Consent, On: onPage}), checkup.Consent, checkup.YouTube},
		{"sent to consent", inject(simulator.Fault{Kind: simulator.Redirect, On: onPage, To: "consent.youtube.com"}), checkup.Consent, checkup.YouTube},
		{"sent elsewhere", inject(simulator.Fault{Kind: simulator.Redirect, On: onPage, To: "https://filter.example/blocked"}), checkup.Blocked, checkup.YouTube},
		{"filter's page", inject(simulator.Fault{Kind: simulator.Answer, On: onPage, Code: 403, Body: "<html>Not at work!</html>"}), checkup.Blocked, checkup.YouTube},
		{"sign in to the network", inject(simulator.Fault{Kind: simulator.Status, On: onPage, Code: 511}), checkup.Blocked, checkup.YouTube},
		{"YouTube broken", inject(simulator.Fault{Kind: simulator.Status, Code: 503, On: onPage}), checkup.Down, checkup.YouTube},

		{"captcha for lookups", inject(simulator.Fault{Kind: simulator.Captcha}), checkup.BotCheck, checkup.Lookup},
		{"too many lookups", inject(simulator.Fault{Kind: simulator.Status, Code: 429, On: onPlayer}), checkup.RateLimited, checkup.Lookup},
		{"limited", inject(simulator.Fault{Kind: simulator.Refuse, Playability: simulator.Limited}), checkup.RateLimited, checkup.Lookup},
		{"consent for lookups", inject(simulator.Fault{Kind: simulator.Consent}), checkup.Consent, checkup.Lookup},
		{"lookups sent elsewhere", inject(simulator.Fault{Kind: simulator.Redirect, On: onPlayer, To: "https://filter.example/"}), checkup.Blocked, checkup.Lookup},
		{"robot check", inject(simulator.Fault{Kind: simulator.Refuse, Playability: simulator.BotCheck}), checkup.BotCheck, checkup.Lookup},
		{"robot check for the last profile only", func(_ *testing.T, s *server, _ *checkup.Config) {
			refuse(s, simulator.Refused, profiles()[:len(profiles())-1])
			refuse(s, simulator.BotCheck, nil)
		}, checkup.BotCheck, checkup.Lookup},
		{"another video", inject(simulator.Fault{Kind: simulator.WrongVideo}), checkup.BotCheck, checkup.Lookup},
		{"refused to all", inject(simulator.Fault{Kind: simulator.Refuse, Playability: simulator.Refused}), checkup.Withheld, checkup.Lookup},
		{"YouTube stumbles", inject(simulator.Fault{Kind: simulator.Refuse, Playability: simulator.Playability{Status: "ERROR", Reason: "An error occurred. Please try again later."}}), checkup.Down, checkup.Lookup},
		{"known videos removed", inject(simulator.Fault{Kind: simulator.Refuse, Playability: simulator.Removed}), checkup.Withheld, checkup.Lookup},
		{"known videos not here", inject(simulator.Fault{Kind: simulator.Refuse, Playability: simulator.Geo}), checkup.Withheld, checkup.Lookup},
		{"refused in words that are not known", inject(simulator.Fault{Kind: simulator.Refuse, Playability: simulator.Playability{Status: "UNPLAYABLE", Reason: "The moon is full."}}), checkup.Withheld, checkup.Lookup},
		{"refused to one profile, not understood by the others", func(_ *testing.T, s *server, _ *checkup.Config) {
			refuse(s, simulator.Removed, profiles()[:1])
			s.Inject(simulator.Fault{Kind: simulator.Status, Code: 400, On: onPlayer})
		}, checkup.Withheld, checkup.Lookup},
		{"other answers", inject(simulator.Fault{Kind: simulator.Answer, On: onPlayer, Body: `{"new":"format"}`}), checkup.Changed, checkup.Lookup},
		{"clients retired", inject(simulator.Fault{Kind: simulator.Status, Code: 400, On: onPlayer}), checkup.Changed, checkup.Lookup},
		{"lookups broken", inject(simulator.Fault{Kind: simulator.Status, Code: 500, On: onPlayer}), checkup.Down, checkup.Lookup},
		{"lookups reset", inject(simulator.Fault{Kind: simulator.Reset, On: onPlayer}), checkup.Unreachable, checkup.Lookup},
		{"no answer to lookups", func(_ *testing.T, s *server, c *checkup.Config) {
			c.SetLimit(checkup.Lookup, 300*time.Millisecond)
			s.Inject(simulator.Fault{Kind: simulator.Stall, On: onPlayer})
		}, checkup.Unreachable, checkup.Lookup},

		{"media refused", inject(simulator.Fault{Kind: simulator.Forbid}), checkup.Gated, checkup.Media},
		{"media stalled", func(_ *testing.T, s *server, c *checkup.Config) {
			c.SetLimit(checkup.Media, time.Second)
			s.Inject(simulator.Fault{Kind: simulator.Stall})
		}, checkup.MediaSilent, checkup.Media},
		{"media stalled midway", func(_ *testing.T, s *server, c *checkup.Config) {
			c.SetLimit(checkup.Media, time.Second)
			s.Inject(simulator.Fault{Kind: simulator.Stall, AfterTotal: 100 << 10})
		}, checkup.MediaSilent, checkup.Media},
		{"media rationed", inject(simulator.Fault{Kind: simulator.Status, Code: 429, RetryAfter: "600"}), checkup.RateLimited, checkup.Media},
		{"media sent elsewhere", inject(simulator.Fault{Kind: simulator.Redirect, On: onMedia, To: "https://filter.example/"}), checkup.Blocked, checkup.Media},
		{"media server away", func(t *testing.T, s *server, c *checkup.Config) {
			toServer, toNobody := c.Transport.DialContext, dialTo(closedPort(t))
			c.SetLimit(checkup.Media, time.Second)
			c.Transport.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
				if strings.Contains(addr, "googlevideo.com") {
					return toNobody(ctx, network, addr)
				}
				return toServer(ctx, network, addr)
			}
		}, checkup.MediaSilent, checkup.Media},
		{"slow", func(_ *testing.T, s *server, c *checkup.Config) {
			c.SetLimit(checkup.Media, time.Second)
			s.SetPace(20 << 10)
		}, checkup.Slow, checkup.Media},
		{"slow, all the same", func(_ *testing.T, s *server, _ *checkup.Config) {
			s.Add(simulator.Video{ID: checkup.KnownVideos()[0], Duration: time.Minute, Media: []simulator.Media{
				{Itag: 140, MIME: `audio/mp4; codecs="mp4a.40.2"`, Content: simulator.Noise(1, 40<<10), Pace: 30 << 10},
			}})
		}, checkup.Slow, checkup.Media},

		{"folder missing", func(t *testing.T, _ *server, c *checkup.Config) { c.Dir = filepath.Join(file(t), "Downloads") }, checkup.FolderMissing, checkup.Folder},
		{"a file instead", func(t *testing.T, _ *server, c *checkup.Config) { c.Dir = file(t) }, checkup.FolderMissing, checkup.Folder},
		{"drive removed", func(t *testing.T, _ *server, c *checkup.Config) {
			c.Dir = filepath.Join(c.Dir, "STICK", "Music")
			c.SetCreate(fails(os.ErrPermission))
		}, checkup.FolderMissing, checkup.Folder},
		{"read-only", func(_ *testing.T, _ *server, c *checkup.Config) { c.SetCreate(fails(readOnly)) }, checkup.FolderReadOnly, checkup.Folder},
		{"no rights", func(_ *testing.T, _ *server, c *checkup.Config) { c.SetCreate(fails(os.ErrPermission)) }, checkup.FolderForbidden, checkup.Folder},
		{"no space for a file", func(_ *testing.T, _ *server, c *checkup.Config) { c.SetCreate(fails(diskFull)) }, checkup.DiskFull, checkup.Folder},
		{"bad disk", func(_ *testing.T, _ *server, c *checkup.Config) { c.SetCreate(fails(errors.New("input/output error"))) }, checkup.FolderBroken, checkup.Folder},
		{"network drive disconnected", func(t *testing.T, _ *server, c *checkup.Config) {
			c.SetLimit(checkup.Folder, 300*time.Millisecond)
			back := make(chan struct{})
			t.Cleanup(func() { close(back) })
			c.SetCreate(func(string) error { <-back; return nil })
		}, checkup.FolderBroken, checkup.Folder},
		{"disk full", func(_ *testing.T, _ *server, c *checkup.Config) {
			c.Free = func(string) (int64, error) { return 3e6, nil }
		}, checkup.DiskFull, checkup.Space},
		{"disk nearly full", func(_ *testing.T, _ *server, c *checkup.Config) {
			c.Free = func(string) (int64, error) { return 500e6, nil }
		}, checkup.LowSpace, checkup.Space},
		{"old", func(_ *testing.T, _ *server, c *checkup.Config) { c.Built = time.Now().Add(-91 * day) }, checkup.OldVersion, checkup.Version},
	} {
		t.Run(tt.fault, func(t *testing.T) {
			t.Parallel()
			server, c := newServer(t)
			tt.do(t, server, c)
			v, steps := check(t, *c)
			if v.Class != tt.class || v.Step != tt.step || v.State != steps[tt.step].State || v.Detail == "" {
				t.Errorf("%+v, want %s at %s", v, tt.class, tt.step)
			}
			onlyIts(t, steps, tt.step)
		})
	}
}

// onlyIts checks that only the step with the fault failed: the network steps after
// it are skipped, and the others are OK.
func onlyIts(t *testing.T, steps map[checkup.Name]checkup.Step, at checkup.Name) {
	t.Helper()
	index, last := slices.Index(checkup.Steps(), at), slices.Index(checkup.Steps(), checkup.Media)
	cut := steps[at].State == checkup.Failed && index <= last
	for i, name := range checkup.Steps() {
		state := steps[name].State
		if state == checkup.Skipped && (name == checkup.Ytdlp || name == checkup.Media && steps[checkup.Lookup].State == checkup.Warned) {
			continue // there is no yt-dlp, or no video to fetch
		}
		switch {
		case name == at && state != checkup.Failed && state != checkup.Warned,
			name != at && cut && i > index && i <= last && state != checkup.Skipped,
			name != at && (i > last || !cut && i > index) && state != checkup.OK,
			name != at && i < index && state != checkup.OK && state != checkup.Skipped:
			t.Errorf("%s: %+v", name, steps[name])
		}
	}
}

// refuse makes the server refuse clients: those named, or all.
func refuse(s *simulator.Server, p simulator.Playability, clients []string) {
	if clients == nil {
		clients = []string{""}
	}
	for _, name := range clients {
		s.Inject(simulator.Fault{Kind: simulator.Refuse, Playability: p, Client: name})
	}
}

// clockOff sets this computer's clock off by d.
func clockOff(d time.Duration) func(*testing.T, *simulator.Server, *checkup.Config) {
	return func(_ *testing.T, _ *simulator.Server, c *checkup.Config) {
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

// file returns the path of an existing file.
func file(t *testing.T) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// closedPort returns an address on which nothing listens.
func closedPort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// talker returns the address of a server that answers every first read with the same
// bytes, and keeps the connection open.
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
