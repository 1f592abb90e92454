#!/usr/bin/env bash
# Fails when a program would not start on the oldest systems that Hilo promises:
# when it needs a newer glibc than 2.34 (Ubuntu 22.04, Debian 12, RHEL 9) or is
# linked with a library that is not on the list of the packages' dependencies.
# libmvec is a part of glibc since 2.22, and what LAME's loops use.
#
#   packaging/linux/check-program.sh ./hilo
set -euo pipefail
program=$1
most=2.34
allowed="libGL.so.1 libwayland-client.so.0 libm.so.6 libmvec.so.1 libc.so.6 ld-linux-x86-64.so.2 libdl.so.2 libpthread.so.0 librt.so.1 libresolv.so.2"

needs=$(readelf --dyn-syms --wide "$program" | grep -oE 'GLIBC_[0-9]+(\.[0-9]+)+' | sed 's/GLIBC_//' | sort -uV | tail -n 1)
[ -n "$needs" ] || { echo "$program: names no version of glibc" >&2; exit 1; }
if [ "$(printf '%s\n%s\n' "$needs" "$most" | sort -V | tail -n 1)" != "$most" ]; then
	echo "$program needs glibc $needs; $most is the newest that is allowed" >&2
	readelf --dyn-syms --wide "$program" | grep -E "GLIBC_$needs\b" >&2
	exit 1
fi
libraries=$(readelf --dynamic --wide "$program" | sed -nE 's/.*\(NEEDED\).*\[(.*)\]/\1/p')
for library in $libraries; do
	[[ " $allowed " == *" $library "* ]] || { echo "$program is linked with $library" >&2; exit 1; }
done
echo "glibc $needs; $(tr '\n' ' ' <<<"$libraries")"
