package problem_test

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"os"
	"syscall"
	"testing"

	"github.com/hilo-app/hilo/core/media"
	"github.com/hilo-app/hilo/core/netfail"
	"github.com/hilo-app/hilo/core/problem"
	"github.com/hilo-app/hilo/core/transfer"
	"github.com/hilo-app/hilo/core/youtube"
)

func TestClassify(t *testing.T) {
	dial := func(errno syscall.Errno) error {
		return &net.OpError{Op: "dial", Net: "tcp", Err: os.NewSyscallError("connect", errno)}
	}
	for _, tt := range []struct {
		err  error
		want problem.Class
	}{
		{&problem.Problem{Class: problem.DiskFull}, problem.DiskFull},
		{fmt.Errorf("x: %w", &youtube.Error{Class: youtube.GeoBlocked}), problem.GeoBlocked},
		{fmt.Errorf("x: %w", transfer.ErrGated), problem.Gated},
		{fmt.Errorf("%w: %w", transfer.ErrRefused, &transfer.StatusError{Code: 403}), problem.Gated},
		{transfer.ErrExpiring, problem.Expired},
		{&transfer.StatusError{Code: 429}, problem.RateLimited},
		{&transfer.StatusError{Code: 503}, problem.Unreachable},
		{transfer.ErrStalled, problem.Unreachable},
		{fmt.Errorf("x: %w", &transfer.NetworkError{Op: "read", Err: io.ErrUnexpectedEOF}), problem.Unreachable},
		{&transfer.NetworkError{Op: "request", Err: io.EOF}, problem.Unreachable},
		{&transfer.NetworkError{Op: "request", Err: errors.New("Bad Gateway")}, problem.Unreachable}, // a proxy's answer to CONNECT
		{&transfer.NetworkError{Op: "request", Err: dial(syscall.ENETUNREACH)}, problem.Offline},
		{&transfer.NetworkError{Op: "request", Err: &net.DNSError{IsNotFound: true}}, problem.Offline},
		{&transfer.NetworkError{Op: "request", Err: &tls.CertificateVerificationError{Err: errors.New("x509: not yet valid")}}, problem.Untrusted},
		{&transfer.NetworkError{Op: "request", Err: &netfail.ProxyError{Code: 407}}, problem.Proxy},
		{dial(syscall.ECONNREFUSED), problem.Unreachable},
		{dial(syscall.ENETUNREACH), problem.Offline},
		{dial(syscall.EHOSTUNREACH), problem.Offline},
		{&net.DNSError{IsNotFound: true}, problem.Offline},
		{&net.DNSError{IsTimeout: true}, problem.Offline},
		{&url.Error{Op: "Get", Err: dial(10050)}, problem.Offline}, // Windows: WSAENETDOWN
		{&url.Error{Op: "Get", Err: dial(10051)}, problem.Offline}, // Windows: WSAENETUNREACH
		{&url.Error{Op: "Get", Err: dial(10065)}, problem.Offline}, // Windows: WSAEHOSTUNREACH
		{fmt.Errorf("%w: %w", transfer.ErrWrite, diskFull), problem.DiskFull},
		{fmt.Errorf("%w: %w", transfer.ErrWrite, &fs.PathError{Op: "write", Err: fs.ErrPermission}), problem.NotWritable},
		{fmt.Errorf("%w: %w", transfer.ErrWrite, &fs.PathError{Op: "write", Err: readOnly}), problem.NotWritable},
		{fmt.Errorf("x: %w", media.ErrDamaged), problem.Damaged},
		{fmt.Errorf("x: %w", transfer.ErrRange), problem.Unreachable},
		{fmt.Errorf("%w: %w", transfer.ErrWrite, &fs.PathError{Op: "write", Err: syscall.EIO}), problem.NotWritable},
		{&os.LinkError{Op: "rename", Err: syscall.ENODEV}, problem.NotWritable},
		{&fs.PathError{Op: "write", Err: diskFull}, problem.DiskFull},
		{&youtube.Error{Class: youtube.Unreachable, Err: &tls.CertificateVerificationError{Err: errors.New("x509: not yet valid")}}, problem.Untrusted},
		{&url.Error{Op: "Get", Err: tls.RecordHeaderError{Msg: "first record does not look like a TLS handshake"}}, problem.Untrusted},
		{&youtube.Error{Class: youtube.Unreachable, Err: http.ErrSchemeMismatch}, problem.Untrusted},
		{&youtube.Error{Class: youtube.Unreachable, Err: &net.OpError{Op: "proxyconnect", Err: dial(syscall.ECONNREFUSED)}}, problem.Proxy},
		{fmt.Errorf("x: %w", netfail.CheckProxy(context.TODO(), nil, nil, &http.Response{StatusCode: 407, Status: "407 Proxy Authentication Required"})), problem.Proxy},
		{errors.New("something"), problem.Unknown},
	} {
		got := problem.Classify(tt.err)
		if got.Class != tt.want {
			t.Errorf("%v: %s, want %s", tt.err, got.Class, tt.want)
		}
		if !errors.Is(got, tt.err) {
			t.Errorf("%v: the cause was lost", tt.err)
		}
	}
}

func TestEveryLookupClassIsAClass(t *testing.T) {
	known := map[problem.Class]bool{}
	for _, c := range problem.Classes() {
		known[c] = true
	}
	for _, c := range youtube.Classes() {
		if !known[problem.Class(c)] {
			t.Errorf("%s is no class here", c)
		}
	}
}
