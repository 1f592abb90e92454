#!/usr/bin/env bash
# Starts Hilo on a virtual display without OpenGL: it must say so, with status 3, and
# not stay without a window.
#
#   scripts/try-no-opengl.sh ./hilo
set -euo pipefail
hilo=$(realpath "$1")
# shellcheck source=scripts/display.sh
. "$(dirname "$0")/display.sh"

start_display 1000 700 -extension GLX
status=0
timeout "$limit" "$hilo" -demo -data "$work/data" >"$work/out" 2>&1 || status=$?
[ "$status" -eq 3 ] || die "without OpenGL: status $status"
grep -q 'the graphics driver has no OpenGL' "$work/out" || die "no sentence says that there is no OpenGL"
[ ! -e "$work/data/demo.sock" ] || die "the socket is still there"
echo "without OpenGL: status 3 and $(grep -o 'the graphics driver.*' "$work/out")"
