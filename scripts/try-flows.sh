#!/usr/bin/env bash
# Does in the real window, on a virtual display with a message bus of its own, what
# people do with it, on the simulated YouTube:
#
#   scripts/try-flows.sh ./hilo            # all of it
#   scripts/try-flows.sh ./hilo undo drop  # some of it
#   scripts/try-flows.sh ./hilo tasks      # ten common tasks, with the actions that
#                                          # each takes: docs/window.md has them. It
#                                          # presses what is at certain places of the
#                                          # window and its dialogs.
#   scripts/try-flows.sh ./hilo twelve     # twelve of a list of 230, counted, too
#   scripts/try-flows.sh ./hilo checkup    # the check-up while a download runs
#
# What is awaited is a file, the title of the window, which has the progress, or the
# menu in the tray; nothing waits for a time.
set -euo pipefail
hilo=$(realpath "$1")
shift
flows=("$@")
[ ${#flows[@]} -gt 0 ] || flows=(first list undo kill tray folder drop)
limit=60
root=$(realpath "$(dirname "$0")/..")
tools=$(mktemp -d)
fake=$tools/fakedesktop
(cd "$root" && "${GO:-go}" build -tags migrated_fynedo -trimpath -o "$tools/" ./tools/fakedesktop ./tools/listdemo)
# shellcheck source=scripts/display.sh
. "$root/scripts/display.sh"
trap 'cleanup; rm -rf "$tools"' EXIT

title() { xdotool getwindowname "$window"; }
titled() { [[ $(title) =~ $1 ]]; } # regular expression
# percent prints the progress in the title, nothing if there is none.
percent() { [[ $(title) =~ ^([0-9]+)% ]] && echo "${BASH_REMATCH[1]}"; }
past() { local p; p=$(percent) && [ "$p" -ge "$1" ]; }
saved() { # count [folder]
	[ "$(find "${2:-$files}" -name '*.mp4' ! -name '.*' 2>/dev/null | wc -l)" -eq "$1" ]
}
# A journal is there before the first byte, and does not stay without one.
partial() { find "$files" -name '.*.part' -size +0 2>/dev/null | grep -q .; }
no_partial() { ! find "$files" -name '.*' -type f 2>/dev/null | grep -q .; }
ended() { ! kill -0 "$app" 2>/dev/null; }
shown() { xdotool search --onlyvisible --name 'Hilo$' 2>/dev/null | grep -qx "$window"; }
hidden() { ! shown; }
# still is true when the window is drawn and stays the same for a moment.
still() {
	local a b
	a=$(import -window "$window" rgb:- | cksum)
	b=$(import -window "$window" rgb:- | cksum)
	[ "$a" = "$b" ] && [ "$(import -window "$window" png:- | identify -format %k -)" -gt 50 ]
}
open() {
	start_hilo "$hilo" -demo -data "$work/data"
	xdotool windowsize --sync "$window" 960 720
	place_of_window
	until_true "the first frame" still
}
quit() {
	kill -TERM "$app"
	wait "$app" || die "the window ended with status $?"
}
fresh() { rm -rf "$files" "$work/data" "$XDG_CONFIG_HOME" "$work/chosen"; }
copy() { printf '%s' "$1" | xclip -selection clipboard -i; }
key() { xdotool key --window 0 "$@"; }
# The title is set once a second, and a key before the first frame has no effect.
try_key() { # condition key…: presses keys, and waits some time for the condition
	local condition=$1
	shift
	key "$@"
	for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
		if "$condition"; then return; fi
		sleep 0.05
	done
	return 1
}
started() { titled '^[0-9]+%' || saved 1; }
idle() { [ "$(title)" = Hilo ]; }

# A copied link, one key, a file.
flow_first() {
	copy 'https://www.youtube.com/watch?v=HiloDemo001'
	open
	until_true "the download, after Enter" try_key started Return
	until_true "the file" saved 1
	quit
}

# All of a list but what is there already: one video is, so seven of eight are added.
flow_list() {
	open
	paste_links 'https://youtu.be/HiloDemo001'
	until_true "the first file" saved 1
	copy 'https://www.youtube.com/playlist?list=PLHiloDemoSlowWeekend0123456789abc'
	covered=$(pixel 8 300)
	until_true "the picker" try_key dimmed ctrl+v
	until_true "the list" still
	key Return
	until_true "all files of the list" saved 10
	[ "$(find "$files/A Slow Weekend" -name '[0-9]*.mp4' | wc -l)" -eq 9 ] || die "the files of the list have no numbers"
	until_true "the end" idle
	quit
}
dimmed() { [ "$(pixel 8 300)" != "$covered" ]; }

# Removed by mistake in the middle, and put back with its bytes.
flow_undo() {
	open
	copy 'https://youtu.be/HiloDemo008'
	until_true "the download" try_key started ctrl+v
	until_true "a part of it" past 5
	before=$(percent)
	press 480 216
	until_true "the row removed" try_key idle Delete
	until_true "the row back" try_key started ctrl+z
	until_true "its bytes" past "$before"
	until_true "the file" saved 1
	until_true "the end" no_partial
	quit
}

# Killed in the middle; the next start continues from the bytes, in a window of the
# same size.
flow_kill() {
	open
	xdotool windowsize --sync "$window" 1010 740
	copy 'https://youtu.be/HiloDemo002'
	until_true "the download" try_key started ctrl+v
	until_true "a part of it" past 30
	before=$(percent)
	kill -KILL "$app"
	wait "$app" 2>/dev/null || true
	partial || die "no partial file is left"
	start_hilo "$hilo" -demo -data "$work/data"
	until_true "the download going on" percent
	after=$(percent)
	size=$(xwininfo -id "$window" 2>/dev/null | awk '/-geometry/ {sub(/[+-].*/, "", $2); print $2}')
	[ "$size" = 1010x740 ] || die "the window is $size"
	# What was not yet recorded when it was killed is fetched again: a second's worth.
	[ "$after" -ge $((before - 12)) ] || die "continues at $after%, was at $before%"
	echo "killed at $before%, continued at $after%"
	until_true "the file" saved 1
	until_true "the end" no_partial
	quit
}

in_menu() { "$fake" menu 2>/dev/null | grep -qE "$1"; }
no_icon() { ! "$fake" menu >/dev/null 2>&1; }

# The tray: progress, pause, resume. Closing the window keeps Hilo there; a second
# start, or the tray, brings it back; a notification says that all is done; Quit
# keeps what is unfinished.
flow_tray() {
	open
	until_true "the icon" in_menu '^\(Nothing is being downloaded\)$'
	copy 'https://youtu.be/HiloDemo008'
	until_true "the download" try_key started ctrl+v
	until_true "progress in the menu" in_menu '^\([0-9]+% – 0 of 1\)$'
	until_true "pressed in the tray: Pause all" "$fake" press 'Pause all'
	until_true "Resume all" in_menu '^Resume all$'
	until_true "pressed in the tray: Resume all" "$fake" press 'Resume all'
	until_true "Pause all" in_menu '^Pause all$'
	covered=$(pixel 8 300)
	until_true "the question" try_key dimmed alt+F4
	until_true "the window hidden, after Enter" try_key hidden Return
	kill -0 "$app" || die "Hilo ended with its window"
	until_true "pressed in the tray: Pause all" "$fake" press 'Pause all'
	"$hilo" -demo -data "$work/data" || die "the second start ended with status $?"
	until_true "the window, after a second start" shown
	xdotool windowactivate --sync "$window"
	until_true "the window hidden without a question" try_key hidden alt+F4
	until_true "pressed in the tray: Resume all" "$fake" press 'Resume all'
	until_true "the file" saved 1
	until_true "the notification" grep -q '^notification "Hilo" "All done: 1 saved' "$work/fake"
	until_true "pressed in the tray: Show Hilo" "$fake" press 'Show Hilo'
	until_true "the window, from the tray" shown
	xdotool windowactivate --sync "$window"
	copy 'https://youtu.be/HiloDemo002'
	until_true "another download" try_key busy ctrl+v
	until_true "its first bytes" partial
	until_true "pressed in the tray: Quit" "$fake" press Quit
	until_true "the end" ended
	wait "$app" || die "the window ended with status $?"
	until_true "no icon" no_icon
	partial || die "what was downloaded is lost"
}
busy() { titled '^[0-9]+%' && partial; }

# Another folder, chosen in the dialog of the desktop.
flow_folder() {
	mkdir -p "$work/chosen"
	open
	press 851 94
	until_true "the dialog of the desktop" grep -q '^dialog "Save downloads in"$' "$work/fake"
	copy 'https://youtu.be/HiloDemo001'
	until_true "the file in the folder" pasted_into_chosen
	quit
}
pasted_into_chosen() { key ctrl+v; saved 1 "$work/chosen"; }

# A link, and a file of links, dropped on the window.
flow_drop() {
	open
	"$fake" drop "$window" 'https://www.youtube.com/watch?v=HiloDemo001'
	until_true "the file of the link" saved 1
	printf 'For Ana:\nyoutu.be/HiloDemo011 and\nhttps://youtu.be/HiloDemo012\n' >"$work/links.txt"
	"$fake" drop "$window" "file://$work/links.txt"
	until_true "the files of the list" saved 3
	quit
}

# The ten tasks. An action is a click, a drag, a scroll, a key with its modifiers, or
# something that is typed. A file in the folder, or what the window shows, says that
# the task is done.
actions=0
act_key() { key "$@"; actions=$((actions + 1)); }
act_press() { press "$@"; actions=$((actions + 1)); }
act_type() { xdotool type --delay 15 "$1"; actions=$((actions + 1)); }
act_shift_press() { xdotool keydown shift; act_press "$@"; xdotool keyup shift; }
act_drag() { # from x, to x, y of the window
	xdotool mousemove $((X + $1)) $((Y + $3)) mousedown 1
	for x in $(seq $(($1 + 10)) 10 "$2"); do xdotool mousemove $((X + x)) $((Y + $3)); sleep 0.02; done
	xdotool mouseup 1
	actions=$((actions + 1))
}
done_task() { # name
	printf '%-32s %d\n' "$1" "$actions"
	actions=0
}
picture() { import -window "$window" -crop "$1" rgb:- | cksum; } # WIDTHxHEIGHT+X+Y
changed() { [ "$(picture "$1")" != "$looked" ]; }              # since looked was set
cover() { covered=$(pixel 8 300); }
clear() { [ "$(pixel 8 300)" = "$covered" ]; }
dialog() { until_true "$1" dimmed && until_true "$1, complete" still; }
failures() { grep -c 'download stopped' "$work/data/hilo.log" 2>/dev/null || true; }
failed() { [ "$(failures)" -ge "$1" ]; }
seconds() { ffprobe -v error -show_entries format=duration -of csv=p=0 "$1" | cut -d. -f1; }

flow_tasks() {
	open
	cover
	copy 'https://youtu.be/HiloDemo013'
	act_key ctrl+v
	until_true "the first video" saved 1
	done_task "the first video"

	copy 'https://www.youtube.com/playlist?list=PLHiloDemoSlowWeekend0123456789abc'
	act_key ctrl+v
	dialog "the list"
	act_press 676 181
	act_press 300 283
	act_shift_press 300 380
	act_key Return
	until_true "three of a list" saved 4
	done_task "some of a list"

	copy 'https://youtu.be/HiloDemo007'
	act_press 134 94
	act_key ctrl+v
	until_true "the song" sung
	ffprobe -v error -show_entries stream=codec_name -of csv=p=0 "$files/Lantern Song.mp3" | grep -q jpeg || die "the song has no cover"
	done_task "a song with its cover"
	press 62 94 # Video again

	copy 'https://youtu.be/HiloDemo005'
	act_key ctrl+Return
	dialog "the options"
	act_drag 190 390 450
	act_drag 770 570 450
	act_key Return
	until_true "the clip" saved 5
	clip=$(find "$files" -name 'Tide Pools*.mp4')
	[ "$(seconds "$clip")" -lt 30 ] || die "$clip has $(seconds "$clip") s"
	done_task "a part of a video"

	copy 'https://youtu.be/HiloDemo001'
	act_key ctrl+Return
	dialog "the options"
	looked=$(picture 600x44+180+376)
	act_press 480 354
	until_true "the languages" changed 600x44+180+376
	act_press 227 398
	act_key Return
	until_true "the subtitles" subtitled
	done_task "subtitles of one video"

	mkdir -p "$work/chosen"
	act_press 851 94
	until_true "the dialog of the desktop" grep -q '^dialog "Save downloads in"$' "$work/fake"
	actions=$((actions + 1)) # the choice in it, at least
	copy 'https://youtu.be/HiloDemo014'
	key ctrl+v
	until_true "the file in the folder" saved 1 "$work/chosen"
	done_task "another folder"

	copy 'youtu.be/HiloDemo101 youtu.be/HiloDemo104'
	looked=$(picture 200x40+20+622)
	key ctrl+v
	until_true "two failures" failed 2
	until_true "the banner that says so" changed 200x40+20+622
	until_true "the window, with both" still
	act_key F5
	until_true "two more" failed 4
	done_task "all that failed again"

	looked=$(picture 940x440+10+160)
	key ctrl+a
	key Delete
	until_true "nothing in the list" changed 940x440+10+160
	act_key ctrl+z
	until_true "the list" changed 940x440+10+160
	done_task "undo a removal"

	copy 'https://www.youtube.com/@slowcorners'
	act_key ctrl+v
	dialog "the channel"
	looked=$(picture 130x40+760+70)
	act_press 816 90
	until_true "the menu" still
	act_press 800 130
	until_true "Following" changed 130x40+760+70
	done_task "follow a channel"
	until_true "the window" try_key clear Escape

	act_key ctrl+h
	dialog "the history"
	looked=$(picture 560x300+200+200)
	act_type 'paper boats'
	until_true "what is found" changed 560x300+200+200
	done_task "find an old download"
	quit
}

# Twelve videos of a list of 230 that stand one after the other, in another program than
# the demo, which has no list as long.
flow_twelve() {
	mkfifo "$work/commands" # which it reads, and which has to stay open
	exec 9<>"$work/commands"
	printf '#!/bin/sh\nexec "%s" -dir "%s" -store "%s" -grown 0 <"%s"\n' \
		"$tools/listdemo" "$files" "$work/list.db" "$work/commands" >"$work/run"
	chmod +x "$work/run"
	start_hilo "$work/run"
	xdotool windowsize --sync "$window" 960 720
	place_of_window
	until_true "the first frame" still
	cover
	copy 'https://www.youtube.com/playlist?list=PLHiloStories0123456789abcdefghijk'
	act_key ctrl+v
	dialog "the list"
	act_press 691 182
	act_press 480 235
	xdotool mousemove $((X + 480)) $((Y + 400)) click --repeat 12 --delay 30 5
	actions=$((actions + 1)) # the scroll
	until_true "the twelfth" still
	act_shift_press 480 463
	act_key Return
	until_true "twelve of the list" numbered 12
	done_task "twelve of a long list"
	quit
}
# numbered is true when the first videos of the list are saved, and no others.
numbered() { # count
	saved "$1" && for n in $(seq -f '%03g' "$1"); do
		compgen -G "$files/*/$n - *.mp4" || return 1
	done
}

# The check-up while a download runs says that all is well, and leaves it alone.
flow_checkup() {
	open
	cover
	copy 'https://youtu.be/HiloDemo002'
	until_true "the download" try_key started ctrl+v
	until_true "a part of it" past 5
	until_true "the keys" try_key dimmed F1
	until_true "the keys, complete" still
	press 333 624
	until_true "the verdict" grep -q 'msg=check-up' "$work/data/hilo.log"
	until_true "the verdict, shown" still
	[ -z "${SHOT:-}" ] || import -window "$window" "$SHOT"
	grep 'msg=check-up' "$work/data/hilo.log"
	grep -q 'msg=check-up.*verdict=fine' "$work/data/hilo.log" || die "the check-up finds something"
	started || die "the download ended before the check-up"
	key Escape
	until_true "the file" saved 1
	until_true "the end" no_partial
	quit
}
sung() { [ -e "$files/Lantern Song.mp3" ] && no_partial; }
subtitled() { find "$files" -name 'A Morning*.srt' | grep -q .; }

start_display 1280 900
dbus-daemon --session --nofork --nopidfile --print-address=3 3>"$work/bus" >/dev/null 2>&1 &
pids+=($!)
until_true "the message bus" test -s "$work/bus"
DBUS_SESSION_BUS_ADDRESS=$(cat "$work/bus")
export DBUS_SESSION_BUS_ADDRESS
"$fake" serve "$work/chosen" >"$work/fake" 2>&1 &
pids+=($!)
until_true "the desktop" grep -q '^ready$' "$work/fake"
for flow in "${flows[@]}"; do
	fresh
	began=$SECONDS
	"flow_$flow"
	echo "$flow: $((SECONDS - began)) s"
done
