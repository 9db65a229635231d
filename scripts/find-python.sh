#!/bin/sh
# Prints a Python 3.11 or 3.12 that can make environments; says what to do when there is none.
for candidate in ${PYTHON:-} python3.12 python3.11 python3 python; do
    if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))' \
        >/dev/null 2>&1; then
        echo "$candidate"
        exit 0
    fi
done
echo "No Python 3.11 or 3.12 with venv was found. Install one (Debian: apt-get install python3 python3-venv;" \
    "Windows and macOS: python.org), or name it: make run PYTHON=/path/to/python" >&2
exit 1
