"""python -m audiocraft_studio.maintenance backup | restore | check | rebuild

Ends with 0 where all is well, with 1 where something was found or could not be done.
"""

from __future__ import annotations

import argparse
import logging
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from audiocraft_studio.errors import FolderInUse, StudioError
from audiocraft_studio.maintenance import commands
from audiocraft_studio.maintenance.console import Console
from audiocraft_studio.settings import OPTIONS


def main(argv: Sequence[str], environ: Mapping[str, str], console: Console) -> int:
    """Runs one command; the exit status."""
    logging.getLogger().addHandler(logging.NullHandler())  # what is logged, the report says too
    given = parser(environ).parse_args(argv)
    try:
        return 0 if given.run(given, console) else 1
    except FolderInUse as error:
        console.say(f"{error} If that is the studio, stop it (Ctrl+C in its window), then run this again.")
    except StudioError as error:
        console.say(str(error))
    except KeyboardInterrupt:
        console.say("Stopped.")
    return 1


def parser(environ: Mapping[str, str]) -> argparse.ArgumentParser:
    """The commands; `environ` has the defaults of their options."""
    flag, variable, default, text = next(option for option in OPTIONS if option[0] == "data")
    data = argparse.ArgumentParser(add_help=False)
    data.add_argument(f"--{flag}", type=Path, default=environ.get(variable, default), help=f"{text} [{variable}]")
    whole = argparse.ArgumentParser(
        prog="python -m audiocraft_studio.maintenance", description="Keeps a data folder safe and sound."
    )
    names = whole.add_subparsers(required=True, metavar="COMMAND")
    command = names.add_parser("backup", parents=[data], help="write all that users made into one ZIP file")
    command.add_argument("file", metavar="FILE", type=Path)
    command.add_argument("--records-only", action="store_true", help="leave the sounds out")
    command.set_defaults(run=commands.backup)
    command = names.add_parser("restore", help="make a data folder from a backup")
    command.add_argument("file", metavar="FILE", type=Path)
    command.add_argument("folder", metavar="FOLDER", type=Path)
    command.set_defaults(run=commands.restored)
    command = names.add_parser("check", parents=[data], help="compare catalogue, sounds and sidecars")
    command.add_argument("--mend", action="store_true", help="put right what can be; nothing is deleted")
    command.add_argument("--regenerate", action="store_true", help="make lost Sketch sounds again by their recipes")
    command.set_defaults(run=commands.check)
    command = names.add_parser("rebuild", parents=[data], help="fill the catalogue from the sidecars")
    command.add_argument("--all", action="store_true", help="where a record and a sidecar differ, take the sidecar")
    command.set_defaults(run=commands.rebuilt)
    return whole


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ, Console(sys.stdout, sys.stderr)))
