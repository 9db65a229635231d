"""AudioCraft Studio: read the settings, build the studio, serve its page."""

from __future__ import annotations

import logging
import os
import sys

from audiocraft_studio import Settings, build
from audiocraft_studio.errors import StudioError


def main() -> int:
    """Serves until interrupted. 0 after a clean stop, 1 when the studio cannot start (the reason is printed)."""
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
    logging.getLogger("httpx").setLevel(logging.WARNING)
    os.environ.setdefault("GRADIO_ANALYTICS_ENABLED", "False")
    try:
        settings = Settings.read(sys.argv[1:], os.environ)
        with build(settings) as studio:
            from audiocraft_studio.web.server import Server  # noqa: PLC0415  (only a server needs Gradio)

            Server(studio).run()
    except (StudioError, OSError) as error:
        sys.stderr.write(f"The studio cannot start. {error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
