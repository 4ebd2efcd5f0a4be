# SPDX-License-Identifier: EUPL-1.2
"""The one gate to a dossier: it decides, writes the log, and only then lets read."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext_lazy as _

from nabij.access import queries, rules
from nabij.access.actions.log import (
    LogUnavailable,
    name_way_in,
    new_entry,
    record_refusal,
    recorded,
    write_entries,
)
from nabij.access.models import AccessEntry
from nabij.access.rules import DataClass, RecordInView
from nabij.core.errors import DomainError, NotFound
from nabij.core.viewer import Viewer

MOST_PERSONS_PER_EXPORT = 500


class DossierNotFound(NotFound):
    code = "not-found"


class TooManyPersons(DomainError):
    code = "too-many-persons"
    message = _("One export opens at most %(most)s persons. Choose a smaller group.")


@dataclass(frozen=True, slots=True)
class PersonInView:
    """One person to open, with the records that hold today on a ground."""

    person_id: int
    records: Sequence[RecordInView]


@dataclass(frozen=True, slots=True)
class Opening:
    """What was opened: shown as the reason on the page."""

    way_in: queries.WayIn
    classes: frozenset[DataClass]
    has_sensitive: bool

    def shows(self, data_class: DataClass | str) -> bool:
        """Tell whether data of this class may be in view (class d: for at least one record)."""
        wanted = DataClass(data_class)
        return self.has_sensitive if wanted is DataClass.SHIELDED else wanted in self.classes


@contextmanager
def open_dossier(
    *,
    viewer: Viewer,
    person_id: int,
    records: Sequence[RecordInView],
    event: str,
    action: str = "R",
    detail: str = "",
    categories: Sequence[str] = (),
    way: queries.WayIn | None = None,
) -> Iterator[Opening]:
    """Open one client's dossier for the length of the block, and write who did so and why.

    The block is one transaction of its own: read and render inside it, let the answer leave after
    it. Row-level security shows the rows of `records` only, and only in this transaction.

    Args:
        event: code of what is done, such as `picture` or `print`.
        way: the way in that this request asked `access.queries` for; asked here when not given.
        categories: what is shown of it; those that this way in keeps shut are not in the entry.
        records: the person's records that stand open on a ground today.

    Raises:
        DossierNotFound: no way in, or no right; the refusal is in the log.
        LogUnavailable: the entry could not be written or committed; nothing may be shown.
    """
    opening = open_dossiers(
        viewer=viewer,
        persons=[PersonInView(person_id, records)],
        event=event,
        action=action,
        detail=detail,
        categories=categories,
        ways={person_id: way} if way is not None else None,
    )
    with opening as openings:
        yield openings[person_id]


@contextmanager
def open_dossiers(
    *,
    viewer: Viewer,
    persons: Sequence[PersonInView],
    event: str,
    action: str = "R",
    detail: str = "",
    categories: Sequence[str] = (),
    ways: Mapping[int, queries.WayIn] | None = None,
    needs: DataClass = DataClass.ORGANISATION,
    at_most: Collection[DataClass] = tuple(DataClass),
) -> Iterator[dict[int, Opening]]:
    """Open several clients' dossiers at once, one log entry each; see `open_dossier`.

    `needs` is the class that each way in must open: less is enough where no fact is read. All must
    open by the same classes, of which `at_most` leaves out the rest; one refusal refuses all.

    Raises:
        DossierNotFound: one of the persons has no way in.
        TooManyPersons: more than 500 at once.
        LogUnavailable: the entries could not be written or committed.
    """
    if len(persons) > MOST_PERSONS_PER_EXPORT:
        raise TooManyPersons(most=MOST_PERSONS_PER_EXPORT)
    openings, opened = {}, []
    if ways is None:
        ways = queries.ways_in(viewer=viewer, person_ids=[person.person_id for person in persons])
    for person in persons:
        way = ways.get(person.person_id)
        classes = queries.classes_for(viewer=viewer, way=way) & frozenset(at_most)
        if way is None or needs not in classes:
            record_refusal(viewer=viewer, person_ids=[person.person_id], event=event, detail=detail)
            raise recorded(DossierNotFound())
        person = _for_purpose(person, way)
        opened.append(person)
        may_show = DataClass.CARE in classes and way.opens_sensitive
        sensitive = may_show and any(record.may_show_sensitive for record in person.records)
        openings[person.person_id] = Opening(way, classes, sensitive)
    entries = [
        _dossier_entry(
            viewer, person, openings[person.person_id], event, action, detail, categories
        )
        for person in opened
    ]
    is_written = is_read = False
    try:
        with transaction.atomic(durable=True):
            write_entries(entries)
            _limit(opened)
            is_written = True
            yield openings
            is_read = True
    except DatabaseError as error:
        if is_written and not is_read:  # the block itself failed: that is no matter of the log
            raise
        raise LogUnavailable from error


def _for_purpose(person: PersonInView, way: queries.WayIn) -> PersonInView:
    """Return a person without the records that were opened for another purpose than this one."""
    if way.opens_shut:
        return person
    kept = [r for r in person.records if not r.purposes or way.purpose in r.purposes]
    return PersonInView(person.person_id, kept)


def _limit(persons: Sequence[PersonInView]) -> None:
    """Tell the database of which records only the organisation of care is open: a policy asks.

    It holds for this transaction, which began with none; so nothing is told where there is none.
    """
    limited = [str(record.id) for one in persons for record in one.records if record.is_limited]
    if not limited:
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('nabij.limited_records', %s, true)", [",".join(limited)])


def _dossier_entry(
    viewer: Viewer,
    person: PersonInView,
    opening: Opening,
    event: str,
    action: str,
    detail: str,
    categories: Sequence[str],
) -> AccessEntry:
    entry = new_entry(viewer, event, action)
    shows_sensitive = opening.has_sensitive
    entry.object_id, entry.object_ids, entry.object_count = person.person_id, [person.person_id], 1
    entry.records = [record.id for record in person.records]
    entry.sensitive_records = [
        record.id for record in person.records if shows_sensitive and record.may_show_sensitive
    ]
    entry.classes = sorted(opening.classes)
    entry.sensitivity = "d" if entry.sensitive_records else max(entry.classes)
    entry.detail = detail[:120]
    entry.categories = rules.categories_shown(categories, opening.classes)
    grounds = sorted({record.ground for record in person.records})
    entry.consent_profile = ", ".join(grounds)[:200]
    entry.checks = f"TF{'T' if 'consent' in grounds else 'F'}F"
    name_way_in(entry, opening.way_in)
    return entry
