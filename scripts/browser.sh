#!/bin/sh
# Prints the path of a Chromium for the browser tests; installs Debian's where it is missing.
set -eu
find_browser() {
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome; do
        if [ -n "$name" ] && command -v "$name" 2>/dev/null; then return 0; fi
    done
    return 1
}
if ! find_browser; then
    if [ "$(id -u)" = 0 ]; then sudo=""; else sudo="sudo"; fi
    { $sudo apt-get update -qq && $sudo apt-get install -y -qq --no-install-recommends chromium; } >&2 || {
        echo "The browser tests need Chromium. Install it, or point CHROMIUM at one." >&2
        exit 1
    }
    find_browser
fi
