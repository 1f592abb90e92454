package core

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"net"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/netfail"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/youtube"
)

func TestClassify(t *testing.T) {
	dial := func(errno syscall.Errno) error {
		return &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", errno)}
	}
	for _, tt := range []struct {
		err  error
		want Class
	}{
		{&Problem{Class: DiskFull}, DiskFull},
		{fmt.Errorf("x: %w", &youtube.Error{Class: youtube.GeoBlocked}), GeoBlocked},
		{fmt.Errorf("x: %w", transfer.ErrGated), Gated},
		{fmt.Errorf("%w: %w", transfer.ErrRefused, &transfer.StatusError{Code: 403}), Gated},
		{transfer.ErrExpiring, Expired},
		{&transfer.StatusError{Code: 429}, RateLimited},
		{&transfer.StatusError{Code: 503}, Unreachable},
		{transfer.ErrStalled, Unreachable},
		{dial(syscall.ECONNREFUSED), Unreachable},
		{dial(syscall.ENETUNREACH), Offline},
		{dial(syscall.EHOSTUNREACH), Offline},
		{&net.DNSError{IsNotFound: true}, Offline},
		{&net.DNSError{IsTimeout: true}, Offline},
		{&url.Error{Op: "Get", Err: dial(10050)}, Offline}, // Windows: WSAENETDOWN
		{&url.Error{Op: "Get", Err: dial(10051)}, Offline}, // Windows: WSAENETUNREACH
		{&url.Error{Op: "Get", Err: dial(10065)}, Offline}, // Windows: WSAEHOSTUNREACH
		{fmt.Errorf("%w: %w", transfer.ErrWrite, syscall.ENOSPC), DiskFull},
		{fmt.Errorf("%w: %w", transfer.ErrWrite, &fs.PathError{Op: "write", Err: fs.ErrPermission}), NotWritable},
		{fmt.Errorf("%w: %w", transfer.ErrWrite, &fs.PathError{Op: "write", Err: syscall.EROFS}), NotWritable},
		{fmt.Errorf("x: %w", media.ErrDamaged), Damaged},
		{fmt.Errorf("x: %w", transfer.ErrRange), Unreachable},
		{fmt.Errorf("%w: %w", transfer.ErrWrite, &fs.PathError{Op: "write", Err: syscall.EIO}), NotWritable},
		{&os.LinkError{Op: "rename", Err: syscall.ENODEV}, NotWritable},
		{&fs.PathError{Op: "write", Err: syscall.ENOSPC}, DiskFull},
		{&youtube.Error{Class: youtube.Unreachable, Err: &tls.CertificateVerificationError{Err: errors.New("x509: not yet valid")}}, Untrusted},
		{&url.Error{Op: "Get", Err: tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}}, Untrusted},
		{&youtube.Error{Class: youtube.Unreachable, Err: http.ErrSchemeMismatch}, Untrusted},
		{&youtube.Error{Class: youtube.Unreachable, Err: &net.OpError{Op: "proxyconnect", Err: dial(syscall.ECONNREFUSED)}}, Proxy},
		{fmt.Errorf("x: %w", netfail.CheckProxy(context.TODO(), nil, nil, &http.Response{StatusCode: 407, Status: "407 Proxy Authentication Required"})), Proxy},
		{errors.New("something"), Unknown},
	} {
		got := classify(tt.err)
		if got.Class != tt.want {
			t.Errorf("%v: %s, want %s", tt.err, got.Class, tt.want)
		}
		if !errors.Is(got, tt.err) {
			t.Errorf("%v: the cause was lost", tt.err)
		}
	}
}

func TestEveryLookupClassIsAClass(t *testing.T) {
	known := map[Class]bool{}
	for _, c := range Classes() {
		known[c] = true
	}
	for _, c := range youtube.Classes() {
		if !known[Class(c)] {
			t.Errorf("%s is no class of core", c)
		}
	}
}

func TestWait(t *testing.T) {
	now := time.Now()
	limited := func(d time.Duration) *Problem {
		return &Problem{Class: RateLimited, Err: &transfer.StatusError{Code: 429, After: d}}
	}
	for _, tt := range []struct {
		name     string
		d        *download
		p        *Problem
		patience time.Duration
		want     time.Duration
		ok       bool
	}{
		{"first time offline", &download{}, &Problem{Class: Offline}, 0, 3 * time.Second, true},
		{"third time offline", &download{waits: 2}, &Problem{Class: Offline}, 0, 12 * time.Second, true},
		{"offline for ever", &download{waits: 500}, &Problem{Class: Offline}, 0, time.Minute, true},
		{"unreachable too often", &download{waits: 10}, &Problem{Class: Unreachable}, 0, 0, false},
		{"not trusted", &download{}, &Problem{Class: Untrusted}, 0, 0, false},
		{"private", &download{}, &Problem{Class: Private}, 0, 0, false},
		{"as long as asked", &download{}, limited(90 * time.Second), 0, 90 * time.Second, true},
		{"asked for a moment", &download{}, limited(time.Millisecond), 0, time.Second, true},
		{"asked for a day", &download{}, limited(24 * time.Hour), 0, time.Hour, true},
		{"within patience", &download{}, &Problem{Class: Offline}, time.Minute, 3 * time.Second, true},
		{"beyond patience", &download{}, limited(2 * time.Minute), time.Minute, 0, false},
		{"more patience with bytes", &download{status: Status{Received: 1}, waits: 4}, &Problem{Class: Offline}, time.Minute, 48 * time.Second, true},
		{"patience used up", &download{waits: 1, idleSince: now.Add(-58 * time.Second)}, &Problem{Class: Offline}, time.Minute, 0, false},
	} {
		got, ok := tt.d.wait(tt.p, now, tt.patience)
		if got != tt.want || ok != tt.ok {
			t.Errorf("%s: %v, %v; want %v, %v", tt.name, got, ok, tt.want, tt.ok)
		}
	}
}

func TestEnoughSpace(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "not", "there", "yet")
	if err := enoughSpace(dir, 0); err != nil {
		t.Errorf("nothing needs room: %v", err)
	}
	var p *Problem
	if err := enoughSpace(dir, math.MaxInt64/2); !errors.As(err, &p) || p.Class != DiskFull {
		t.Errorf("room for exabytes: %v", err)
	}
}

func TestMeter(t *testing.T) {
	start := time.Now()
	m := newMeter(1000, start)
	if got := m.at(5000, start.Add(100*time.Millisecond)); got != 0 {
		t.Errorf("speed %d after a moment", got)
	}
	for i := 2; i <= 100; i++ { // ten seconds of 10,000 bytes a second
		m.at(1000+int64(i)*1000, start.Add(time.Duration(i)*100*time.Millisecond))
	}
	if got := m.at(102_000, start.Add(10100*time.Millisecond)); got < 9900 || got > 10100 {
		t.Errorf("steady speed %d, want 10000", got)
	}
	for i := 1; i <= 31; i++ { // then nothing: forgotten after three seconds
		m.at(102_000, start.Add(10100*time.Millisecond+time.Duration(i)*100*time.Millisecond))
	}
	if got := m.at(102_000, start.Add(13300*time.Millisecond)); got != 0 {
		t.Errorf("speed %d after three quiet seconds", got)
	}
	if n := len(m.at0); n > 40 {
		t.Errorf("%d samples are kept", n)
	}
}
