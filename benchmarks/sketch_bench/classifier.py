"""Do the families sound like themselves? A nearest-neighbour classifier that learns some seeds and hears others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from audiocraft_studio.audio import Samples
from audiocraft_studio.engines.sketch.family import Family
from audiocraft_studio.ui.generate.examples import CATEGORIES
from benchmarks.sketch_bench import measures as m
from benchmarks.sketch_bench.measures import Floats
from benchmarks.sketch_bench.takes import Takes

LENGTH_S = 3.0
_PROMPTS = 3


@dataclass(frozen=True)
class Confusion:
    """names: of the classes. counts: (true, heard)."""

    names: tuple[str, ...]
    counts: Floats

    @property
    def accuracy(self) -> float:
        return float(np.trace(self.counts) / self.counts.sum())

    def recall(self) -> dict[str, float]:
        """The part of each class's takes that were heard as it."""
        total = np.maximum(self.counts.sum(axis=1), 1)
        return dict(zip(self.names, (np.diag(self.counts) / total).tolist(), strict=True))

    def mistakes(self) -> list[tuple[str, str, int]]:
        """(true, heard, how often), the most frequent first."""
        off = self.counts - np.diag(np.diag(self.counts))
        found = [(self.names[i], self.names[j], int(off[i, j])) for i, j in zip(*np.nonzero(off), strict=True)]
        return sorted(found, key=lambda mistake: -mistake[2])


def features(x: Samples) -> Floats:
    """How a sound sounds, whatever its level: colour, how it moves, how pitched it is, how it strikes and lasts."""
    b = m.bands_db(x)
    loud = b.max(axis=1)
    b = b[loud > loud.max() - 35]
    level = b.mean()
    e = m.envelope(x, 0.01)
    e = e / (e.max() + 1e-9)
    moves = np.abs(np.fft.rfft(e - e.mean(), 512)) ** 2
    rates = np.fft.rfftfreq(512, 0.01)
    edges = np.searchsorted(rates, [0.3, 1, 2, 4, 8, 16, 32, 50])
    modulation = np.log(np.add.reduceat(moves, edges[:-1]) / (moves.sum() + 1e-9) + 1e-4)
    _, p = m.power(x, 4096)
    flatness = np.exp(np.log(p + 1e-14).mean()) / (p.mean() + 1e-14)
    peaky = np.log(p.max() / (np.median(p) + 1e-14) + 1e-9)
    flux = np.abs(np.diff(b, axis=0)).mean(axis=0) if len(b) > 1 else np.zeros(b.shape[1])
    shape = [
        3 * np.log(m.centroid_hz(x)), np.log(flatness + 1e-9), peaky, m.crest_db(x) / 4, 3 * (e > 0.1).mean(),
        2 * np.log(1 + m.onset_rate_hz(x, 0.05)), 2 * m.correlation(x),
    ]  # fmt: skip
    return np.concatenate([(b.mean(axis=0) - level) / 6, b.std(axis=0) / 4, flux / 2, modulation, shape])


def families(families: Sequence[Family], takes: Takes, learnt: Sequence[int], heard: Sequence[int]) -> Confusion:
    """The families by up to three of their examples; seeds `learnt` teach, seeds `heard` are asked."""
    classes = {f.name: [prompt for prompt, _ in f.examples[:_PROMPTS]] for f in families}
    return _classified(classes, takes, learnt, heard)


def other_prompts(families: Sequence[Family], takes: Takes, seeds: Sequence[int]) -> Confusion:
    """The harder question: each prompt is asked with none of its own takes learnt, only the family's other prompts."""
    return _by_others({f.name: [prompt for prompt, _ in f.examples[:_PROMPTS]] for f in families}, takes, seeds)


def _by_others(classes: dict[str, list[str]], takes: Takes, seeds: Sequence[int]) -> Confusion:
    names = tuple(classes)
    rows, labels = _described(classes, takes, seeds)
    groups = [prompt for prompts in classes.values() for prompt in prompts for _ in seeds]
    rows = (rows - rows.mean(axis=0)) / (rows.std(axis=0) + 1e-9)
    counts = np.zeros((len(names), len(names)))
    for k, row in enumerate(rows):
        if len(classes[names[labels[k]]]) < 2:
            continue
        apart = np.abs(rows - row).sum(axis=1)
        apart[[i for i, group in enumerate(groups) if group == groups[k]]] = np.inf
        counts[labels[k], labels[int(np.argmin(apart))]] += 1
    return Confusion(names, counts)


def explorer(takes: Takes, learnt: Sequence[int], heard: Sequence[int]) -> tuple[Confusion, Confusion, Confusion]:
    """The prompts of the category explorer: each as a class of its own, the six categories, and these by other prompts.

    The last says how much a category is a kind of sound, and not only of thing.
    """
    by_category = {category: [e.prompt for e in examples] for category, examples in CATEGORIES.items()}
    alone = {e.name: [e.prompt] for examples in CATEGORIES.values() for e in examples}
    return (
        _classified(alone, takes, learnt, heard),
        _classified(by_category, takes, learnt, heard),
        _by_others(by_category, takes, learnt),
    )


def _classified(classes: dict[str, list[str]], takes: Takes, learnt: Sequence[int], heard: Sequence[int]) -> Confusion:
    names = tuple(classes)
    known, labels = _described(classes, takes, learnt)
    asked, truth = _described(classes, takes, heard)
    middle, scale = known.mean(axis=0), known.std(axis=0) + 1e-9
    known, asked = (known - middle) / scale, (asked - middle) / scale
    counts = np.zeros((len(names), len(names)))
    for features_of, true in zip(asked, truth, strict=True):
        nearest = int(np.argmin(np.abs(known - features_of).sum(axis=1)))
        counts[true, labels[nearest]] += 1
    return Confusion(names, counts)


def _described(classes: dict[str, list[str]], takes: Takes, seeds: Sequence[int]) -> tuple[Floats, list[int]]:
    rows, labels = [], []
    for index, prompts in enumerate(classes.values()):
        for prompt in prompts:
            for seed in seeds:
                rows.append(features(takes.of(prompt, LENGTH_S, seed)))
                labels.append(index)
    return np.array(rows), labels
