#!/usr/bin/env bash
# Checks a program for Windows: it needs no DLL but those that every Windows has,
# has the right subsystem (window or console), can be loaded anywhere and never runs
# data, carries no debug information and no date of the build.
#
#   packaging/windows/check-program.sh FILE window|console
set -euo pipefail
file=$1 want=$2
die() {
	echo "check-program.sh: $file $*" >&2
	exit 1
}
headers=$(x86_64-w64-mingw32-objdump -p "$file")

case $want in window) subsystem=00000002 ;; console) subsystem=00000003 ;; *) die "is checked for $want" ;; esac
grep -qE "^Subsystem[[:space:]]+$subsystem" <<<"$headers" || die "is not for a $want"
for flag in DYNAMIC_BASE NX_COMPAT HIGH_ENTROPY_VA; do
	grep -q "$flag" <<<"$headers" || die "lacks $flag"
done
grep -qE "^Time/Date[[:space:]]+Thu Jan  1 00:00:00 1970" <<<"$(TZ=UTC LC_ALL=C x86_64-w64-mingw32-objdump -p "$file")" || die "has a date"
! x86_64-w64-mingw32-objdump -h "$file" | grep -q debug || die "has debug information"

imports=$(sed -n 's/.*DLL Name: //p' <<<"$headers" | tr '[:upper:]' '[:lower:]' | sort -u)
[ -n "$imports" ] || die "imports nothing, which cannot be"
for dll in $imports; do
	case $dll in
	gdi32.dll | kernel32.dll | msvcrt.dll | opengl32.dll | shell32.dll | user32.dll) ;;
	*) die "needs $dll" ;;
	esac
done
echo "$(basename "$file"): $(wc -c <"$file") bytes, needs ${imports//$'\n'/ }"
