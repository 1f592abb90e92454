#!/usr/bin/env bash
# Starts the portable Hilo for Windows under Wine on a display without OpenGL, with its
# window and hidden in the tray: it must say so in a dialog and in a sentence, and end
# with status 3.
#
#   scripts/windows-no-opengl.sh PORTABLE.zip
set -euo pipefail
portable=$(realpath "$1")
cd "$(dirname "$0")/.."
limit=${limit:-120}
# shellcheck source=scripts/display.sh
. scripts/display.sh
# shellcheck source=scripts/wine.sh
. scripts/wine.sh
trap 'end_wine; cleanup' EXIT

start_display 1000 700 -extension GLX
new_prefix "$work/prefix"
unzip -q "$portable" -d "$work"

# The tray's icon is a window with that name, too, but a small one.
dialog() {
	local found
	for found in $(xdotool search --onlyvisible --name '^Hilo$'); do
		[ "$(xdotool getwindowgeometry --shell "$found" | sed -n 's/^HEIGHT=//p')" -lt 80 ] || { echo "$found"; return; }
	done
	return 1
}
refused() { # ARGUMENTS...
	local status=0
	wine "$work/Hilo/hilo.exe" -demo "$@" >"$work/out" 2>&1 &
	app=$!
	pids+=("$app")
	until_true "dialog $*" dialog
	xdotool windowactivate "$(dialog)"
	xdotool key Return
	until_true "end $*" sh -c "! kill -0 $app"
	wait "$app" || status=$?
	[ "$status" -eq 3 ] || die "without OpenGL: status $status $*"
	grep -q 'the graphics driver has no OpenGL' "$work/out" || die "no sentence says that there is no OpenGL $*"
}
refused
refused -tray
echo "without OpenGL on Windows: status 3, a sentence and a dialog, also hidden in the tray"
