#!/bin/sh
# Sees to what the tests need of the system: Chromium, and the libraries that the WebRTC peer loads.
set -eu
packages="chromium libpulse0 libudev1 libxfixes3 libxrandr2 libxcomposite1 libdbus-1-3"

missing() {
  command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || { echo chromium; return; }
  for lib in libpulse.so.0 libudev.so.1 libXfixes.so.3 libXrandr.so.2 libXcomposite.so.1 libdbus-1.so.3; do
    { /sbin/ldconfig -p 2>/dev/null || ldconfig -p; } | grep -q "$lib" || { echo "$lib"; return; }
  done
}

[ -z "$(missing)" ] && exit 0
if command -v apt-get >/dev/null 2>&1 && [ "$(id -u)" = 0 ]; then
  echo "Installing $packages ..."
  apt-get update -qq >/dev/null 2>&1 || true
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $packages >/dev/null 2>&1 || true
fi
lack=$(missing)
if [ -n "$lack" ]; then
  echo "medtrust: the tests need $lack. On Debian or Ubuntu: sudo apt-get install $packages" >&2
  exit 1
fi
