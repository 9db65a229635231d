#!/bin/sh
# Renews requirements.txt and requirements-dev.txt: complete, for every platform, to be installed with --no-deps.
set -eu
cd "$(dirname "$0")/.."
uv=${UV:-.venv/bin/uv}
lock() {
    "$uv" pip compile --quiet --universal --fork-strategy fewest --python-version 3.11 --no-header --no-annotate --no-emit-index-url \
        --no-emit-find-links --upgrade "$@"
}
lock --override scripts/overrides.txt requirements.in -o requirements.txt
lock requirements-dev.in -o requirements-dev.txt
