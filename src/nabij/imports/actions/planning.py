# SPDX-License-Identifier: EUPL-1.2
"""Lay down what becomes of every row that was understood: one transaction, after comparing."""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import batched

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
from nabij.imports.types import Given, Problem, Surroundings
from nabij.relations.choices import RelationshipKind
from nabij.relations.queries import many

AT_ONCE = 5_000
type Rows = Sequence[RowOutcome]
type SaysMore = Callable[[Viewer, Mapping[int, Given], Mapping[int, int], Surroundings], set[int]]


def plan_persons(*, viewer: Viewer, found: Import) -> None:
    """Say of every person of a file whether they are new, known, asked about or twice there."""
    compared = compare(viewer=viewer, found=found)
    rows = [
        (number, became_of)
        for place, number in enumerate(compared.numbers)
        for became_of in [_became(compared, place)]
    ]
    employers: dict[int, int] = {}
    if found.kind == ImportKind.CONTACTS:
        rows, employers = _with_organisations(viewer, compared, rows)
    rows = _without_deaths(viewer, compared.died, rows)
    known = known_among(rows)
    changed = changed_rows(viewer=viewer, found=found, known=known, says_more=_say_more)
    changed |= _work_elsewhere(viewer, known, employers)
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


def given_of(found: Import, numbers: Iterable[int]) -> Iterator[dict[int, Given]]:
    """Yield what stands in these rows of a file, by the codes of its columns: a part at a time."""
    wanted = sorted(numbers)
    for part in parts_of(found) if wanted else ():
        first, last = bisect_left(wanted, part.first_row), bisect_right(wanted, part.last_row)
        if first == last:
            continue
        cells = dict(parts.unsealed_rows(part.rows, ref=found.ref, number=part.number))
        yield {
            number: {code: c for code, c in zip(found.codes, cells[number], strict=False) if code}
            for number in wanted[first:last]
        }


def changed_rows(
    *, viewer: Viewer, found: Import, known: Mapping[int, int], says_more: SaysMore
) -> set[int]:
    """Return the rows, of those that are somebody known, that say more than is recorded of them.

    A part of the file at a time, however many are known.

    Args:
        known: number of a row to the key of who it is.
        says_more: returns which rows of a part do.
    """
    around = surroundings(viewer=viewer, found=found)
    changed = set[int]()
    for given in given_of(found, known):
        changed |= says_more(viewer, given, {number: known[number] for number in given}, around)
    return changed


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
) -> tuple[list[tuple[int, Became]], dict[int, int]]:
    """Return what becomes of people at organisations, and by row the organisation.

    Refused are those at one that is not known or of which several have the name; asked for later
    who is in the file before, at another.
    """
    known = many.organisations_named(viewer=viewer, names=set(compared.organisations) - {""})
    told = dict(zip(compared.numbers, compared.organisations, strict=True))
    employers: dict[int, int] = {}
    result = []
    for number, one in rows:
        name = told[number]
        fit = known.get(many.name_key(name), ()) if name else ()
        became_of = one
        if len(fit) != 1:
            code = "nobody-named" if not name else "found-several" if fit else "not-found"
            problem = Problem("organisation", code, name[:40])
            became_of = Became(Outcome.ERROR, (problem,))
        else:
            employers[number] = fit[0].id
            if one.outcome == Outcome.TWICE:
                first = one.problems[0].value
                if employers.get(int(first)) != fit[0].id:
                    became_of = Became(Outcome.ASK, (Problem("", "row-elsewhere", first),))
        result.append((number, became_of))
    return result, employers


def _without_deaths(
    viewer: Viewer, died: Mapping[int, str], rows: list[tuple[int, Became]]
) -> list[tuple[int, Became]]:
    """Refuse deaths that are not recorded: what was planned for them would go on."""
    if not died:
        return rows
    keys = [one.key for number, one in rows if number in died and one.key]
    recorded = set[int]()
    for some in batched(keys, AT_ONCE):
        recorded |= many.deceased_ids(viewer=viewer, ids=some)
    writing = (Outcome.NEW, Outcome.SAME)
    return [
        (number, Became(Outcome.ERROR, (Problem("deceased", "record-death", died[number]),)))
        if number in died and one.outcome in writing and one.key not in recorded
        else (number, one)
        for number, one in rows
    ]


def _work_elsewhere(
    viewer: Viewer, known: Mapping[int, int], employers: Mapping[int, int]
) -> set[int]:
    """Return the rows by which somebody known works at an organisation where they did not yet."""
    found = set[int]()
    for some in batched((number for number in known if number in employers), AT_ONCE):
        there = many.recorded_ties(viewer=viewer, ids={known[number] for number in some})
        works = RelationshipKind.EMPLOYEE
        found |= {n for n in some if many.tie_key(known[n], employers[n], works) not in there}
    return found


def _say_more(
    viewer: Viewer, given: Mapping[int, Given], known: Mapping[int, int], around: Surroundings
) -> set[int]:
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
