# SPDX-License-Identifier: EUPL-1.2
"""Take how somebody is called out of a text that has to stay: pure."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import product

MASK = "[gewist]"
# A shorter word (van, de, Jo) stands in too many texts to say who somebody is.
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Called:
    """How one person is called: given names and call name, surnames, and what only they have.

    `sure` are whole names, numbers and addresses by which nobody else is meant.
    """

    first: Collection[str]
    last: Collection[str]
    sure: Collection[str] = ()

    @property
    def whole(self) -> frozenset[str]:
        """Return what says who it is in any text."""
        names = {f"{first} {last}" for first, last in product(self.first, self.last)}
        return frozenset(one for one in {*names, *self.sure} if len(one) > SHORTEST)

    @property
    def parts(self) -> frozenset[str]:
        """Return what says who it is in a text that is about this person."""
        words = {word for name in (*self.first, *self.last) for word in name.split()}
        return frozenset(one for one in {*words, *self.last} if len(one) >= SHORTEST)


def masked(text: str, names: Iterable[str]) -> str:
    """Return a text without these names, longest first; letter case does not matter.

    Example:
        >>> masked("Brief van Jo de Wit, Jo's dochter", {"Jo de Wit", "dochteren"})
        "Brief van [gewist], Jo's dochter"
    """
    ordered = sorted(filter(None, names), key=len, reverse=True)
    if not ordered:
        return text
    pattern = "|".join(map(re.escape, ordered))
    return re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", MASK, text, flags=re.IGNORECASE)
