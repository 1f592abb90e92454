# shellcheck shell=bash
# Sourced by scripts that run programs for Windows under Wine. After
#
#   . scripts/wine.sh
#   new_prefix FOLDER
#
# WINEPREFIX is a Windows of its own in FOLDER, in which programs of Go start, and
# $drive its drive C:. wine_user_dir is the folder of the user there.
export WINEARCH=win64 WINEDEBUG=-all WINEDLLOVERRIDES=mscoree,mshtml=
export LC_ALL=C.UTF-8 # or Wine cannot make files with other letters than those of ASCII

new_prefix() { # folder
	export WINEPREFIX=$1
	drive=$WINEPREFIX/drive_c
	wineboot -i >/dev/null 2>&1
	winecfg -v win10 >/dev/null 2>&1 # the default is Windows 7
	wineserver -w
	if [ ! -e "$drive/windows/system32/bcryptprimitives.dll" ]; then
		random_dll "$drive/windows/system32/bcryptprimitives.dll"
	fi
	# shellcheck disable=SC2034 # for the scripts that source this
	wine_user_dir=$drive/users/$(id -un)
}

# random_dll FILE: makes the DLL from which Go takes random numbers. Wine has it
# since version 9.
random_dll() {
	local source
	source=$(mktemp --suffix .c)
	cat >"$source" <<-'C'
		#include <windows.h>
		#include <ntsecapi.h>
		__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE p, SIZE_T n) { return RtlGenRandom(p, (ULONG)n); }
	C
	x86_64-w64-mingw32-gcc -shared -O2 -s -o "$1" "$source" -ladvapi32
	rm "$source"
}

# end_wine ends what still runs in the prefix.
end_wine() {
	[ -z "${WINEPREFIX:-}" ] || wineserver -k 2>/dev/null || true
}
