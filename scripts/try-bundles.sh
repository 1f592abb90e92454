#!/usr/bin/env bash
# Installs the bundles for Linux in clean systems, uses them and removes them:
#
#   scripts/try-bundles.sh ROOTS [SUITE...]       # as root; suites: bookworm trixie
#
# ROOTS is a folder for the systems, which debootstrap makes once, from the mirror
# that this computer uses or from $MIRROR. In a copy of each, every bundle is
# installed with what it depends on and nothing that it recommends, and must
#
#   print its version; end with status 3 and a sentence without a display
#   download the demo's videos with "hilo get -demo"
#   open its window under Xvfb, download a video that was pasted, and end by itself
#   be gone after it was removed, while the user's files stay
#
# The .deb is installed with apt, the .rpm with rpm (without dependencies, which
# have other names there), the archive with its install.sh, the AppImage's content
# is run in place.
set -euo pipefail
roots=$(realpath -m "$1")
shift
# shellcheck source=packaging/common.sh
. "$(dirname "$0")/../packaging/common.sh"
[ "$(id -u)" -eq 0 ] || die "needs root, for debootstrap and chroot"
[ $# -gt 0 ] || set -- bookworm trixie
mirror=${MIRROR:-$(sed -nE 's/^URIs: *([^ ]+debian\/?).*/\1/p; s/^deb (\[[^]]*\] )?([^ ]+debian\/?) .*/\2/p' \
	/etc/apt/sources.list /etc/apt/sources.list.d/* 2>/dev/null | head -n 1 || true)}
[ -n "$mirror" ] || die "no mirror found; set MIRROR"
mkdir -p "$roots"

# What the .deb depends on, and what is needed to use a window from outside.
depends=(libgl1 libwayland-client0 libx11-6 libxcursor1 libxrandr2 libxinerama1 libxi6 libxkbcommon0)
testing=(xvfb xauth xdotool xclip openbox x11-utils libgl1-mesa-dri fonts-dejavu-core rpm xz-utils)

inside() { chroot "$root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/home/person LANG=C.UTF-8 "$@"; }
apt_get() { inside env DEBIAN_FRONTEND=noninteractive apt-get -y -q --no-install-recommends "$@" >>"$log" 2>&1 || { tail -n 30 "$log" >&2; die "apt-get $*"; }; }

# try NAME PROGRAM: uses an installed program.
try() {
	local name=$1 program=$2 said status
	said=$(inside "$program" version)
	[[ $said == "Hilo $version "* ]] || die "$name: version prints $said"
	status=0
	said=$(inside "$program" 2>&1) || status=$?
	if [ "$status" -ne 3 ] || [[ $said != *"no window can be opened"* ]]; then die "$name: without a display: status $status, $said"; fi
	rm -rf "$root/home/person" && mkdir -p "$root/home/person/Downloads"
	inside "$program" get -demo -dir /home/person/Downloads >"$work/get" 2>&1 || { cat "$work/get" >&2; die "$name: hilo get -demo"; }
	local files
	files=$(find "$root/home/person/Downloads" -type f ! -name '.*' | wc -l)
	[ "$files" -gt 0 ] || die "$name: hilo get -demo saved nothing"
	rm -rf "$root/home/person"/*
	cp scripts/try-window.sh "$root/tmp/try-window.sh"
	inside bash /tmp/try-window.sh "$program" >"$work/window" 2>"$work/complaints" || { cat "$work/window" "$work/complaints" >&2; die "$name: the window"; }
	echo "$suite $name: $files files without a window; $(tail -n 1 "$work/window")"
}

gone() { # NAME PATH...
	local name=$1 path
	shift
	for path in "$@"; do
		if [ -e "$root$path" ] || [ -L "$root$path" ]; then die "$name: $path is still there"; fi
	done
	[ -e "$root/home/person/.local/share/hilo/demo.db" ] || die "$name: the user's queue is gone"
	[ -e "$root/home/person/.local/state/hilo/hilo.log" ] || die "$name: the user's log is gone"
}

# system SUITE: makes root, a copy of the suite's clean system.
system() {
	local clean=$roots/$1
	if [ ! -e "$clean/.complete" ]; then
		rm -rf "$clean"
		debootstrap --variant=minbase --include=ca-certificates "$1" "$clean" "$mirror" >"$clean.log" 2>&1 || { tail -n 20 "$clean.log" >&2; die "debootstrap $1"; }
		touch "$clean/.complete"
	fi
	root=$roots/$1-try
	rm -rf "$root"
	cp -a "$clean" "$root"
	mount -t proc proc "$root/proc"
	mounted+=("$root/proc")
	mkdir -p "$root/tmp/bundles"
	cp "$dist"/hilo* "$root/tmp/bundles/"
}
mounted=()
leave() {
	for m in "${mounted[@]}"; do umount "$m" 2>/dev/null || umount -l "$m"; done
	mounted=()
}
trap 'leave; rm -rf "$work"' EXIT

for suite in "$@"; do
	began=$SECONDS
	system "$suite"
	log=$roots/$suite-apt.log
	: >"$log"
	apt_get update
	deb=$(basename "$dist"/hilo_"$version"*_amd64.deb)

	apt_get install "/tmp/bundles/$deb"
	missing=$(inside ldd /usr/bin/hilo | grep 'not found' || true)
	[ -z "$missing" ] || die "$suite deb: $missing"
	apt_get install "${testing[@]}"
	try deb /usr/bin/hilo
	apt_get remove hilo
	gone deb /usr/bin/hilo "/usr/share/applications/$id.desktop" "/usr/share/icons/hicolor/48x48/apps/$id.png"

	apt_get install "${depends[@]}" # they were only there for the .deb
	inside rpm --dbpath /var/lib/rpm --nodeps -i "/tmp/bundles/hilo-$version-1.x86_64.rpm" >>"$log" 2>&1 || die "$suite rpm -i"
	try rpm /usr/bin/hilo
	inside rpm --dbpath /var/lib/rpm -e hilo >>"$log" 2>&1 || die "$suite rpm -e"
	gone rpm /usr/bin/hilo "/usr/share/applications/$id.desktop"

	inside sh -c "cd /tmp && tar -xf bundles/hilo-$version-linux-amd64.tar.xz && cd hilo-$version && ./install.sh /opt/hilo" >>"$log" 2>&1 || die "$suite install.sh"
	grep -q '^Exec=/opt/hilo/bin/hilo %U$' "$root/opt/hilo/share/applications/$id.desktop" || die "$suite archive: Exec of the desktop file"
	try archive /opt/hilo/bin/hilo
	inside /opt/hilo/share/doc/hilo/uninstall.sh >>"$log" 2>&1 || die "$suite uninstall.sh"
	left=$(find "$root/opt/hilo" ! -type d)
	[ -z "$left" ] || die "$suite archive: left behind: $left"
	gone archive /opt/hilo/bin/hilo

	unsquashfs -q -n -d "$root/tmp/AppDir" "$dist/hilo-$version-x86_64.squashfs" >>"$log"
	try "content of the AppImage" /tmp/AppDir/AppRun
	leave
	rm -rf "$root"
	echo "$suite: all bundles work, $((SECONDS - began)) s"
done
