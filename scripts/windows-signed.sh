#!/usr/bin/env bash
# Makes the bundles for Windows with a certificate made for this test, and checks that
# the installer and each program carry a good signature of it.
#
#   scripts/windows-signed.sh
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
openssl req -x509 -newkey rsa:3072 -nodes -keyout "$work/key.pem" -out "$work/certificate.pem" -days 2 -subj "/CN=Hilo test" \
	-addext extendedKeyUsage=codeSigning -addext keyUsage=digitalSignature 2>/dev/null
SIGN_CERTIFICATE=$(cat "$work/certificate.pem") SIGN_KEY=$(cat "$work/key.pem") DIST=$work/dist packaging/windows/bundle.sh
unzip -q "$work"/dist/*.zip -d "$work"
for file in "$work"/dist/*setup.exe "$work/Hilo/hilo.exe" "$work/Hilo/hilo.com"; do
	osslsigncode verify -CAfile "$work/certificate.pem" -in "$file" >"$work/log" 2>&1 || { cat "$work/log" >&2; exit 1; }
	echo "signed: $(basename "$file")"
done
