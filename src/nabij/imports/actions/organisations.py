# SPDX-License-Identifier: EUPL-1.2
"""Compare the organisations of a file with those that are known: by number, else by name."""

from collections.abc import Sequence

from nabij.core.viewer import Viewer
from nabij.imports.actions.comparing import drafts_of
from nabij.imports.actions.planning import given_of, known_among, lay_down, with_changes
from nabij.imports.actions.reading import surroundings
from nabij.imports.models import Import
from nabij.imports.rules import organisations, updating
from nabij.imports.rules.outcomes import Became, became
from nabij.imports.rules.parts import Drafted
from nabij.relations.queries import many

NUMBERS = ("kvk", "agb", "vestiging")


def plan_organisations(*, viewer: Viewer, found: Import) -> None:
    """Say of every organisation of a file whether it is new, known, asked about or twice there.

    An equal number is the same organisation, unless a branch number tells two branches apart; an
    equal name may be.
    """
    rows = _compared(viewer, list(drafts_of(found)))
    changed = _changed(viewer, found, known_among(rows))
    lay_down(viewer=viewer, found=found, rows=with_changes(rows, changed), shown=[])


def _compared(viewer: Viewer, drafts: Sequence[Drafted]) -> list[tuple[int, Became]]:
    """Return what becomes of each: by the numbers that tell which it is, without them by name."""
    told = {
        draft.number: [(s, draft.match[s]) for s in NUMBERS if s in draft.match] for draft in drafts
    }
    by_number = many.organisations_with_numbers(
        viewer=viewer, numbers={one for numbers in told.values() for one in numbers}
    )
    by_name = many.organisations_with_keys(
        viewer=viewer, sort_keys={draft.match["sort_key"] for draft in drafts}
    )
    keys = {key for keys in by_number.values() for key in keys} | {
        card.id for cards in by_name.values() for card in cards
    }
    cards = many.organisation_cards(viewer=viewer, ids=keys)
    first: dict[tuple[str, str], int] = {}
    rows = list[tuple[int, Became]]()
    for draft in drafts:
        sure, likely = set[int](), set[int]()
        numbers = _telling(told[draft.number])
        for one in numbers:
            sure |= {-key for key in by_number.get(one, ())}
            if (before := first.setdefault(one, draft.number)) != draft.number:
                sure.add(before)
        name = ("name", draft.match["sort_key"])
        if not sure:
            likely = {-card.id for card in by_name.get(name[1], ())}
            if not numbers and (before := first.get(name, draft.number)) != draft.number:
                likely.add(before)
        first.setdefault(name, draft.number)
        one_of = became(
            decision=draft.decision, sure=sorted(sure), likely=sorted(likely), cards=cards
        )
        rows.append((draft.number, one_of))
    return rows


def _telling(numbers: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the numbers that tell which organisation it is: of branches, that of the branch."""
    branch = [one for one in numbers if one[0] == "vestiging"]
    return branch or numbers


def _changed(viewer: Viewer, found: Import, known: dict[int, int]) -> set[int]:
    """Return the rows that say something else than is recorded of the organisation they are."""
    around = surroundings(viewer=viewer, found=found)
    given = given_of(found, known)
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
