# SPDX-License-Identifier: EUPL-1.2
"""Lay down what becomes of every row that was understood: one transaction, after comparing."""

from collections.abc import Collection, Iterable, Sequence

from django.db import transaction
from django.db.models import Count

from nabij.access import actions as access_actions
from nabij.core.viewer import Viewer
from nabij.imports.actions.comparing import Compared, compare
from nabij.imports.actions.reading import RowOutcome, copy_rows, surroundings
from nabij.imports.actions.rows import hold
from nabij.imports.choices import ImportKind, ImportState, Outcome
from nabij.imports.models import Import, ImportRow
from nabij.imports.queries.imports import parts_of
from nabij.imports.rules import parts, persons, updating
from nabij.imports.rules.outcomes import Became, became
from nabij.imports.types import Given, Problem
from nabij.relations.queries import many

type Rows = Sequence[RowOutcome]


def plan_persons(*, viewer: Viewer, found: Import) -> None:
    """Say of every person of a file whether they are new, known, asked about or twice there."""
    compared = compare(viewer=viewer, found=found)
    rows = [
        (number, became_of)
        for place, number in enumerate(compared.numbers)
        for became_of in [_became(compared, place)]
    ]
    if found.kind == ImportKind.CONTACTS:
        rows = _with_organisations(viewer, compared, rows)
    changed = _changed(viewer, found, known_among(rows))
    shown = compared.cards.keys()
    lay_down(viewer=viewer, found=found, rows=with_changes(rows, changed), shown=shown)


def known_among(rows: Iterable[tuple[int, Became]]) -> dict[int, int]:
    """Return by row the key of who it is, of rows that are somebody known."""
    return {number: one.key for number, one in rows if one.outcome == Outcome.SAME and one.key}


def with_changes(rows: Iterable[tuple[int, Became]], changed: Collection[int]) -> Rows:
    """Return rows as they are laid down; those in `changed` say more than is recorded."""
    return [
        (
            number,
            Outcome.CHANGE if number in changed else Outcome(one.outcome),
            one.problems,
            one.key,
        )
        for number, one in rows
    ]


@transaction.atomic
def lay_down(*, viewer: Viewer, found: Import, rows: Rows, shown: Iterable[int]) -> None:
    """Store what becomes of every row; from now on the import is checked.

    Args:
        shown: keys of whom the report names or tells that they may be known, for the log.

    Raises:
        LogUnavailable: the line could not be written; nothing is stored.
    """
    hold(found)
    copy_rows(found, rows)
    found.counts = counted(found)
    found.state, found.done_parts = ImportState.CHECKED, 0
    found.save(update_fields=["counts", "state", "done_parts"])
    access_actions.record_list(
        viewer=viewer, event="import-compared", object_ids=sorted(shown), detail=found.ref
    )


def counted(found: Import) -> dict[str, int]:
    """Return how many rows there are of each outcome. One SQL query."""
    rows = ImportRow.objects.filter(whole=found).order_by().values("outcome")
    return dict(rows.annotate(number=Count("pk")).values_list("outcome", "number"))


def given_of(found: Import, numbers: Iterable[int]) -> dict[int, Given]:
    """Return what stands in these rows of a file, by the codes of its columns."""
    wanted = set(numbers)
    result: dict[int, Given] = {}
    for part in parts_of(found) if wanted else ():
        if not any(part.first_row <= number <= part.last_row for number in wanted):
            continue
        for number, cells in parts.unsealed_rows(part.rows, ref=found.ref, number=part.number):
            if number in wanted:
                pairs = zip(found.codes, cells, strict=False)
                result[number] = {code: cell for code, cell in pairs if code}
    return result


def _became(compared: Compared, place: int) -> Became:
    return became(
        decision=compared.decisions[place],
        sure=compared.sure.get(place, ()),
        likely=compared.likely.get(place, ()),
        cards=compared.cards,
        taken=compared.taken.get(place),
    )


def _with_organisations(
    viewer: Viewer, compared: Compared, rows: list[tuple[int, Became]]
) -> list[tuple[int, Became]]:
    """Refuse people at organisations that are not known, or of which several have the name."""
    names = {name for name in compared.organisations if name}
    known = many.organisations_named(viewer=viewer, names=names)
    keys = {name: len(known.get(many.name_key(name), ())) for name in names}
    result = []
    for (number, one), name in zip(rows, compared.organisations, strict=True):
        code = {0: "not-found", 1: ""}.get(keys.get(name, 0), "found-several")
        if code:
            problem = Problem("organisation", code if name else "nobody-named", name[:40])
            result.append((number, Became(Outcome.ERROR, (problem,))))
        else:
            result.append((number, one))
    return result


def _changed(viewer: Viewer, found: Import, known: dict[int, int]) -> set[int]:
    """Return the rows that say something else than is recorded of who they are."""
    around = surroundings(viewer=viewer, found=found)
    given = given_of(found, known)
    recorded = many.known_persons(viewer=viewer, ids=set(known.values()))
    changed = set()
    for number, key in known.items():
        row = persons.person_of(given[number], around)
        there = recorded.get(key)
        if (
            isinstance(row, persons.PersonRow)
            and there is not None
            and updating.updated_person(there.fields, row.fields) != there.fields
        ):
            changed.add(number)
    return changed
