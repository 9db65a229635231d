"""The one interface of all decoders: what a sound is conditioned on, and steps from tokens to logits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from torch import Tensor


@dataclass(frozen=True)
class Conditions:
    """What B items are made from.

    cross: for each item the encoded prompt [L_i, D] that its layers attend to, without padding; None for a model that
    prepends. The empty prompt is all zeros: its attention adds exactly nothing and is never computed.
    prefix: [2, B, P, D], put before the tokens: what each item is conditioned on, then its empty counterpart.
    guidance: logits are empty + guidance · (conditioned − empty); at 1 the empty half is never computed.
    """

    cross: tuple[Tensor, ...] | None
    prefix: Tensor | None = None
    guidance: float = 3.0

    @property
    def items(self) -> int:
        return len(self.cross or ()) if self.prefix is None else self.prefix.shape[1]

    @property
    def guided(self) -> bool:
        return self.guidance != 1.0

    @property
    def prefixed(self) -> int:
        """Positions that the prefix takes."""
        return 0 if self.prefix is None else self.prefix.shape[2]

    def only(self, item: int) -> Conditions:
        """Of one of the items."""
        return Conditions(
            None if self.cross is None else (self.cross[item],),
            None if self.prefix is None else self.prefix[:, item : item + 1],
            self.guidance,
        )


class Steps(Protocol):
    """Decodes one batch after the other; one thread at a time.

    An item's logits are the same bit for bit whatever else is in its batch, within what `sameness.holds` says.
    """

    def start(self, conditions: Conditions, positions: int) -> None:
        """Begins a batch. positions: the most that will be fed, the prefix included."""
        ...

    def feed(self, tokens: Tensor) -> Tensor:
        """Adds n positions. tokens: int64 [B, K, n]. Returns the guided logits after the last, float32 [B, K, card]."""
        ...
