#!/usr/bin/env bash
# Starts Hilo on a virtual display without OpenGL: it must say so, on the terminal and in
# a dialog, end with status 3, and not stay without a window.
#
#   scripts/try-no-opengl.sh ./hilo
set -euo pipefail
hilo=$(realpath "$1")
# shellcheck source=scripts/display.sh
. "$(dirname "$0")/display.sh"

start_display 1000 700 -extension GLX
mkdir "$work/bin"
printf '#!/bin/sh\nprintf "%%s\\n" "$@" >"%s/dialog"\n' "$work" >"$work/bin/zenity"
chmod +x "$work/bin/zenity"
status=0
PATH=$work/bin:$PATH timeout "$limit" "$hilo" -demo -data "$work/data" >"$work/out" 2>&1 || status=$?
[ "$status" -eq 3 ] || die "without OpenGL: status $status"
grep -q 'the graphics driver has no OpenGL' "$work/out" || die "no sentence says that there is no OpenGL"
grep -q 'graphics driver has no OpenGL 2.1. Install' "$work/dialog" || die "the dialog says $(cat "$work/dialog")"
[ ! -e "$work/data/demo.sock" ] || die "the socket is still there"
echo "without OpenGL: status 3, a sentence and a dialog"
