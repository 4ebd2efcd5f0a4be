# SPDX-License-Identifier: EUPL-1.2
"""Words that occur nowhere else: found in an answer, one says whose data leaked and which.

Classes: n name, city and birth year (the card); a identity and contact; b organisation of care;
c content of care; d shielded; s sealed numbers (BSN, key-safe code); q refused by the intake;
x closed to everybody: refused by the client, or sensitive without consent.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256

_WORD = re.compile(r"qx[a-z]{8}", re.IGNORECASE)
_LETTERS = "bcdfghjklmnpqrstvwxz"


@dataclass(frozen=True, slots=True)
class Canary:
    """Whose data it is, of which class, and from which field."""

    owner: str
    data_class: str
    field: str

    def __str__(self) -> str:
        return f"{self.owner}.{self.field} (class {self.data_class})"


class Canaries:
    """All canaries of a world, and where they are in a text."""

    def __init__(self) -> None:
        self.by_word: dict[str, Canary] = {}
        self.by_value: dict[str, Canary] = {}

    def word(self, owner: str, data_class: str, field: str) -> str:
        """Return a word for a field, the same for the same field; it looks like a name."""
        digest = sha256(f"{owner}/{data_class}/{field}".encode()).digest()
        word = "qx" + "".join(_LETTERS[byte % len(_LETTERS)] for byte in digest[:8])
        canary = Canary(owner, data_class, field)
        if self.by_word.setdefault(word, canary) != canary:
            raise ValueError(f"{canary} and {self.by_word[word]} share a word")
        return word.capitalize()

    def near(self, word: str, owner: str, data_class: str, field: str) -> str:
        """Return a word that differs from another in its last letter, and is a canary itself."""
        place = (_LETTERS.index(word[-1]) + 1) % len(_LETTERS)
        near = word[:-1] + _LETTERS[place]
        self.by_word[near.lower()] = Canary(owner, data_class, field)
        return near

    def value(self, owner: str, data_class: str, field: str, *spellings: str) -> str:
        """Take a value with a form of its own, such as a phone number, in all its spellings."""
        for spelling in spellings:
            canary = Canary(owner, data_class, field)
            if self.by_value.setdefault(spelling, canary) != canary:
                raise ValueError(f"{spelling} stands for {self.by_value[spelling]} already")
        return spellings[0]

    def found_in(self, text: str) -> set[Canary]:
        """Return the canaries in a text, whatever capitals it has."""
        words = {word.lower() for word in _WORD.findall(text)}
        found = {self.by_word[word] for word in words if word in self.by_word}
        found.update(canary for value, canary in self.by_value.items() if value in text)
        return found

    def classes_of(self, owner: str, found: Iterable[Canary]) -> str:
        """Return the classes of one owner's canaries, in the order n a b c d s q x."""
        classes = {canary.data_class for canary in found if canary.owner == owner}
        return "".join(sorted(classes, key="nabcdsqx".index))
