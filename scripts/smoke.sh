#!/usr/bin/env bash
# Uses the real window once, as a person would, on a virtual display: pastes two
# videos and a song of the simulated YouTube, waits until all three are saved,
# and checks with ffprobe and ffmpeg that they play.
#
#   scripts/smoke.sh ./hilo [screenshot.png]
set -euo pipefail
hilo=$(realpath "$1")
shot=${2:-}
# shellcheck source=scripts/display.sh
. "$(dirname "$0")/display.sh"

finished() { # count
	[ "$(find "$files" -type f ! -name '.*' | wc -l)" -eq "$1" ] && [ -z "$(find "$files" -type f -name '.*')" ]
}

start_display 1280 900
start_hilo "$hilo" -demo -data "$work/data"
paste_links $'https://www.youtube.com/watch?v=HiloDemo001\nand https://youtu.be/HiloDemo004'

choose_audio
until_true "two files" finished 2
type_link 'youtu.be/HiloDemo007'
until_true "three files" finished 3
[ -z "$shot" ] || { sleep 1; import -window "$window" "$shot"; }

tracks() { ffprobe -v error -show_entries stream=codec_name -of csv=p=0 "$1" | tr '\n' ' '; }
videos=0 songs=0
for f in "$files"/*; do
	case $(tracks "$f") in
	*h264*aac*) videos=$((videos + 1)) ;;
	aac* | mp3* | opus*) songs=$((songs + 1)) ;;
	*) die "$f has tracks $(tracks "$f")" ;;
	esac
	ffmpeg -v error -xerror -i "$f" -map 0:a -f null - || die "$f does not play"
done
[ "$videos $songs" = "2 1" ] || die "$videos videos and $songs songs"

kill -TERM "$app"
wait "$app" || die "the window ended with status $?"
echo "smoke: two videos and a song, pasted, saved and played"
