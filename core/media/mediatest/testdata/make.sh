#!/bin/sh
# Makes the samples again. They have the shape of adaptive streams: init
# segment, sidx, then fragments (video 2 s, sound 4 s). video_plain has no
# sidx and counts its sample offsets from the start of the file.
set -eu
cd "$(dirname "$0")"
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
ff="ffmpeg -nostdin -hide_banner -loglevel error -y -bitexact"
dash="-f mp4 -fflags +bitexact -map_metadata -1 -movflags +dash+global_sidx+frag_keyframe"
x264="-c:v libx264 -preset veryslow -crf 40 -g 50 -keyint_min 50 -sc_threshold 0 -bf 2 -pix_fmt yuv420p -threads 1"

$ff -f lavfi -i testsrc2=s=128x72:r=25:d=10 $x264 "$tmp/v.mp4"
$ff -i "$tmp/v.mp4" -c copy $dash video.mp4
$ff -i "$tmp/v.mp4" -c copy ${dash}+delay_moov video_elst.mp4
$ff -i "$tmp/v.mp4" -c copy ${dash}+negative_cts_offsets video_signed.mp4
$ff -i "$tmp/v.mp4" -t 4 -c copy -map_metadata -1 -movflags +frag_keyframe+empty_moov video_plain.mp4
$ff -f lavfi -i testsrc2=s=128x72:r=50:d=10 -vf "select='not(mod(n\,5))+mod(floor(n/70)\,2)'" -vsync vfr $x264 $dash video_vfr.mp4
$ff -f lavfi -i testsrc2=s=128x72:r=25:d=4 -c:v libaom-av1 -cpu-used 4 -crf 60 -g 50 -pix_fmt yuv420p -threads 1 "$tmp/av1.mp4"
$ff -i "$tmp/av1.mp4" -c copy $dash video_av1.mp4
$ff -f lavfi -i "sine=f=440:r=44100:d=10" -c:a aac -b:a 24k "$tmp/a.m4a"
$ff -i "$tmp/a.m4a" -c copy -f mp4 -fflags +bitexact -map_metadata -1 -movflags +dash+global_sidx -frag_duration 4000000 audio.mp4
$ff -i "$tmp/a.m4a" -c copy -f mp4 -fflags +bitexact -map_metadata -1 -movflags +dash+global_sidx+delay_moov -frag_duration 4000000 audio_elst.mp4
# Without noise substitution, so that it decodes to the same samples from any packet on.
$ff -f lavfi -i "aevalsrc='0.4*sin(2*PI*t*440)*exp(-3*mod(t\,0.5))+0.1*random(0)':s=44100:d=10" -c:a aac -aac_pns 0 -b:a 24k "$tmp/x.m4a"
$ff -i "$tmp/x.m4a" -c copy -f mp4 -fflags +bitexact -map_metadata -1 -movflags +dash+global_sidx+delay_moov -frag_duration 4000000 audio_exact.mp4
# The packets of YouTube's lowest sound last as long, 46 ms.
$ff -f lavfi -i "aevalsrc='0.4*sin(2*PI*t*440)*exp(-3*mod(t\,0.5))+0.1*random(0)':s=22050:d=10" -c:a aac -aac_pns 0 -b:a 24k "$tmp/low.m4a"
$ff -i "$tmp/low.m4a" -c copy -f mp4 -fflags +bitexact -map_metadata -1 -movflags +dash+global_sidx+delay_moov -frag_duration 4000000 audio_low.mp4
$ff -i "$tmp/v.mp4" -i "$tmp/a.m4a" -t 3 -c copy -movflags +faststart muxed.mp4
$ff -f lavfi -i testsrc2=s=64x64 -frames:v 1 cover.jpg
$ff -f lavfi -i testsrc2=s=64x64 -frames:v 1 cover.png

# WebM streams have their Cues in front and one cluster for each key frame (2 s).
$ff -f lavfi -i testsrc2=s=128x72:r=25:d=8 -c:v libaom-av1 -cpu-used 4 -crf 60 -g 50 -pix_fmt yuv420p10le \
	-color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc -threads 1 "$tmp/av1.mkv"
$ff -i "$tmp/av1.mkv" -c copy -fflags +bitexact -map_metadata -1 -f webm -dash 1 -cues_to_front 1 video_av1.webm
