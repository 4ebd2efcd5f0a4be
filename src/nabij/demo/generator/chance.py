# SPDX-License-Identifier: EUPL-1.2
"""Seeded chance: the same seed and the same names give the same person, in any order of asking."""

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from random import Random


class Chance:
    """One stream of chance. Streams made from different names do not disturb each other."""

    __slots__ = ("random",)

    def __init__(self, *names: object) -> None:
        # Not for secrets: a demo must be the same on every machine.
        self.random = Random("/".join(map(str, names))).random  # noqa: S311

    def happens(self, share: float) -> bool:
        """Tell whether something that happens in `share` (0..1) of the cases happens now."""
        return self.random() < share

    def pick[T](self, choices: Sequence[T]) -> T:
        """Return one of `choices`, each as likely."""
        return choices[int(self.random() * len(choices))]

    def number(self, first: int, last: int) -> int:
        """Return a whole number from `first` up to and including `last`."""
        return first + int(self.random() * (last - first + 1))

    def sample[T](self, choices: Sequence[T], count: int) -> list[T]:
        """Return `count` different ones of `choices` (all of them when there are fewer)."""
        pool = list(choices)
        taken: list[T] = []
        while pool and len(taken) < count:
            taken.append(pool.pop(int(self.random() * len(pool))))
        return taken

    def bits(self, hex_digits: int) -> str:
        """Return `hex_digits` random hexadecimal digits, at most twelve."""
        return f"{int(self.random() * 16**hex_digits):0{hex_digits}x}"

    def uuid(self) -> str:
        """Return something in the form of a random UUID."""
        return f"{self.bits(8)}-{self.bits(4)}-4{self.bits(3)}-a{self.bits(3)}-{self.bits(12)}"


class Weighted[T]:
    """Choices with weights, summed up once."""

    __slots__ = ("choices", "steps")

    def __init__(self, choices: Sequence[T], weights: Sequence[float]) -> None:
        self.choices = list(choices)
        self.steps = list(accumulate(weights))

    def pick(self, chance: Chance) -> T:
        """Return one of the choices, the heavier the likelier."""
        return self.choices[bisect(self.steps, chance.random() * self.steps[-1])]
