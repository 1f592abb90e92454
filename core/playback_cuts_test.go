//go:build unix

package core_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"testing"
	"time"

	"github.com/hilo-app/hilo/core"
	"github.com/hilo-app/hilo/core/format"
	"github.com/hilo-app/hilo/core/youtube/simulator"
)

// cutsPage is a page with a file without some parts and the whole one. shot returns the
// brightness of 32x18 points of a video at a time; play plays the first from a time up to another,
// or to its end, and returns the least mean brightness of the pictures that appear.
const cutsPage = `<!doctype html><video id=cut src=cut.mp4 muted preload=auto></video><video id=whole src=whole.mp4 muted preload=auto></video>
<script>
const find = id => document.getElementById(id);
const event = (v, name) => new Promise((done, failed) => {
	v.addEventListener(name, done, {once: true});
	v.addEventListener("error", () => failed(v.error.message), {once: true});
	setTimeout(failed, 30000, "never " + name);
});
function points(v) {
	const c = Object.assign(document.createElement("canvas"), {width: 32, height: 18}).getContext("2d");
	c.drawImage(v, 0, 0, 32, 18);
	const d = c.getImageData(0, 0, 32, 18).data, list = [];
	for (let i = 0; i < d.length; i += 4) list.push(Math.round((d[i] + d[i+1] + d[i+2]) / 3));
	return list;
}
async function ready(id) {
	const v = find(id);
	while (v.readyState < 2) await event(v, "loadeddata");
	return v;
}
async function shot(id, at) {
	const v = await ready(id), there = event(v, "seeked");
	v.currentTime = at;
	await there;
	return points(v);
}
async function play(from, to) {
	const v = await ready("cut");
	await shot("cut", from);
	let least = 255, shown = 0, last = 0;
	const look = (_, m) => {
		const p = points(v);
		least = Math.min(least, p.reduce((a, b) => a + b) / p.length);
		shown++, last = m.mediaTime;
		v.requestVideoFrameCallback(look);
	};
	v.requestVideoFrameCallback(look);
	await v.play();
	while (v.currentTime < to && !v.ended) await event(v, "timeupdate");
	v.pause();
	return {least, shown, last, time: v.currentTime, ended: v.ended};
}
</script>`

// promise evaluates a script that makes a promise, and decodes what that becomes.
func (b *browser) promise(script string, result any) {
	b.t.Helper()
	var r struct {
		Result           struct{ Value json.RawMessage }
		ExceptionDetails json.RawMessage
	}
	b.ask("Runtime.evaluate", map[string]any{"expression": script, "awaitPromise": true, "returnByValue": true}, &r)
	if r.ExceptionDetails != nil {
		b.t.Fatalf("%s: %s", script, r.ExceptionDetails)
	}
	if err := json.Unmarshal(r.Result.Value, result); err != nil {
		b.t.Fatal(err)
	}
}

// TestBrowserPlaysCuts has Chromium play an MP4 file of which parts are left out: it has
// the length that is left, shows on both sides of each joint what the whole file does
// there, plays over the joints without a black picture, and comes to the end.
func TestBrowserPlaysCuts(t *testing.T) {
	program, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("Chromium is not installed")
	}
	h := newHarness(t)
	v := video("aaaaaaaaaaa", "Bridges")
	v.Media = []simulator.Media{
		{Itag: 136, MIME: mp4H264, Width: 1280, Height: 720, Content: simulator.H264x720.Content()},
		{Itag: 140, MIME: mp4AAC, Content: simulator.AAC.Content()},
	}
	v.Sponsored = []simulator.Sponsored{ // key frames are at 0, 5 and 10 s
		{From: 2 * sec, To: 4500 * time.Millisecond, Category: "sponsor"}, {From: 6 * sec, To: 7 * sec, Category: "sponsor"},
	}
	h.site.Add(v)
	h.open(nil)
	w := format.Wish{Kind: format.Video, Format: format.MP4}
	whole := h.awaitState(h.wish(w, "aaaaaaaaaaa")[0], core.Done)
	w.SponsorBlock = format.SponsorBlock{Mode: format.SponsorRemove}
	cut := h.awaitState(h.wish(w, "aaaaaaaaaaa")[0], core.Done)

	site := http.NewServeMux()
	site.HandleFunc("/cut.mp4", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, cut.File) })
	site.HandleFunc("/whole.mp4", func(w http.ResponseWriter, r *http.Request) { http.ServeFile(w, r, whole.File) })
	site.HandleFunc("/{$}", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, cutsPage) })
	server := httptest.NewServer(site)
	defer server.Close()
	b := startBrowser(t, program)
	var none struct{}
	b.ask("Page.navigate", map[string]any{"url": server.URL}, &none)
	b.await("a picture", func(s videoState) bool { return s.Ready >= 2 })

	var length float64
	b.promise(`ready("cut").then(v => v.duration)`, &length)
	var all float64
	b.promise(`ready("whole").then(v => v.duration)`, &all)
	t.Logf("lasts %.3f s of %.3f s", length, all)
	// It counts until the last picture is decoded, some pictures later than in the whole file.
	if d := all - length - (whole.Duration - cut.Duration).Seconds(); d > 0.1 || d < -0.1 {
		t.Errorf("lasts %v of %v s, but %v of %v are left", length, all, cut.Duration, whole.Duration)
	}
	// Packets of 1024/44100 s are left out: the 86th up to the 194th, and the 258th up to the 301st.
	const packet = 1024. / 44100
	joints := []float64{86 * packet, (86 + 258 - 194) * packet}
	behind := []float64{194 * packet, 301 * packet}
	for i, joint := range joints {
		before := joint // in the whole video
		if i > 0 {
			before += behind[i-1] - joints[i-1]
		}
		for _, by := range []float64{-0.3, -0.05, 0.05, 0.3} {
			there := before + by
			if by > 0 {
				there = behind[i] + by
			}
			var got, want []float64
			b.promise(fmt.Sprintf(`shot("cut", %f)`, joint+by), &got)
			b.promise(fmt.Sprintf(`shot("whole", %f)`, there), &want)
			d := difference(got, want)
			t.Logf("%.3f s: differs by %.1f from the whole video at %.3f s", joint+by, d, there)
			if d > 4 {
				t.Errorf("another picture at %.3f s", joint+by)
			}
		}
	}
	var played struct {
		Least, Shown, Last, Time float64
		Ended                    bool
	}
	for _, part := range [][2]float64{{joints[0] - 0.5, joints[1] + 0.5}, {length - 0.5, length + 1}} {
		b.promise(fmt.Sprintf(`play(%f, %f)`, part[0], part[1]), &played)
		t.Logf("%+v", played)
		if toEnd := part[1] > length; played.Ended != toEnd || played.Shown < 2 || played.Least < 20 || played.Last < min(part[1], length)-1 {
			t.Errorf("played %v: %+v", part, played)
		}
	}
}

// difference is the mean of how much points differ, of 255.
func difference(a, b []float64) (sum float64) {
	for i := range a {
		sum += max(a[i]-b[i], b[i]-a[i])
	}
	return sum / float64(len(a))
}
