# SPDX-License-Identifier: EUPL-1.2
"""What became of the rows of an import, in words: on the page and in the file of errors."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from nabij.core.identifiers import format_phone, format_postcode
from nabij.core.spreadsheets import Cell
from nabij.core.viewer import Viewer
from nabij.imports.choices import COLUMN_LABELS, KEPT, PROBLEMS, RETURNED, ImportKind
from nabij.imports.models import Import, ImportRow
from nabij.imports.queries.imports import Head, closed_codes, import_of, parts_of
from nabij.imports.rules import columns, contact, organisations, parts, persons, ties
from nabij.imports.types import Problem, Surroundings
from nabij.relations import rules as relations_rules
from nabij.relations.choices import Gender
from nabij.relations.types import PersonFields

MOST_SHOWN = 25
MOST_PREVIEWED = 8


@dataclass(frozen=True, slots=True)
class RowInReport:
    """One row that was not written, or could not be taken back, and what is said of it."""

    number: int
    outcome: str
    sentences: tuple[str, ...]


def sentence(problem: Problem) -> str:
    """Return what is wrong in words, with the column it is about."""
    said = str(PROBLEMS[problem.code]) % {"value": problem.value}
    label = COLUMN_LABELS.get(problem.column)
    return f"{label}: {said[:1].lower()}{said[1:]}" if label else said


def returned(*, viewer: Viewer, ref: str) -> list[RowInReport]:
    """Return the first rows that come back in the file of errors. Two SQL queries.

    Raises:
        ImportNotFound: as `import_of`.
    """
    found = import_of(viewer=viewer, ref=ref)
    rows = ImportRow.objects.filter(whole=found, outcome__in=RETURNED).order_by("number")
    return [
        RowInReport(row.number, row.get_outcome_display(), tuple(map(sentence, problems_of(row))))
        for row in rows[:MOST_SHOWN]
    ]


def kept(*, viewer: Viewer, ref: str) -> list[RowInReport]:
    """Return the first rows that could not be taken back, and why. Two SQL queries.

    Raises:
        ImportNotFound: as `import_of`.
    """
    found = import_of(viewer=viewer, ref=ref)
    rows = ImportRow.objects.filter(whole=found, is_written=True).exclude(kept="")
    return [
        RowInReport(row.number, row.get_outcome_display(), (str(KEPT[row.kept]),))
        for row in rows.order_by("number")[:MOST_SHOWN]
    ]


def problems_of(row: ImportRow) -> list[Problem]:
    """Return what is wrong with a row."""
    return [Problem(*told) for told in row.problems or ()]


def rows_returned(found: Import) -> Iterator[tuple[list[Cell], str]]:
    """Yield the rows that were not written, as they came, each with what is wrong with it.

    One SQL query a part of the file, and one for its errors.
    """
    for part in parts_of(found):
        wrong = {
            row.number: " ".join(map(sentence, problems_of(row)))
            for row in ImportRow.objects.filter(
                whole=found,
                outcome__in=RETURNED,
                number__gte=part.first_row,
                number__lte=part.last_row,
            )
        }
        if wrong:
            rows = parts.unsealed_rows(part.rows, ref=found.ref, number=part.number)
            yield from ((given, wrong[number]) for number, given in rows if number in wrong)


@dataclass(frozen=True, slots=True)
class Understood:
    """A row as it will be understood: labels with values, or what is wrong."""

    number: int
    values: tuple[tuple[str, str], ...]
    problems: tuple[str, ...]


def preview(*, viewer: Viewer, found: Import, head: Head, codes: Sequence[str]) -> list[Understood]:
    """Return the first rows as they will be understood with these columns. No query."""
    fitted = columns.fitted(found.kind, codes, without=closed_codes(viewer=viewer))
    today = localdate(viewer.at)
    styles = columns.styles_of(fitted, head.rows, today=today)
    around = Surroundings(today=today, may_use_bsn=True, styles=styles)
    result = []
    for number, given in head.rows[:MOST_PREVIEWED]:
        row = {code: cell for code, cell in zip(fitted, given, strict=False) if code}
        told = _READERS[ImportKind(found.kind)](row, around)
        if isinstance(told, list):
            # Teams and colleagues are looked up when the rows are checked.
            wrong = [p for p in told if p.code not in ("no-such-team", "no-such-colleague")]
            result.append(Understood(number, (), tuple(map(sentence, wrong))))
        else:
            result.append(Understood(number, tuple(_told(told)), ()))
    return result


_READERS: Mapping[ImportKind, Any] = {
    ImportKind.PERSONS: persons.person_of,
    ImportKind.CONTACTS: persons.person_of,
    ImportKind.ORGANISATIONS: organisations.organisation_of,
    ImportKind.RELATIONSHIPS: ties.tie_of,
    ImportKind.INTERACTIONS: contact.interaction_of,
}


def _told(row: Any) -> Iterator[tuple[str, str]]:
    """Yield what a row says, by label, as the pages show it."""
    if isinstance(row, persons.PersonRow):
        yield from _person(row.fields)
        if row.bsn:
            yield str(COLUMN_LABELS["bsn"]), "•••••••••"
        if row.organisation:
            yield str(COLUMN_LABELS["organisation"]), row.organisation
    elif isinstance(row, organisations.OrganisationRow):
        yield str(COLUMN_LABELS["name"]), row.fields.name
        yield from _reach(row.fields)
    elif isinstance(row, ties.TieRow):
        yield str(COLUMN_LABELS["subject"]), row.subject or row.subject_number
        yield str(COLUMN_LABELS["tie"]), row.kind
        yield str(COLUMN_LABELS["object"]), row.object or row.object_number
    else:
        yield str(COLUMN_LABELS["party"]), row.name or row.number
        yield str(COLUMN_LABELS["day"]), f"{row.at:%-d-%-m-%Y %H:%M}"
        yield str(COLUMN_LABELS["text"]), row.text[:80]


def _person(fields: PersonFields) -> Iterator[tuple[str, str]]:
    yield str(COLUMN_LABELS["name"]), relations_rules.full_name(fields.name)
    if fields.birth:
        yield str(COLUMN_LABELS["birth"]), str(fields.birth)
    if fields.gender != "unknown":
        yield str(COLUMN_LABELS["gender"]), str(Gender(fields.gender).label)
    if fields.client_number:
        yield str(COLUMN_LABELS["client_number"]), fields.client_number
    yield from _reach(fields)


def _reach(fields: Any) -> Iterator[tuple[str, str]]:
    for address in fields.addresses:
        street = " ".join(filter(None, [address.street, address.house_number, address.suffix]))
        place = " ".join(filter(None, [format_postcode(address.postcode), address.city]))
        yield _("Address"), ", ".join(filter(None, [street, place]))
    for point in fields.contact_points:
        if point.system == "email":
            yield str(COLUMN_LABELS["email"]), point.value
        else:
            yield str(COLUMN_LABELS["phone"]), format_phone(point.value)
