#!/usr/bin/env bash
# Runs bundle.sh on Linux from its first line to its last, with programs in place of those
# that only a Mac has. Each of them does the least that the next step needs and writes
# down how it was called. It shows mistakes of the script, not of Apple's programs:
#
#   a program that is linked with a library of Homebrew's is refused
#   LAME is taken from its own folder, which stands before that of Homebrew
#   it signs ad hoc without an identity; it signs and has the image notarized with one
#
#   packaging/macos/rehearse.sh
# shellcheck disable=SC2016 # the programs expand what is in single quotes
set -euo pipefail
# shellcheck source=packaging/common.sh
. "$(dirname "$0")/../common.sh"
bin=$work/bin calls=$work/calls
mkdir "$bin"
stub() { # NAME, script on stdin
	{
		printf '#!/usr/bin/env bash\nset -eu\necho "%s $*" >>"%s"\n' "$1" "$calls"
		cat
	} >"$bin/$1"
	chmod +x "$bin/$1"
}
stub uname <<<'echo Darwin'
stub shasum <<<'cat >/dev/null'
stub codesign </dev/null
stub plutil </dev/null
stub xcrun </dev/null
stub hdiutil <<<'touch "${@: -1}"'
stub lipo <<<'cp "$4" "$3"'
stub curl <<SH
while [ "\$1" != -o ]; do shift; done
tar -czf "\$2" -C "$work" lame-3.100
SH
# BSD's sed wants a suffix after -i.
stub sed <<SH
if [ "\$1" = -i ]; then [ -z "\$2" ]; shift 2; set -- -i "\$@"; fi
exec $(command -v sed) "\$@"
SH
stub otool <<SH
echo "\$2:"
printf '\t%s (compatibility version 1.0.0)\n' /usr/lib/libSystem.B.dylib /System/Library/Frameworks/Cocoa.framework/Cocoa \${FOREIGN:-}
SH
# What go build makes says its version; the flags of cgo are written down.
stub go <<SH
case \$1 in
build)
	echo "cgo \$GOARCH \$CGO_LDFLAGS minimum \$MACOSX_DEPLOYMENT_TARGET" >>"$calls"
	while [ "\$1" != -o ]; do shift; done
	printf '#!/bin/sh\necho Hilo $version\n' >"\$2"
	chmod +x "\$2"
	;;
*) exec $(command -v "$go") "\$@" ;;
esac
SH
mkdir -p "$work/lame-3.100/include"
echo lame_init_old >"$work/lame-3.100/include/libmp3lame.sym"
printf 'install:\n\ttest ! -s include/libmp3lame.sym\n' >"$work/lame-3.100/Makefile"
cat >"$work/lame-3.100/configure" <<'SH'
#!/bin/sh
case "$*" in *"--disable-shared --enable-static"*"CC=clang -arch "*) ;; *) exit 1 ;; esac
SH
chmod +x "$work/lame-3.100/configure"

bundle() { # [VARIABLE=VALUE...]
	: >"$calls"
	rm -rf "$work/dist"
	env -u SIGN_IDENTITY -u NOTARY_PROFILE -u NOTARY_KEY "$@" DIST="$work/dist" GO=go PATH="$bin:$PATH" packaging/macos/bundle.sh >"$work/log" 2>&1
}
called() { grep -qE -- "$1" "$calls" || { cat "$calls" >&2; die "was not called: $1"; }; }
never() { ! grep -qE -- "$1" "$calls" || { cat "$calls" >&2; die "was called: $1"; }; }

bundle || { cat "$work/log" >&2; die "bundle.sh without an identity"; }
[ -e "$work/dist/Hilo-$version.dmg" ] || die "no image was made"
for arch in "arm64 -O2 -L.*/lame-arm64/lib" "amd64 -O2 -L.*/lame-x86_64/lib"; do called "^cgo $arch minimum 12.0"; done
called '^codesign --force --sign - .*/Hilo.app$'
never '^xcrun'

if bundle FOREIGN=/opt/homebrew/opt/lame/lib/libmp3lame.0.dylib; then die "a program that needs Homebrew's LAME was taken"; fi
grep -q 'is linked with /opt/homebrew' "$work/log" || { cat "$work/log" >&2; die "bundle.sh failed for another reason"; }

bundle SIGN_IDENTITY="Developer ID Application: Somebody" NOTARY_KEY=key.p8 NOTARY_KEY_ID=id NOTARY_ISSUER=issuer || { cat "$work/log" >&2; die "bundle.sh with an identity"; }
called '^codesign --force --options runtime --timestamp --sign Developer ID Application: Somebody .*/Hilo.app$'
called '^codesign .* --sign Developer ID Application: Somebody .*\.dmg$'
called '^xcrun notarytool submit .*\.dmg --key key.p8 --key-id id --issuer issuer --wait$'
called '^xcrun stapler staple .*\.dmg$'

# go build puts CGO_LDFLAGS before these.
order=$(GOOS=darwin GOARCH=arm64 CGO_ENABLED=1 "$go" list -f '{{.CgoLDFLAGS}}' ./core/media/lame)
[[ $order == *"-L/opt/homebrew/lib "*-lmp3lame* ]] || die "the flags of core/media/lame are $order"
echo "bundle.sh: runs to its end with and without an identity, refuses a library of Homebrew's"
