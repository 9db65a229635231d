"""Builds the compiled step ahead of its first use: `python -m audiocraft_studio.engines.decoding.compiled`."""

import logging
import sys

from audiocraft_studio.engines.decoding.compiled.build import NoCompiler, library


def main() -> int:
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    try:
        library()
    except NoCompiler as missing:
        logging.getLogger(__name__).error("%s", missing)
        return 1
    return 0


sys.exit(main())
