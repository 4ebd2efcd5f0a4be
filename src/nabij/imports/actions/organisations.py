# SPDX-License-Identifier: EUPL-1.2
"""Compare the organisations of a file with those that are known: by number, else by name."""

from collections.abc import Callable, Collection, Mapping
from itertools import batched
from typing import Any

from nabij.core.viewer import Viewer
from nabij.imports.actions.comparing import drafts_of
from nabij.imports.actions.planning import (
    AT_ONCE,
    changed_rows,
    known_among,
    lay_down,
    with_changes,
)
from nabij.imports.models import Import
from nabij.imports.rules import organisations, updating
from nabij.imports.rules.outcomes import Became, became
from nabij.imports.types import Given, Surroundings
from nabij.relations.queries import many

NUMBERS = ("kvk", "agb", "vestiging")


def plan_organisations(*, viewer: Viewer, found: Import) -> None:
    """Say of every organisation of a file whether it is new, known, asked about or twice there.

    An equal number is the same organisation, unless a branch number tells two branches apart; an
    equal name may be.
    """
    drafts = [(d.number, d.decision, d.match) for d in drafts_of(found)]
    told = {n: [(s, match[s]) for s in NUMBERS if s in match] for n, _decision, match in drafts}
    by_number = _gathered(
        {one for numbers in told.values() for one in numbers},
        lambda some: many.organisations_with_numbers(viewer=viewer, numbers=some),
    )
    by_name = _gathered(
        {match["sort_key"] for _n, _decision, match in drafts},
        lambda some: many.organisations_with_keys(viewer=viewer, sort_keys=some),
    )
    cards = _gathered(
        {key for keys in by_number.values() for key in keys}
        | {card.id for cards in by_name.values() for card in cards},
        lambda some: many.organisation_cards(viewer=viewer, ids=some),
    )
    first: dict[tuple[str, str], int] = {}
    rows = list[tuple[int, Became]]()
    for number, decision, match in drafts:
        sure, likely = set[int](), set[int]()
        numbers = _telling(told[number])
        for one in numbers:
            sure |= {-key for key in by_number.get(one, ())}
            if (before := first.setdefault(one, number)) != number:
                sure.add(before)
        name = ("name", match["sort_key"])
        if not sure:
            likely = {-card.id for card in by_name.get(name[1], ())}
            if not numbers and (before := first.get(name, number)) != number:
                likely.add(before)
        first.setdefault(name, number)
        one_of = became(decision=decision, sure=sorted(sure), likely=sorted(likely), cards=cards)
        rows.append((number, one_of))
    changed = changed_rows(viewer=viewer, found=found, known=known_among(rows), says_more=_say_more)
    lay_down(viewer=viewer, found=found, rows=with_changes(rows, changed), shown=[])


def _gathered[Key, Value](
    keys: Collection[Key], ask: Callable[[set[Key]], Mapping[Any, Value]]
) -> dict[Any, Value]:
    """Return what is asked of many keys, some thousands at a time."""
    found: dict[Any, Value] = {}
    for some in batched(keys, AT_ONCE):
        found |= ask(set(some))
    return found


def _telling(numbers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the numbers that tell which organisation it is: of branches, that of the branch."""
    branch = [one for one in numbers if one[0] == "vestiging"]
    return branch or numbers


def _say_more(
    viewer: Viewer, given: Mapping[int, Given], known: Mapping[int, int], around: Surroundings
) -> set[int]:
    recorded = many.known_organisations(viewer=viewer, ids=set(known.values()))
    changed = set()
    for number, key in known.items():
        row = organisations.organisation_of(given[number], around)
        there = recorded.get(key)
        if (
            isinstance(row, organisations.OrganisationRow)
            and there is not None
            and updating.updated_organisation(there.fields, row.fields) != there.fields
        ):
            changed.add(number)
    return changed
