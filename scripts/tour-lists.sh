#!/usr/bin/env bash
# Does with a list what a person does, in the real window on a simulated YouTube, and
# takes a picture of each step into a folder: 12 of 230 videos are picked by a range,
# downloaded and numbered, interrupted and resumed; added again they are known; one
# file that was deleted is offered again; the list is followed and two new videos
# appear. It fails when the files are not what they should be.
#
#   go build -tags migrated_fynedo -trimpath -o listdemo ./tools/listdemo
#   scripts/tour-lists.sh ./listdemo docs/screenshots
set -euo pipefail
listdemo=$(realpath "$1")
into=$(realpath "$2")
# shellcheck source=scripts/display.sh
. "$(dirname "$0")/display.sh"

link='https://www.youtube.com/playlist?list=PLHiloStories0123456789abcdefghijk'
files="$XDG_DOWNLOAD_DIR"
folder="$files/Learn Spanish with stories"
grown=0

# The window reads its commands from a pipe, which has to stay open.
mkfifo "$work/commands"
exec 9<>"$work/commands"
start() {
	cat >"$work/run" <<-END
		#!/bin/sh
		exec "$listdemo" -dir "$files" -store "$work/queue.db" -grown $grown <"$work/commands"
	END
	chmod +x "$work/run"
	FYNE_THEME=light FYNE_SCALE=1 start_hilo "$work/run"
	xdotool windowsize --sync "$window" 960 720
	place_of_window
	until_true "the first frame" drawn
}
drawn() { [ "$(import -window "$window" png:- | identify -format %k -)" -gt 50 ]; }
stop() {
	kill -TERM "$app"
	wait "$app" || die "the window ended with status $?"
}
# still is true when the window stays the same for half a second.
still() {
	local a b
	a=$(import -window "$window" rgb:- | cksum)
	sleep 0.5
	b=$(import -window "$window" rgb:- | cksum)
	[ "$a" = "$b" ]
}
shoot() { # name
	import -window "$window" -strip "$into/$1.png"
	echo "$into/$1.png"
}
videos() { find "$folder" -name '*.mp4' 2>/dev/null | wc -l; }
has() { [ "$(videos)" -eq "$1" ]; }     # that many videos
hasMost() { [ "$(videos)" -ge "$1" ]; } # or more
# open_list pastes the link until the picker covers the middle of the window.
open_list() {
	printf '%s' "$link" | xclip -selection clipboard -i
	until_true "the picker" opened
	until_true "the list" read_to_its_end
}
# read_to_its_end is true when the Download button can be pressed and nothing changes.
read_to_its_end() { [[ $(pixel 725 655) == '#0B'*78*73* ]] && still; } # with 8 or 16 bits
opened() {
	xdotool key --window 0 ctrl+v
	sleep 1
	[ "$(pixel 8 300)" != "$ground" ]
}
# close_dialog presses Escape, which first empties and leaves a search field.
close_dialog() { until_true "the window without a dialog" closed; }
closed() {
	xdotool key Escape
	sleep 0.5
	[ "$(pixel 8 300)" = "$ground" ]
}

start_display 1280 960
start
ground=$(pixel 8 300)

# Twelve by a range: None, a click on the third row, and Shift with the arrow.
open_list
press 691 182
press 480 332
xdotool keydown shift
for _ in $(seq 11); do xdotool key --delay 80 Down; done
xdotool keyup shift
until_true "the range" still
shoot lists-range
xdotool key Return

# Cancelled in the middle, which is taken back; closed in the middle, and resumed by the
# next start.
until_true "one of them" hasMost 1
press 906 216
sleep 1
count=$(videos)
sleep 2
[ "$(videos)" -eq "$count" ] || die "downloads continue although they were cancelled"
xdotool key ctrl+z
xdotool mousemove --sync $((X + 480)) $((Y + 20)) # no row is under the pointer
until_true "some of them" hasMost 4
shoot lists-running
stop
has 12 && die "all was saved before the window closed"
echo "closed after $(videos) of 12"
start
xdotool mousemove --sync $((X + 480)) $((Y + 20))
until_true "all twelve" has 12
for n in $(seq -f '%03g' 3 14); do
	compgen -G "$folder/$n - *.mp4" >/dev/null || die "no video with number $n"
done
until_true "the end" still
shoot lists-done

# Added again, the twelve are known.
open_list
shoot lists-known
close_dialog

# A file that was deleted is known as such by the history, and offered by the list.
rm "$folder/003 - "*.mp4
xdotool key ctrl+h
until_true "the history" still
xdotool type --delay 40 'mil ventanas'
until_true "the row" still
shoot lists-deleted
close_dialog
open_list
shoot lists-offered
press 691 182
press 480 332
xdotool key Return
until_true "the deleted one" has 12

# Followed: two new videos appear at the next check.
open_list
press 816 90
until_true "the menu" still
press 790 130
until_true "the list is followed" still
close_dialog
xdotool key ctrl+h
until_true "the history" still
press 200 50
until_true "the first check" still
echo 'grow 2' >&9
until_true "two more videos" grep -q '^234 videos$' "$work/out"
press 837 121 # Check now
until_true "the check" still
shoot lists-following
press 786 121 # Choose 2
until_true "what is new" still
shoot lists-new
xdotool key Return
until_true "the new ones" has 14
for n in 233 234; do
	compgen -G "$folder/$n - *.mp4" >/dev/null || die "no video with number $n"
done
stop
ls "$folder"
