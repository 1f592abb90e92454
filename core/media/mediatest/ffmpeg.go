package mediatest

import (
	"encoding/binary"
	"math"
	"os/exec"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// NeedFFmpeg skips the test when ffmpeg is not installed.
func NeedFFmpeg(t testing.TB) {
	t.Helper()
	for _, name := range []string{"ffmpeg", "ffprobe"} {
		if _, err := exec.LookPath(name); err != nil {
			t.Skip("needs " + name)
		}
	}
}

// Run runs a program and returns its output. It fails the test if the program fails
// or reports anything unusual.
func Run(t testing.TB, name string, args ...string) string {
	t.Helper()
	var out, errs strings.Builder
	cmd := exec.CommandContext(t.Context(), name, args...)
	cmd.Stdout, cmd.Stderr = &out, &errs
	err := cmd.Run()
	said := unusual(errs.String())
	if err != nil || said != "" {
		t.Fatalf("%s %s: %v\n%s", name, strings.Join(args, " "), err, said)
	}
	return out.String()
}

// unusual leaves out what ffprobe says of its own files too.
func unusual(text string) string {
	var rest []string
	for line := range strings.Lines(text) {
		ofCover := strings.Contains(line, "stream 0, timescale not set")
		ofChapters := strings.Contains(line, "Unsupported codec with id 98314 ")
		if !ofCover && !ofChapters {
			rest = append(rest, line)
		}
	}
	return strings.Join(rest, "")
}

// Probe is what ffprobe reports of a file as JSON.
type Probe struct {
	Format struct {
		Duration string
		Tags     map[string]string
	}
	Chapters []struct {
		StartTime string `json:"start_time"`
		EndTime   string `json:"end_time"`
		Tags      map[string]string
	}
	Streams []struct {
		CodecName string `json:"codec_name"`
		Width     int
	}
}

// ProbePackets returns the checksum of every packet of one kind of stream.
func ProbePackets(t testing.TB, path, kind, entries string) string {
	text := Run(t, "ffprobe", "-v", "error", "-select_streams", kind+":0", "-show_packets", "-show_data_hash", "md5",
		"-show_entries", "packet="+entries, "-of", "csv=p=0", path)
	return discarded.ReplaceAllString(text, "K_")
}

// discarded is how ffprobe marks packets that an edit list skips, which it
// does not do in fragmented streams.
var discarded = regexp.MustCompile(`KD(,Skip Samples.*\n)?`)

// Decoded is the sound of a file as ffmpeg plays it: 16 bits, interleaved.
func Decoded(t testing.TB, path string) []byte {
	t.Helper()
	return []byte(Run(t, "ffmpeg", "-v", "warning", "-xerror", "-i", path, "-map", "0:a:0", "-f", "s16le", "-"))
}

// Loudness is the integrated loudness of a file's sound in LUFS, as ffmpeg's meter
// measures it (EBU R 128).
func Loudness(t testing.TB, path string) float64 {
	t.Helper()
	text := Run(t, "ffmpeg", "-v", "error", "-i", path, "-map", "0:a:0", "-af", "ebur128=metadata=1,ametadata=print:key=lavfi.r128.I:file=-", "-f", "null", "-")
	at := strings.LastIndex(text, "lavfi.r128.I=")
	if at < 0 {
		t.Fatalf("the meter printed %.200q", text)
	}
	lufs, err := strconv.ParseFloat(strings.TrimSpace(text[at+len("lavfi.r128.I="):]), 64)
	if err != nil {
		t.Fatal(err)
	}
	return lufs
}

// Likeness is how much louder a sound is than its difference from another, in dB.
func Likeness(a, b []byte) float64 {
	var signal, noise float64
	for i := 0; i+1 < min(len(a), len(b)); i += 2 {
		x := float64(int16(binary.LittleEndian.Uint16(a[i:])))
		y := float64(int16(binary.LittleEndian.Uint16(b[i:])))
		signal += x * x
		noise += (x - y) * (x - y)
	}
	return 10 * math.Log10(signal/max(noise, 1))
}
