#!/bin/sh
# All checks and tests, or with "quick" those of the developer's run.
set -eu
cd "$(dirname "$0")/.."
unset PYTHONDONTWRITEBYTECODE  # pytest keeps the tests as it compiled them: the next run begins sooner
bin=.venv/bin
export OMP_NUM_THREADS=1 GRADIO_ANALYTICS_ENABLED=False HF_HUB_OFFLINE=1 HF_HUB_DISABLE_TELEMETRY=1

$bin/ruff check .
$bin/ruff format --check --quiet .
$bin/mypy
$bin/lint-imports
if [ "${1:-all}" = quick ]; then
    exec $bin/python -m pytest -n 2 --dist loadfile -m "not slow and not e2e"
fi
CHROMIUM=$(scripts/browser.sh)
export CHROMIUM
scripts/speech.sh
$bin/python -m pytest -n 2 --dist loadfile -m "not e2e"
$bin/python -m pytest -m e2e --durations=5
