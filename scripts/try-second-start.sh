#!/usr/bin/env bash
# Opens the window on a virtual display, puts another window in front, and starts
# Hilo a second time with links: the first must come to the front, download the
# link of the command line, and leave that of a "hilo:" address to the person. It
# prints the times, which on an idle computer are below 300 ms.
#
#   scripts/try-second-start.sh ./hilo
set -euo pipefail
hilo=$(realpath "$1")
# shellcheck source=scripts/display.sh
. "$(dirname "$0")/display.sh"

since() { echo $((($(date +%s%N) - $1) / 1000000)); }
in_front() { [ "$(xdotool getactivewindow)" = "$window" ]; }
behind() { ! in_front; }
shown() { [ "$(xprop -id "$window" WM_STATE | awk '/window state/ {print $3}')" = Normal ]; }
hidden() { ! shown; }
saved() { [ "$(find "$files" -type f ! -name '.*' | wc -l)" -eq 1 ] && [ -z "$(find "$files" -type f -name '.*')" ]; }

start_display 1280 900
start_hilo "$hilo" -demo -data "$work/data"
until_true "socket" test -S "$work/data/demo.sock"
xmessage -center other &
pids+=($!)
until_true "another window in front" behind

began=$(date +%s%N)
"$hilo" -demo -data "$work/data" https://youtu.be/HiloDemo001 hilo:https://youtu.be/HiloDemo004 || die "the second start ended with status $?"
ended=$(since "$began")
until_true "window in front" in_front
front=$(since "$began")
until_true "the link of the command line" saved

xdotool windowminimize "$window"
until_true "minimized" hidden
began=$(date +%s%N)
"$hilo" -demo -data "$work/data" || die "the third start ended with status $?"
until_true "window that was minimized" shown
restored=$(since "$began")
saved || die "the link of the address was downloaded without a question"

kill -TERM "$app"
wait "$app" || die "the window ended with status $?"
[ ! -e "$work/data/demo.sock" ] || die "the socket is still there"
echo "second start: ended after $ended ms, in front after $front ms, restored after $restored ms"
