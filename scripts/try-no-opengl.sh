#!/usr/bin/env bash
# Starts Hilo on a virtual display without OpenGL, with its window and hidden in the
# tray: it must say so, on the terminal and in a dialog, end with status 3, and not stay
# without a window.
#
#   scripts/try-no-opengl.sh ./hilo
set -euo pipefail
hilo=$(realpath "$1")
root=$(realpath "$(dirname "$0")/..")
fake=$(mktemp -d)/fakedesktop
(cd "$root" && "${GO:-go}" build -tags migrated_fynedo -trimpath -o "$fake" ./tools/fakedesktop)
# shellcheck source=scripts/display.sh
. "$root/scripts/display.sh"
trap 'cleanup; rm -rf "$(dirname "$fake")"' EXIT

start_display 1000 700 -extension GLX
# The tray is one of a bus of its own.
dbus-daemon --session --nofork --nopidfile --print-address=3 3>"$work/bus" >/dev/null 2>&1 &
pids+=($!)
until_true "message bus" test -s "$work/bus"
DBUS_SESSION_BUS_ADDRESS=$(<"$work/bus")
export DBUS_SESSION_BUS_ADDRESS
"$fake" serve "$work" >"$work/desktop" 2>&1 &
pids+=($!)
until_true "tray" grep -q '^ready' "$work/desktop"
mkdir "$work/bin"
printf '#!/bin/sh\nprintf "%%s\\n" "$@" >"%s/dialog"\n' "$work" >"$work/bin/zenity"
chmod +x "$work/bin/zenity"

refused() { # ARGUMENTS...
	local status=0
	rm -f "$work/dialog"
	PATH=$work/bin:$PATH timeout "$limit" "$hilo" -demo -data "$work/data" "$@" >"$work/out" 2>&1 || status=$?
	[ "$status" -eq 3 ] || die "without OpenGL: status $status $*"
	grep -q 'the graphics driver has no OpenGL' "$work/out" || die "no sentence says that there is no OpenGL $*"
	grep -q 'graphics driver has no OpenGL 2.1. Install' "$work/dialog" || die "the dialog says $(cat "$work/dialog") $*"
	[ ! -e "$work/data/demo.sock" ] || die "the socket is still there $*"
}
refused
refused -tray
echo "without OpenGL: status 3, a sentence and a dialog, also hidden in the tray"
