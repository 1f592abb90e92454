#!/usr/bin/env bash
# Compiles the tests of core, cli and gui for Windows and runs them under Wine. It
# prints how many passed, failed and were skipped, and the name and reason of each
# that was skipped. Those in wine-skips.txt are not run.
#
#   scripts/windows-tests.sh [PACKAGE...]
set -euo pipefail
cd "$(dirname "$0")/.."
# shellcheck source=scripts/wine.sh
. scripts/wine.sh
work=$(mktemp -d)
pids=()
trap 'end_wine; kill "${pids[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT
packages=("$@")
[ $# -gt 0 ] || packages=(./core/... ./cli/... ./gui/...)

# Some tests allocate a console, which is a window.
Xvfb -displayfd 3 -screen 0 1280x900x24 3>"$work/display" >/dev/null 2>&1 &
pids+=($!)
until [ -s "$work/display" ]; do sleep 0.1; done
DISPLAY=:$(tr -d '\n' <"$work/display")
export DISPLAY
new_prefix "$work/prefix"

# Wine 8 answers a call that it lacks with another status than Windows, so that
# package os does not fall back on the older call, and no folder can be deleted.
os=$(go env GOROOT)/src/internal/syscall/windows/at_windows.go
sed 's/^\tcase STATUS_INVALID_INFO_CLASS,/\tcase NTStatus(0xC0000002), STATUS_INVALID_INFO_CLASS,/' "$os" >"$work/at_windows.go"
! cmp -s "$os" "$work/at_windows.go" || { echo "windows-tests.sh: $os has changed" >&2; exit 1; }
echo "{\"Replace\": {\"$os\": \"$work/at_windows.go\"}}" >"$work/overlay.json"

skips=$(awk '!/^#/ && NF {printf "%s%s", sep, $2; sep = "|"}' scripts/wine-skips.txt)
GOOS=windows GOARCH=amd64 CGO_ENABLED=0 "${GO:-go}" test -exec wine -overlay "$work/overlay.json" -tags migrated_fynedo -trimpath \
	-count=1 -timeout 15m -v -skip "^($skips)\$" "${packages[@]}" >"$work/log" 2>&1 && status=0 || status=$?
count() { grep -cE "^ *--- $1:" "$work/log" || true; }
if [ "$status" -ne 0 ]; then
	grep -E -B 20 '^ *--- FAIL' "$work/log" | grep -vE '^ *(=== |--- (PASS|SKIP))' || true
	grep -E -A 20 '^(panic:|FAIL|#)' "$work/log" | head -n 100 || true
fi
echo "Skipped by the tests themselves:"
awk '/^=== (RUN|NAME|CONT) / {name = $3} /_test.go:[0-9]+: / {why[name] = $0; sub(/^ */, "", why[name])} /^ *--- SKIP:/ {print "  " $3 ": " why[$3]}' "$work/log"
echo "Not run under Wine:"
sed -nE 's/^([^# ]+) ([^ ]+) (.*)/  \1 \2: \3/p' scripts/wine-skips.txt
grep -E '^(ok|FAIL)[[:space:]]' "$work/log" || true
echo "passed $(count PASS), failed $(count FAIL), skipped $(count SKIP), not run $(grep -cvE '^(#|$)' scripts/wine-skips.txt)"
exit "$status"
