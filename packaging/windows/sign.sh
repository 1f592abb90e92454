#!/usr/bin/env bash
# Signs programs in place, when there is a certificate:
#
#   SIGN_CERTIFICATE=PEM SIGN_KEY=PEM [SIGN_TIMESTAMP=URL] packaging/windows/sign.sh FILE...
#
# SIGN_CERTIFICATE and SIGN_KEY hold the text of the chain and of its key; without them
# nothing is done. Without SIGN_TIMESTAMP, the address of a time stamping service, the
# signature is valid only as long as the certificate.
set -euo pipefail
[ -n "${SIGN_CERTIFICATE:-}" ] || exit 0
umask 077
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf '%s\n' "$SIGN_CERTIFICATE" >"$work/certificate.pem"
printf '%s\n' "$SIGN_KEY" >"$work/key.pem"
for file in "$@"; do
	osslsigncode sign -certs "$work/certificate.pem" -key "$work/key.pem" -n Hilo -h sha256 \
		${SIGN_TIMESTAMP:+-ts "$SIGN_TIMESTAMP"} -in "$file" -out "$work/signed" >/dev/null
	cat "$work/signed" >"$file" # keeps the permissions
	rm "$work/signed"
done
