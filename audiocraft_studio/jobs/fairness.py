"""Who is next."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from audiocraft_studio.jobs.states import Job


def turns(waiting: Iterable[Job], served: Mapping[str, int]) -> list[Job]:
    """The jobs in the order in which they run: owners take turns, each owner's jobs in the order of their ids.

    served: when each owner was served last (any rising count); within a round, who waited longest goes first.
    """
    rounds: Counter[str] = Counter()
    keyed = []
    for job in sorted(waiting, key=lambda j: j.id):
        keyed.append(((rounds[job.owner], served.get(job.owner, 0), job.id), job))
        rounds[job.owner] += 1
    return [job for _, job in sorted(keyed, key=lambda pair: pair[0])]
