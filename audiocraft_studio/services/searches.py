"""What users search for, within a project."""

from __future__ import annotations

from dataclasses import replace

from assets_db import Search, parse


def within(query: str, project: str = "") -> Search:
    """The conditions of a search (see assets_db.parse for the language) in one project, "" for all.

    Raises QueryError.
    """
    wanted = parse(query)
    return replace(wanted, project=project) if project else wanted
