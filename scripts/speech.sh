#!/bin/sh
# Installs Debian's espeak-ng where it is missing: tests of spoken text run it as the program that it is.
set -eu
if ! command -v espeak-ng >/dev/null 2>&1; then
    if [ "$(id -u)" = 0 ]; then sudo=""; else sudo="sudo"; fi
    { $sudo apt-get update -qq && $sudo apt-get install -y -qq --no-install-recommends espeak-ng; } >&2 ||
        echo "Tests of spoken text are left out: they need espeak-ng. Install it to have them run." >&2
fi
