//go:build bench

package main

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"
)

// process is a process with the window.
type process struct {
	cmd   *exec.Cmd
	ends  chan error
	began time.Time
	lines atomic.Int64 // that it wrote
}

// Write counts the lines of the standard output.
func (p *process) Write(data []byte) (int, error) {
	p.lines.Add(int64(bytes.Count(data, []byte("\n"))))
	return len(data), nil
}

// start starts a program.
func start(name string, args ...string) (*process, error) {
	p := &process{cmd: exec.Command(name, args...), ends: make(chan error, 1)} //nolint:noctx // stop ends it
	p.cmd.Stdout, p.cmd.Stderr = p, os.Stderr
	p.began = time.Now()
	if err := p.cmd.Start(); err != nil {
		return nil, err
	}
	go func() { p.ends <- p.cmd.Wait() }()
	return p, nil
}

// stop ends the process, and waits for it.
func (p *process) stop() error {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.ends:
		return nil
	case <-time.After(30 * time.Second):
		_ = p.cmd.Process.Kill()
		return errors.New("the window did not end within 30 s")
	}
}

// usage is what a process used of the processor since it began.
type usage struct {
	at     time.Time
	total  time.Duration
	raster time.Duration // of that, by the threads that draw for OpenGL
}

// hundredth is the unit in which Linux tells processor time.
const hundredth = 10 * time.Millisecond

// usage reads what the kernel counts.
func (p *process) usage() (usage, error) {
	u := usage{at: time.Now()}
	var err error
	if u.total, err = ticks(filepath.Join("/proc", strconv.Itoa(p.cmd.Process.Pid))); err != nil {
		return u, err
	}
	threads, err := filepath.Glob(filepath.Join("/proc", strconv.Itoa(p.cmd.Process.Pid), "task", "*"))
	for _, t := range threads {
		if name, _ := os.ReadFile(filepath.Join(t, "comm")); !bytes.HasPrefix(name, []byte("llvmpipe")) {
			continue
		}
		if took, err := ticks(t); err == nil { // a thread may have ended
			u.raster += took
		}
	}
	return u, err
}

// ticks returns the processor time of a process or thread, by its folder in /proc.
func ticks(dir string) (time.Duration, error) {
	data, err := os.ReadFile(filepath.Join(dir, "stat"))
	if err != nil {
		return 0, err
	}
	_, rest, ok := strings.Cut(string(data), ") ") // the name may have spaces
	fields := strings.Fields(rest)
	if !ok || len(fields) < 13 {
		return 0, fmt.Errorf("%s/stat: %q", dir, data)
	}
	user, err1 := strconv.Atoi(fields[11])
	system, err2 := strconv.Atoi(fields[12])
	return time.Duration(user+system) * hundredth, errors.Join(err1, err2)
}

// memory returns how many bytes of memory the process has now, and had at most, and how
// many of those of now are its own: they are neither mapped from files nor shared. System
// monitors show these.
func (p *process) memory() (now, most, own int64, err error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		return 0, 0, 0, err
	}
	for line := range strings.Lines(string(data)) {
		var kb int64
		if n, _ := fmt.Sscanf(line, "RssAnon: %d kB", &kb); n == 1 {
			own = kb << 10
		}
		if n, _ := fmt.Sscanf(line, "VmRSS: %d kB", &kb); n == 1 {
			now = kb << 10
		}
		if n, _ := fmt.Sscanf(line, "VmHWM: %d kB", &kb); n == 1 {
			most = kb << 10
		}
	}
	return now, most, own, nil
}

// forgetPeak has memory tell the most from now on: before the first frame, the process made the
// queue of its scene.
func (p *process) forgetPeak() error {
	const peak = "5" // proc_pid_clear_refs(5)
	return os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", p.cmd.Process.Pid), []byte(peak), 0)
}

// mapped returns how many bytes of memory are mapped from files of OpenGL's software
// renderer, and how many C has allocated: textures, most of all.
func (p *process) mapped() (renderer, allocated int64, err error) {
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/smaps", p.cmd.Process.Pid))
	if err != nil {
		return 0, 0, err
	}
	name := ""
	for line := range strings.Lines(string(data)) {
		fields := strings.Fields(line)
		if len(fields) > 0 && !strings.HasSuffix(fields[0], ":") {
			name = fields[len(fields)-1]
		}
		var kb int64
		if n, _ := fmt.Sscanf(line, "Rss: %d kB", &kb); n != 1 {
			continue
		}
		switch {
		case name == "[heap]":
			allocated += kb << 10
		case strings.Contains(name, "libLLVM"), strings.Contains(name, "_dri.so"), strings.Contains(name, "libgallium"):
			renderer += kb << 10
		}
	}
	return renderer, allocated, nil
}
