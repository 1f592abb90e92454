# shellcheck shell=bash
# Sourced by scripts that use the real window on a virtual display. After
#
#   . scripts/display.sh
#   start_display 1280 900
#   start_hilo ./hilo -demo ...
#
# $window is the id of Hilo's window, $app the id of its process and $work a
# temporary folder, which is HOME and is removed in the end. $files is where the
# demo saves. A script may set limit, the seconds of any one wait.
limit=${limit:-120}
name=$(basename "$0" .sh)

work=$(mktemp -d)
export HOME=$work XDG_CONFIG_HOME=$work/config XDG_DATA_HOME=$work/share XDG_STATE_HOME=$work/state XDG_CACHE_HOME=$work/cache XDG_DOWNLOAD_DIR=$work/downloads LANG=en_US.UTF-8
unset WAYLAND_DISPLAY
mkdir -p "$XDG_DOWNLOAD_DIR"
files="$XDG_DOWNLOAD_DIR/Hilo demo"
pids=()
cleanup() {
	for p in "${pids[@]}"; do kill "$p" 2>/dev/null || true; done
	wait 2>/dev/null || true
	rm -rf "$work"
}
trap cleanup EXIT

die() {
	echo "$name: $*" >&2
	echo "--- what the window printed:" >&2
	cat "$work/out" >&2 || true
	ls -la "$files" >&2 || true
	[ -z "${DISPLAY:-}" ] || import -window root "${TMPDIR:-/tmp}/hilo-$name-failed.png" 2>/dev/null || true
	exit 1
}

# until_true NAME COMMAND...: waits until a command succeeds.
until_true() {
	local what=$1 end=$((SECONDS + limit))
	shift
	until "$@" >/dev/null 2>&1; do
		[ "$SECONDS" -lt "$end" ] || die "never: $what"
		sleep 0.1
	done
}

# start_display WIDTH HEIGHT [OPTION OF XVFB...]: starts a display with a window manager.
start_display() {
	rm -f "$work/display"
	Xvfb -displayfd 3 -screen 0 "$1x$2x24" "${@:3}" 3>"$work/display" >/dev/null 2>&1 &
	pids+=($!)
	until_true "display" test -s "$work/display"
	DISPLAY=:$(tr -d '\n' <"$work/display")
	export DISPLAY
	openbox >/dev/null 2>&1 &
	pids+=($!)
	until_true "window manager" sh -c 'xprop -root _NET_SUPPORTING_WM_CHECK | grep -q "window id"'
}

# start_hilo HILO ARGUMENTS...: starts Hilo and activates its window.
start_hilo() {
	"$@" >"$work/out" 2>&1 &
	app=$!
	pids+=("$app")
	until_true "window" xdotool search --onlyvisible --name 'Hilo$'
	window=$(xdotool search --onlyvisible --name 'Hilo$' | tail -n 1)
	until_true "focus" focused
}

focused() { # xdotool's --sync would wait without a limit
	xdotool windowactivate "$window" windowfocus "$window"
	sleep 0.2
	[ "$(xdotool getwindowfocus)" = "$window" ]
}

paste() { # text
	printf '%s' "$1" | xclip -selection clipboard -i
	xdotool key --window 0 ctrl+v
}

# paste_links TEXT: pastes until a download starts. The first frame comes some
# time after the window and a paste before it has no effect; a link that is in
# the list is not added twice.
paste_links() {
	until_true "pasted links" pasted "$1"
}
pasted() { # text
	paste "$1"
	sleep 1
	[ -d "$files" ]
}

# type_link TEXT: types a link into the entry and presses Enter until a download
# starts. On a busy computer the first letters may come before the entry has the
# focus; what is left of the link is then searched for, in a dialog.
type_link() {
	place_of_window
	before=$(find "$files" -type f | wc -l)
	until_true "typed link" typed "$1"
}
typed() { # text
	press 400 40 # the link entry
	xdotool key ctrl+a
	xdotool type --delay 15 "$1"
	xdotool key Return
	sleep 2
	[ "$(find "$files" -type f | wc -l)" -gt "$before" ] || { xdotool key Escape; return 1; }
}

# place_of_window sets X and Y; xdotool would count the window's frame twice.
place_of_window() {
	X=$(xwininfo -id "$window" 2>/dev/null | awk '/Absolute upper-left X/ {print $4}')
	Y=$(xwininfo -id "$window" 2>/dev/null | awk '/Absolute upper-left Y/ {print $4}')
}

# choose_audio chooses Audio. The pointer leaves the button before its colour is
# looked at, which the pointer changes, too.
choose_audio() {
	place_of_window
	unchosen=$(pixel 108 94)
	until_true "Audio chosen" audio_chosen
}
audio_chosen() {
	[ "$(pixel 108 94)" != "$unchosen" ] || {
		press 134 94
		xdotool mousemove --sync $((X + 400)) $((Y + 600))
		sleep 0.3
		return 1
	}
}

pixel() { # x y of the window
	import -window "$window" -crop "1x1+$1+$2" txt:- | tail -n 1 | cut -d' ' -f 4
}

press() { # x y of the window
	xdotool mousemove $((X + $1)) $((Y + $2)) # --sync would wait for a pointer that is there already
	sleep 0.2 # the window must notice the pointer before the click
	xdotool click 1
}
