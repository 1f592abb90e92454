#!/usr/bin/env bash
# Measures the real window on a virtual display:
#
#   scripts/bench-window.sh ./hilo ./windowbench [FLAGS OF WINDOWBENCH]
set -euo pipefail
hilo=$(realpath "$1")
bench=$(realpath "$2")
shift 2
# shellcheck source=scripts/display.sh
. "$(dirname "$0")/display.sh"

start_display 1280 900
echo "load average before: $(cut -d' ' -f1-3 /proc/loadavg), $(nproc) processors"
"$bench" -hilo "$hilo" "$@"
echo "load average after: $(cut -d' ' -f1-3 /proc/loadavg)"
