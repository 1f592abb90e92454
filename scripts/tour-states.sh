#!/usr/bin/env bash
# Walks through every screen and state of the real window on the simulated YouTube
# and takes a picture of each. The pictures of one walk are put on one sheet.
#
#   go build -tags migrated_fynedo -trimpath -o listdemo ./tools/listdemo
#   scripts/tour-states.sh ./hilo ./listdemo pictures      # the sheets of the tour
#   LANGUAGES="de hi" THEMES=dark SCALES="1 2" scripts/tour-states.sh ./hilo ./listdemo pictures
#
# What -demo cannot show is in listdemo: 200 rows of all states, and a newer Hilo.
# A sheet is pictures/states-LANGUAGE-THEME.webp, with -2x for screens of double
# density; the pictures themselves are in pictures/states-LANGUAGE-THEME/.
set -euo pipefail
hilo=$(realpath "$1")
listdemo=$(realpath "$2")
mkdir -p "$3"
into=$(realpath "$3")
# shellcheck source=scripts/display.sh
. "$(dirname "$0")/display.sh"

# Two videos take some time, two are saved soon, two fail.
list=$'youtu.be/HiloDemo002\nyoutu.be/HiloDemo008\nyoutu.be/HiloDemo001\nyoutu.be/HiloDemo101\nyoutu.be/HiloDemo103\nyoutu.be/HiloDemo005'
playlist='https://www.youtube.com/playlist?list=PLHiloDemoSlowWeekend0123456789abc'

# same NAME is true when the window, or with a name the middle of it, where dialogs
# are, stays the same for half a second.
same() {
	local a b
	a=$(import -window "$window" -crop "$1" rgb:- | cksum)
	sleep 0.5
	b=$(import -window "$window" -crop "$1" rgb:- | cksum)
	[ "$a" = "$b" ]
}
# settle waits until the middle of the window stays the same. Rows that download
# never do, so it ends after six seconds.
settle() {
	local end=$((SECONDS + 6)) part
	part=$((width * scale / 2))x$((height * scale / 2))+$((width * scale / 4))+$((height * scale / 4))
	until [ "$SECONDS" -ge "$end" ] || same "$part"; do :; done
}
shoot() { # name
	settle
	import -window "$window" -strip "$shots/$(printf %02d "$number")-$1.png"
	number=$((number + 1))
}
key() { xdotool key "$@"; sleep 0.5; }
# close_dialog presses Escape, which first empties and leaves a field.
close_dialog() { until_true "the window without a dialog" closed; }
closed() {
	[ "$(pixel $((8 * scale)) $((300 * scale)))" = "$ground" ] || {
		key Escape
		return 1
	}
}
drawn() { [ "$(import -window "$window" png:- | identify -format %k -)" -gt 50 ]; }
size() {
	width=$1 height=$2
	xdotool windowsize --sync "$window" $((width * scale)) $((height * scale))
	place_of_window
}
# both takes a picture at the usual and at the smallest size of the window.
both() {
	shoot "$1"
	size 600 440
	shoot "$1-narrow"
	size 960 720
}
# click X Y, mirrored where the window is.
click() {
	local x=$1
	[ "$language" != ar ] || x=$((960 - x))
	press $((x * scale)) $(($2 * scale))
}
type_into_links() {
	key ctrl+l ctrl+a
	xdotool type --delay 8 "$1"
}
saved() { # count
	[ "$(find "$files" -type f ! -name '.*' | wc -l)" -ge "$1" ]
}

# open PROGRAM ARGUMENTS...: starts it in the language, theme and scale of the walk.
open() {
	LANG=${language}_XX.UTF-8 LC_ALL='' LANGUAGE='' FYNE_THEME=$theme FYNE_SCALE=$scale start_hilo "$@"
	size 960 720
	until_true "the first frame" drawn
	settle
	ground=$(pixel $((8 * scale)) $((300 * scale)))
}
close() {
	kill -TERM "$app"
	wait "$app" || die "the window ended with status $?"
}

# walk_demo goes through what the demo has.
walk_demo() {
	rm -rf "$files" "$work/data"
	open "$hilo" -demo -data "$work/data"
	both empty
	key F1
	both keys
	close_dialog
	key ctrl+h
	shoot history-empty
	close_dialog

	paste_links "$list"
	until_true "two saved videos" saved 2
	both list
	key ctrl+a
	both selection
	key Escape
	key ctrl+f
	xdotool type zzz
	shoot filter-empty
	key Escape Escape
	key Down Down Down Menu
	shoot menu
	key Escape

	key ctrl+comma
	both settings
	for section in 1 2 3 4; do
		click 190 $((100 + 40 * section))
		shoot "settings-$((section + 1))"
	done
	close_dialog
	key ctrl+h
	both history
	close_dialog

	paste "$playlist"
	sleep 1
	both picker
	key Return
	sleep 1
	shoot group
	key ctrl+a Delete
	shoot removed
	key ctrl+z

	type_into_links youtu.be/HiloDemo006
	key ctrl+Return
	sleep 2
	both options
	close_dialog
	type_into_links the
	key Return
	sleep 2
	both search
	close_dialog

	close
}

# walk_rows goes through a long list, in which all states are, and what is told of a
# newer Hilo.
walk_rows() {
	rm -rf "$files" "$work/rows.db"
	mkdir "$files"
	xclip -selection clipboard -i </dev/null # or the window offers the link in it
	open "$listdemo" -rows 200 -dir "$files" -store "$work/rows.db"
	key ctrl+comma
	xdotool mousemove $((X + 480 * scale)) $((Y + 400 * scale)) click --repeat 40 --delay 20 5
	shoot settings-end
	click 777 604 # Look for a newer Hilo
	both updates
	close_dialog
	key Escape # the banner
	both rows
	key Down Down Down Down Down Down Return # a failed one
	both details
	key Tab space # Read the report
	both details-report
	close_dialog
	press $((480 * scale)) $((400 * scale)) # the list
	for _ in $(seq 20); do xdotool key --delay 20 Next; done
	both rows-middle
	click 918 142 # Compact
	both rows-compact
	close
}

# walk LANGUAGE THEME SCALE SUFFIX
walk() {
	language=$1 theme=$2 scale=$3 number=1
	shots=$into/states-$4
	rm -rf "$shots"
	mkdir -p "$shots"
	walk_demo
	walk_rows
	montage "$shots"/*.png -resize 560x -geometry '+6+6' -gravity north -background '#808890' -tile 5x "$into/states-$4.png"
	convert "$into/states-$4.png" -quality 55 "$into/states-$4.webp"
	rm "$into/states-$4.png"
	echo "$into/states-$4.webp"
}

start_display 2000 1500
for language in ${LANGUAGES:-en es ar ja}; do
	for theme in ${THEMES:-light dark}; do
		for scale in ${SCALES:-1}; do
			suffix=$language-$theme
			[ "$scale" = 1 ] || suffix+=-${scale}x
			walk "$language" "$theme" "$scale" "$suffix"
		done
	done
done
