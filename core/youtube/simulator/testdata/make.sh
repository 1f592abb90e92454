#!/bin/sh
# Makes the simulator's fixtures, in the shape in which YouTube serves media:
# fragmented MP4 with one sidx in front (video fragments 5 s, audio 10 s), WebM
# with its Cues in front, and one progressive MP4. Pictures and
# sound come from ffmpeg's own generators. Run it in this folder; it needs ffmpeg with
# libx264, libvpx-vp9, libsvtav1 and libopus. The results are committed, so that
# neither building nor testing needs ffmpeg.
set -eu
cd "$(dirname "$0")"
D=12 # seconds: three video fragments, two audio fragments

ff() { ffmpeg -v error -nostdin -y -fflags +bitexact "$@"; }
exact='-flags:v +bitexact -flags:a +bitexact -map_metadata -1'
dash='-f mp4 -movflags +dash+global_sidx+frag_keyframe+skip_trailer'

# A gradient with a bright square that moves over it: $1 size, $2 square's side. In picture
# the gradient stands still, because programs of Hilo contain these files: most bytes would
# be those of its change. In turning it turns: tests need those files at their size.
square() {
	echo "color=c=0xf4ead5:s=$2x$2:r=30:d=$D[q];[g][q]overlay=x='(W-w)/2+(W-w)*0.4*sin(2*PI*t/$3)':y='(H-h)/2+(H-h)*0.35*cos(2*PI*t/$4)':shortest=1,format=yuv420p"
}
colours=c0=0x1b3a5c:c1=0xe0785a:c2=0x2f7f73:n=3:seed=7
picture() {
	echo "gradients=s=$1:r=30:d=1:$colours:speed=0.00001,trim=end_frame=1,loop=-1:1,trim=duration=$D[g];$(square "$1" "$2" 12 8)"
}
turning() {
	echo "gradients=s=$1:r=30:d=$D:$colours:speed=0.008[g];$(square "$1" "$2" 6 4)"
}
# A tune: four chords, two seconds each, plucked eight times. $1 transposes it
tune() {
	note="mod(floor(t*4)\,8)"
	chord="mod(floor(t/2)\,4)"
	base="$1*220*pow(2\,(if(eq($chord\,0)\,0\,if(eq($chord\,1)\,-4\,if(eq($chord\,2)\,3\,-2))))/12)"
	step="pow(2\,(if(eq(mod($note\,4)\,0)\,0\,if(eq(mod($note\,4)\,1)\,7\,if(eq(mod($note\,4)\,2)\,12\,16))))/12)"
	pluck="exp(-6*mod(t\,0.25))"
	echo "aevalsrc='0.30*$pluck*sin(2*PI*t*$base*$step)+0.14*sin(2*PI*t*$base/2)|0.30*$pluck*sin(2*PI*t*$base*$step+0.4)+0.14*sin(2*PI*t*$base/2)':s=$2:d=$D"
}

h264() { # name picture profile level crf, and options
	name=$1 picture=$2 profile=$3 level=$4 crf=$5
	shift 5
	ff -f lavfi -i "$picture" -c:v libx264 -preset veryslow -profile:v "$profile" -level "$level" -crf "$crf" "$@" \
		-g 150 -keyint_min 150 -sc_threshold 0 -bf 2 -threads 1 $exact $dash "$name.mp4"
}
flat='-aq-mode 0 -psy-rd 0:0' # no bytes for a texture that a gradient does not have
h264 h264-1080p "$(turning 1920x1080 160)" high 4.0 40
h264 h264-720p "$(picture 1280x720 108)" main 3.1 43 $flat
h264 h264-360p "$(picture 640x360 54)" main 3.0 37 $flat
h264 h264-144p "$(picture 256x144 22)" main 1.2 34 $flat
h264 h264-portrait "$(picture 720x1280 108)" main 3.1 44 $flat

av1() { # name size square
	ff -f lavfi -i "$(picture "$2" "$3")" -c:v libsvtav1 -preset 8 -crf 60 -g 150 \
		-svtav1-params lp=1 $exact $dash "$1.mp4"
}
av1 av1-2160p 3840x2160 320

ff -f lavfi -i "$(turning 1280x720 108)" -c:v libvpx-vp9 -crf 50 -b:v 0 -g 150 -keyint_min 150 -threads 1 \
	$exact -f webm -dash 1 -cues_to_front 1 vp9-720p.webm

aac() { # name transpose rate bitrate
	ff -f lavfi -i "$(tune "$2" "$3")" -c:a aac -b:a "$4" -ac 2 $exact \
		-f mp4 -movflags +dash+global_sidx+skip_trailer -frag_duration 10000000 "$1.mp4"
}
aac aac 1 44100 64k
aac aac-low 1 22050 24k
aac aac-dub 1.5 44100 32k
aac aac-drc 0.75 44100 32k

ff -f lavfi -i "$(tune 1 48000)" -c:a libopus -b:a 40k -ac 2 \
	$exact -f webm -dash 1 -cues_to_front 1 -cluster_time_limit 10000 opus.webm

ff -f lavfi -i "$(picture 640x360 54)" -f lavfi -i "$(tune 1 44100)" -c:v libx264 -preset veryslow -profile:v baseline \
	-level 3.0 -crf 42 $flat -g 150 -threads 1 -c:a aac -b:a 40k -ac 2 $exact -f mp4 -movflags +faststart muxed-360p.mp4
