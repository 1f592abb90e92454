#!/usr/bin/env bash
# Opens Hilo's window on a virtual display, pastes a link of the demo, waits until
# the video is saved and ends Hilo. For use inside a clean system, where nothing
# but Xvfb, xdotool, xclip and openbox is installed.
#
#   try-window.sh PROGRAM
set -euo pipefail
program=$1
limit=180
work=$(mktemp -d)
pids=()
cleanup() {
	for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done
	wait 2>/dev/null || true
	rm -rf "$work"
}
trap cleanup EXIT
until_true() { # NAME COMMAND...
	local what=$1 end=$((SECONDS + limit))
	shift
	until "$@" >/dev/null 2>&1; do
		[ "$SECONDS" -lt "$end" ] || { echo "never: $what" >&2; cat "$work/out" >&2; exit 1; }
		sleep 0.1
	done
}
export XDG_DOWNLOAD_DIR=$HOME/Downloads
mkdir -p "$XDG_DOWNLOAD_DIR"
Xvfb -displayfd 3 -screen 0 1000x800x24 3>"$work/display" >/dev/null 2>&1 &
pids+=($!)
until_true display test -s "$work/display"
DISPLAY=:$(tr -d '\n' <"$work/display")
export DISPLAY
openbox >/dev/null 2>&1 &
pids+=($!)
until_true "window manager" sh -c 'xprop -root _NET_SUPPORTING_WM_CHECK | grep -q "window id"'

began=$(date +%s%N)
"$program" -demo >"$work/out" 2>&1 &
app=$!
pids+=("$app")
until_true window xdotool search --onlyvisible --name '^Hilo$'
opened=$(($(date +%s%N) - began))
window=$(xdotool search --onlyvisible --name '^Hilo$' | tail -n 1)
xdotool windowactivate --sync "$window" windowfocus --sync "$window"
class=$(xprop -id "$window" WM_CLASS)
printf 'https://youtu.be/HiloDemo001' | xclip -selection clipboard -i
pasted() { # a paste before the first frame has no effect
	xdotool key --window 0 ctrl+v
	sleep 1
	[ -d "$HOME/Downloads/Hilo demo" ]
}
until_true "pasted link" pasted
saved() { [ "$(find "$HOME/Downloads/Hilo demo" -type f ! -name '.*' | wc -l)" -eq 1 ] && [ -z "$(find "$HOME/Downloads/Hilo demo" -name '.*')" ]; }
until_true "saved video" saved
kill -TERM "$app"
wait "$app" || { echo "the window ended with status $?" >&2; exit 1; }
echo "window after $((opened / 1000000)) ms, video saved, ended by itself ($class)"
