#!/usr/bin/env bash
# Takes pictures of the window on the simulated YouTube into a folder: the list
# of downloads, the options of a video, a playlist and a search.
#
#   scripts/screenshots.sh ./hilo docs/screenshots          # those of the README
#   ALL=1 scripts/screenshots.sh ./hilo pictures            # both light and dark,
#                                     # for screens of simple and double density
set -euo pipefail
hilo=$(realpath "$1")
into=$(realpath "$2")
# shellcheck source=scripts/display.sh
. "$(dirname "$0")/display.sh"

# Two videos take some time, two are saved soon, two fail.
list=$'youtu.be/HiloDemo002\nyoutu.be/HiloDemo008\nyoutu.be/HiloDemo001\nyoutu.be/HiloDemo101\nyoutu.be/HiloDemo103\nyoutu.be/HiloDemo005'

saved() { # count
	[ "$(find "$files" -type f ! -name '.*' | wc -l)" -ge "$1" ]
}
# still is true when the middle of the window, where dialogs are, stays the same
# for half a second.
still() {
	local part a b
	part=$((560 * scale))x$((640 * scale))+$((200 * scale))+$((40 * scale))
	a=$(import -window "$window" -crop "$part" rgb:- | cksum)
	sleep 0.5
	b=$(import -window "$window" -crop "$part" rgb:- | cksum)
	[ "$a" = "$b" ]
}
shoot() { # name
	import -window "$window" -strip "$into/$1.png"
	echo "$into/$1.png"
}

# take THEME SCALE SUFFIX
take() {
	local theme=$1 scale=$2 suffix=$3
	rm -rf "$files" "$work/data"
	FYNE_THEME=$theme FYNE_SCALE=$scale start_hilo "$hilo" -demo -data "$work/data"
	xdotool windowsize --sync "$window" $((960 * scale)) $((720 * scale))
	paste_links "$list"
	place_of_window
	until_true "a saved video" saved 1
	until_true "another one" saved 2
	sleep 3 # until the rows show their speed and the time left
	shoot "list-$suffix"
	if [ "$suffix" = light ] || [ -n "${ALL:-}" ]; then
		paste 'https://www.youtube.com/playlist?list=PLHiloDemoSlowWeekend0123456789abc'
		until_true "the playlist" still
		sleep 2 # until the thumbnails are there
		shoot "picker-$suffix"
		xdotool key Escape
		xdotool type --delay 20 'the'
		xdotool key Return
		until_true "the results" still
		sleep 2
		shoot "search-$suffix"
		xdotool key Escape ctrl+l ctrl+a
		xdotool type --delay 5 'youtu.be/HiloDemo006'
		xdotool key ctrl+Return
		until_true "the options" still
		shoot "options-$suffix"
	fi
	kill -TERM "$app"
	wait "$app" || die "the window ended with status $?"
}

start_display 2000 1500
take light 1 light
take dark 1 dark
[ -n "${ALL:-}" ] || exit 0
take light 2 light-2x
take dark 2 dark-2x
