#!/usr/bin/env bash
# Uses the bundles for Windows as a person would, under Wine on a virtual display:
# installs, looks at what the installer left, opens the window, pastes two videos and
# a song of the simulated YouTube, opens one whose name has all kinds of letters,
# runs "hilo get" in a console, installs over the running program and over the closed
# one, removes it, and runs the portable one. Wine's console obeys no escape sequences,
# so bars are not looked at.
#
#   scripts/windows-try.sh SETUP.exe PORTABLE.zip [FOLDER FOR SCREENSHOTS]
set -euo pipefail
setup=$(realpath "$1")
portable=$(realpath "$2")
shots=${3:+$(mkdir -p "$3" && realpath "$3")}
cd "$(dirname "$0")/.."
limit=${limit:-300}
# shellcheck source=scripts/display.sh
. scripts/display.sh
# shellcheck source=scripts/wine.sh
. scripts/wine.sh
trap 'end_wine; cleanup' EXIT
version=$(sed -nE 's/^Version *= *"(.*)"/\1/p' FyneApp.toml)
id=$(sed -nE 's/^ID *= *"(.*)"/\1/p' FyneApp.toml)

started=$SECONDS
step() { echo "$((SECONDS - started)) s: $*"; }
shot() { # name of the picture, window
	[ -z "$shots" ] || { sleep 1; import -window "$2" -strip "$shots/windows-$1.png"; }
}
exists() { [ -e "$1" ] || die "there is no $1"; }
in_front() { [ "$(xdotool getactivewindow)" = "$window" ]; }
missing() { [ ! -e "$1" ] || die "there still is $1"; }
registry() { wine reg query "$@" 2>/dev/null | tr -d '\r'; }
windows_path() { # path below the drive
	local path=C:${1#"$drive"}
	echo "${path//\//\\}"
}

start_display 1280 900
new_prefix "$work/prefix"
installed="$wine_user_dir/AppData/Local/Programs/Hilo"
data="$wine_user_dir/AppData/Roaming/hilo"
menu="$wine_user_dir/AppData/Roaming/Microsoft/Windows/Start Menu/Programs/Hilo.lnk"
files="$wine_user_dir/Downloads/Hilo demo"
uninstall="HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\$id"
links='HKCU\Software\Classes\hilo\shell\open\command'
step "Windows is there"

wine "$setup" /S || die "the installer ended with status $?"
for f in hilo.exe hilo.com LICENSE.txt NOTICE.txt uninstall.exe; do exists "$installed/$f"; done
exists "$menu"
registry "$uninstall" /v DisplayVersion | grep -q " $version\$" || die "the list of programs does not say $version"
registry "$links" /ve | grep -qF "$(windows_path "$installed")\\hilo.exe\" \"%1\"" || die "hilo: links do not open Hilo: $(registry "$links" /ve)"
step "installed"

start_hilo wine "$installed/hilo.exe" -demo
wide='https://youtu.be/HiloDemo003'
saved() { [ "$(find "$files" -type f ! -name '.*' | wc -l)" -eq "$1" ] && [ -z "$(find "$files" -type f -name '.*')" ]; }
paste_links "$wide"
until_true "the file with all kinds of letters" saved 1
video=$(find "$files" -type f)
[[ $video == *день*雲* || $video == *Über* ]] || die "the file is called $video"
step "saved $(basename "$video")"

# Whatever opens .mp4 here copies the file. Wine 8 looks for it in HKLM only.
for key in 'HKLM\Software\Classes\.mp4' 'HKCU\Software\Classes\.mp4'; do wine reg add "$key" /ve /d hilotest /f >/dev/null 2>&1; done
for root in HKLM HKCU; do
	wine reg add "$root\\Software\\Classes\\hilotest\\shell\\open\\command" /ve /d 'cmd.exe /c copy "%1" C:\opened.mp4' /f >/dev/null 2>&1
done
open_video() {
	xdotool key --window 0 Escape Down Return
	sleep 2
	cmp -s "$video" "$drive/opened.mp4"
}
until_true "the video was opened" open_video
step "opened it from the window"

# What copied the file had a window of its own, which may still have the focus.
paste_second() {
	xdotool windowactivate "$window"
	paste 'https://www.youtube.com/watch?v=HiloDemo001'
	sleep 1
	[ "$(find "$files" -type f | wc -l)" -gt 1 ]
}
until_true "a second download" paste_second
choose_audio
until_true "two files" saved 2
type_link 'youtu.be/HiloDemo007'
until_true "three files" saved 3
shot window "$window"
for f in "$files"/*; do
	ffmpeg -v error -xerror -i "$f" -map 0:a -f null - || die "$f does not play"
done
exists "$files/Lantern Song.mp3"
for f in "$data/demo.db" "$wine_user_dir/AppData/Local/hilo/hilo.log"; do exists "$f"; done
missing "$data/hilo.log"
step "three files, which play"

status=0
wine "$setup" /S || status=$?
[ "$status" -eq 2 ] || die "the installer over a running Hilo ended with status $status, not 2"
kill -0 "$app" || die "the installer ended a running Hilo"
step "the installer does not touch a running Hilo"

# While a busy computer lets Hilo wait, the window manager offers to kill it; the
# request to close has reached it all the same.
xdotool windowactivate "$window"
until_true "the window is in front" in_front
xdotool key --clearmodifiers alt+F4
ended() {
	kill -0 "$app" || return 0
	in_front || xdotool key --clearmodifiers Escape # cancels the offer
	sleep 1
	return 1
}
until_true "the window has closed" ended
wait "$app" || die "the window ended with status $?"
step "closed"

touch "$installed/hilo.exe" -d 2001-01-01
wine "$setup" /S || die "the installer over an older Hilo ended with status $?"
[ "$(stat -c %Y "$installed/hilo.exe")" -gt 1000000000 ] || die "the installer did not replace hilo.exe"
[ "$(find "$data" -name demo.db)" ] || die "the queue is gone after the upgrade"
step "upgraded"

# cmd waits for hilo.com and passes on what it prints and its status. A batch file
# holds the line as it is; Wine would quote its quotes.
console() { # line
	printf '@cd /d "%s"\r\n@%s\r\n@echo status %%errorlevel%%\r\n' "$(windows_path "$installed")" "$1" >"$drive/try.cmd"
	wine cmd /c 'C:\try.cmd' 2>/dev/null | tr -d '\r' || true # the status of Wine's cmd is another
}
[[ "$(console 'hilo version')" == "Hilo $version ("* ]] || die "hilo version in cmd prints $(console 'hilo version')"
get=$(console 'hilo get -demo -dir "C:\got it, all" HiloDemo001')
[[ $get == *Saved*"status 0"* || $get == *saved*"status 0"* ]] || die "hilo get in cmd prints $get"
exists "$drive/got it, all/A Morning in the Harbour.mp4"
wrong=$(console 'hilo nonsense')
[[ $wrong == *"status 2"* ]] || die "hilo nonsense in cmd prints $wrong"
step "hilo get in cmd prints, waits and has a status"
wine "$installed/uninstall.exe" /S || die "the uninstaller ended with status $?"
gone() { [ ! -e "$installed" ]; }
until_true "$installed is gone" gone
missing "$menu"
! registry "$uninstall" >/dev/null || die "Hilo is still in the list of programs"
! registry "$links" >/dev/null || die "hilo: links still open Hilo"
[ "$(find "$data" -name demo.db)" ] || die "the queue is gone after removing Hilo"
saved 3 || die "the downloads are gone"
step "removed; queue and downloads are kept"

unzip -q "$portable" -d "$drive/portable"
exists "$drive/portable/Hilo/hilo.portable"
[[ "$(wine cmd /c 'C:\portable\Hilo\hilo version' 2>/dev/null)" == "Hilo $version ("* ]] || die "the portable one does not start"
step "the portable one starts"
echo "windows-try: installed, three downloads, opened, closed, upgraded, removed"
