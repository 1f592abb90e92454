#!/usr/bin/env bash
# Uses the real window once, as a person would, on a display that is nowhere:
# pastes two videos and a song from the practice site, waits until all three
# are saved, and asks ffprobe whether they play.
#
#   scripts/smoke.sh ./hilo [screenshot.png]
set -euo pipefail
hilo=$(realpath "$1")
shot=${2:-}
limit=120 # seconds for any one wait

work=$(mktemp -d)
export HOME=$work XDG_CONFIG_HOME=$work/config XDG_CACHE_HOME=$work/cache XDG_DOWNLOAD_DIR=$work/downloads LANG=en_US.UTF-8
unset WAYLAND_DISPLAY
mkdir -p "$XDG_DOWNLOAD_DIR"
files="$XDG_DOWNLOAD_DIR/Hilo practice"
pids=()
cleanup() {
	for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done
	wait 2>/dev/null || true
	rm -rf "$work"
}
trap cleanup EXIT

die() {
	echo "smoke: $*" >&2
	echo "--- what the window printed:" >&2
	cat "$work/out" >&2 || true
	ls -la "$files" >&2 || true
	[ -z "${DISPLAY:-}" ] || import -window root "${TMPDIR:-/tmp}/hilo-smoke-failed.png" 2>/dev/null || true
	exit 1
}

# until_true NAME COMMAND...: waits for a command to succeed.
until_true() {
	local what=$1 end=$((SECONDS + limit))
	shift
	until "$@" >/dev/null 2>&1; do
		[ "$SECONDS" -lt "$end" ] || die "never: $what"
		sleep 0.1
	done
}

Xvfb -displayfd 3 -screen 0 1280x900x24 3>"$work/display" >/dev/null 2>&1 &
pids+=($!)
until_true "display" test -s "$work/display"
DISPLAY=:$(tr -d '\n' <"$work/display")
export DISPLAY
openbox >/dev/null 2>&1 &
pids+=($!)
until_true "window manager" sh -c 'xprop -root _NET_SUPPORTING_WM_CHECK | grep -q "window id"'

"$hilo" -demo -data "$work/data" >"$work/out" 2>&1 &
app=$!
pids+=("$app")
until_true "window" xdotool search --onlyvisible --name '^Hilo$'
window=$(xdotool search --onlyvisible --name '^Hilo$' | tail -n 1)
xdotool windowactivate --sync "$window" windowfocus --sync "$window"

paste() { # text
	printf '%s' "$1" | xclip -selection clipboard -i
	xdotool key --window 0 ctrl+v
}
finished() { # count
	[ "$(find "$files" -type f ! -name '.*' | wc -l)" -eq "$1" ] && [ -z "$(find "$files" -type f -name '.*')" ]
}
# The first frame comes a little after the window; a paste into nothing is
# repeated until it has an effect, and a link that is known is not added twice.
paste_videos() {
	paste $'https://www.youtube.com/watch?v=HiloDemo001\nand https://youtu.be/HiloDemo004'
	sleep 1
	[ -d "$files" ]
}
until_true "pasted links" paste_videos

# xdotool counts the frame twice here.
X=$(xwininfo -id "$window" 2>/dev/null | awk '/Absolute upper-left X/ {print $4}')
Y=$(xwininfo -id "$window" 2>/dev/null | awk '/Absolute upper-left Y/ {print $4}')
pixel() { import -window "$window" -crop "1x1+$1+$2" txt:- | tail -n 1 | cut -d' ' -f 4; }
press() { # x y of the window
	xdotool mousemove --sync $((X + $1)) $((Y + $2))
	sleep 0.2 # the pointer must be seen there before it presses
	xdotool click 1
}
unchosen=$(pixel 108 94)
choose_audio() {
	[ "$(pixel 108 94)" != "$unchosen" ] || { press 134 94; sleep 0.3; return 1; }
}
until_true "Audio chosen" choose_audio
press 400 40 # the box
xdotool type --delay 5 'youtu.be/HiloDemo007'
xdotool key Return
until_true "three files" finished 3
[ -z "$shot" ] || { sleep 1; import -window "$window" "$shot"; }

tracks() { ffprobe -v error -show_entries stream=codec_name -of csv=p=0 "$1" | tr '\n' ' '; }
videos=0 songs=0
for f in "$files"/*; do
	case $(tracks "$f") in
	*h264*aac*) videos=$((videos + 1)) ;;
	aac* | mp3* | opus*) songs=$((songs + 1)) ;;
	*) die "$f has tracks $(tracks "$f")" ;;
	esac
	ffmpeg -v error -xerror -i "$f" -map 0:a -f null - || die "$f does not play"
done
[ "$videos $songs" = "2 1" ] || die "$videos videos and $songs songs"

kill -TERM "$app"
wait "$app" || die "the window ended with status $?"
echo "smoke: two videos and a song, pasted, saved and played"
