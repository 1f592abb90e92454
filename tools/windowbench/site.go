//go:build bench

package main

import (
	"bufio"
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// site is the simulated YouTube of a scene, in a process of its own: neither its
// processor time nor its memory is the window's.
type site struct {
	cmd   *exec.Cmd
	input io.Closer // the process ends with it
	addr  string
	pool  *x509.CertPool
}

// startSite starts the simulated YouTube with n videos.
func startSite(n int, dir string) (*site, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	s := &site{cmd: exec.Command(self, "-site", fmt.Sprint(n), "-dir", dir), pool: x509.NewCertPool()} //nolint:noctx // close ends it
	s.cmd.Stderr = os.Stderr
	if s.input, err = s.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	output, err := s.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := s.cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		return nil, errors.Join(err, s.close())
	}
	s.addr = strings.TrimSpace(line)
	authority, err := os.ReadFile(authorityFile(dir))
	if err != nil || !s.pool.AppendCertsFromPEM(authority) {
		return nil, errors.Join(errors.New("no certificate of the simulated YouTube"), err, s.close())
	}
	return s, nil
}

// close ends the process.
func (s *site) close() error {
	return errors.Join(s.input.Close(), s.cmd.Wait())
}

// transport returns what reaches the site whatever the host, as the simulator's own does.
func (s *site) transport() *http.Transport {
	var dialer net.Dialer
	return &http.Transport{
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return dialer.DialContext(ctx, "tcp", s.addr)
		},
		TLSClientConfig:     &tls.Config{RootCAs: s.pool},
		MaxIdleConnsPerHost: 16,
	}
}

// serveSite serves n videos, writes the address to the standard output, and returns when
// the standard input ends.
func serveSite(n int, dir string) error {
	server := simulator.NewServer()
	defer server.Close()
	server.SetPace(pace)
	for _, v := range videos(n) {
		server.Add(v)
	}
	if err := os.WriteFile(authorityFile(dir), server.Authority(), 0o600); err != nil {
		return err
	}
	fmt.Println(server.Addr())
	_, err := io.Copy(io.Discard, os.Stdin)
	return err
}

func authorityFile(dir string) string { return filepath.Join(dir, "authority.pem") }
