# SPDX-License-Identifier: EUPL-1.2
"""What becomes of a row that was understood, from whom it is or may be."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from nabij.imports.types import Problem
from nabij.relations.types import Card

_MOST_NAMED = 3


@dataclass(frozen=True, slots=True)
class Became:
    """An outcome (a code of `choices.Outcome`), why, and the key of who is known."""

    outcome: str
    problems: tuple[Problem, ...] = ()
    key: int | None = None


def became(
    *,
    decision: str,
    sure: Sequence[int],
    likely: Sequence[int],
    cards: Mapping[int, Card],
    taken: str | None = None,
) -> Became:
    """Return what becomes of a row; somebody known whom it surely is counts as `same` here.

    Args:
        decision: nieuw, bekend or ''.
        sure, likely: rows before it, by their number, and who is known, by their key made negative.
        cards: of who is known as far as this viewer may know; open ones may be updated.
        taken: the row that has the same client number, '' for somebody known, None for nobody.
    """
    if taken is not None:
        code = "client-number-twice" if taken else "client-number-taken"
        return Became("error", (Problem("client_number", code, taken),))
    if decision == "nieuw":
        return Became("new")
    surely, maybe = _known(sure), _known(likely)
    if surely or (maybe and decision == "bekend"):
        found = surely or maybe
        if len(found) == 1 and _is_open(found[0], cards):
            return Became("same", key=found[0])
        return _asked(found, cards)
    if rows := [key for key in sure if key > 0]:
        return Became("twice", (Problem("", "same-row", str(min(rows))),))
    if maybe:
        return _asked(maybe, cards)
    if rows := [key for key in likely if key > 0]:
        return Became("ask", (Problem("", "row-alike", str(min(rows))),))
    return Became("new")


def _known(keys: Sequence[int]) -> list[int]:
    return [-key for key in keys if key < 0]


def _is_open(key: int, cards: Mapping[int, Card]) -> bool:
    return key in cards and cards[key].is_open


def _asked(found: Sequence[int], cards: Mapping[int, Card]) -> Became:
    """Ask who it is: by name of whom the viewer may see, else only that somebody may be known."""
    if not all(_is_open(key, cards) for key in found):
        return Became("ask", (Problem("", "known-hidden"),))
    named = "; ".join(_said(cards[key]) for key in found[:_MOST_NAMED])
    code = "known" if len(found) == 1 else "known-several"
    return Became("ask", (Problem("", code, named),))


def _said(card: Card) -> str:
    about = ", ".join(filter(None, [str(card.birth_year or ""), card.city]))
    return f"{card.name} ({about})" if about else card.name
