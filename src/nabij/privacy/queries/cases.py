# SPDX-License-Identifier: EUPL-1.2
"""The cases that come of what the log says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.db.models.functions import Substr
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.queries import LogNotFound
from nabij.access.rules import RecordInView
from nabij.core.errors import NotFound
from nabij.core.viewer import Viewer
from nabij.dossiers.queries import facts as fact_queries
from nabij.linkage import queries as linkage_queries
from nabij.privacy.choices import CaseKind, CaseState
from nabij.privacy.models import Case, CaseNotice
from nabij.privacy.queries.client_log import sentence_of
from nabij.relations import queries as relations_queries
from nabij.relations.queries import Card
from nabij.relations.queries import keys as relations_keys

MOST_CASES = 200


class CaseNotFound(NotFound):
    code = "case-not-found"
    message = _("This case does not exist, or you may not see it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Mixture:
    """Records of `other_id` that stood in the picture of `person_id` until a moment.

    `since` is when the two were made one; None where records were taken away.
    """

    about: str
    person_id: int
    other_id: int
    records: list[int]
    until: datetime
    since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeLine:
    """A colleague who saw a mixed picture, or one's own notice of that."""

    ref: str
    colleague: str
    times: int
    first_at: datetime
    last_at: datetime
    read_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """A case with the cards of the two it is about; None for who is shielded from the viewer.

    `line` is the sentence of the log that a client says is not right.
    """

    ref: str
    kind: str
    is_open: bool
    person: Card | None
    other: Card | None
    happened_at: datetime
    line: str
    what: str
    due_on: date | None
    is_late: bool
    outcome: str
    closed_by: str
    closed_at: datetime | None
    notices: list[NoticeLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class Foreign:
    """A medicine or an allergy that stood in a picture and was of somebody else."""

    kind: str
    text: str


def mixtures(*, viewer: Viewer) -> list[Mixture]:
    """Return the mixed pictures of which there is no case yet. At most four SQL queries.

    Raises:
        LogNotFound: a colleague asks; this is for the machine.
    """
    if not viewer.is_machine:
        raise LogNotFound
    moves = [
        Mixture(
            about=f"move {one.ref}",
            person_id=one.person_id,
            other_id=one.other_id,
            records=one.records,
            until=one.parted_at,
        )
        for one in linkage_queries.partings(viewer=viewer, refs_known=_known("move"))
    ]
    merges = relations_keys.merged_whiles(viewer=viewer, refs_known=_known("merge"))
    records = linkage_queries.records_of_each(
        viewer=viewer, person_ids={one.given_id for one in merges}
    )
    return moves + [
        Mixture(
            about=f"merge {one.ref}",
            person_id=one.kept_id,
            other_id=one.given_id,
            records=records[one.given_id],
            until=one.until,
            since=one.since,
        )
        for one in merges
    ]


def _known(kind: str) -> QuerySet[Case, Any]:
    """Return a subquery of the refs of which there is a case, of moves or of merges."""
    of_kind = Case.objects.filter(about__startswith=f"{kind} ")
    return of_kind.values(whose=Substr("about", len(kind) + 2))


def cases(*, viewer: Viewer) -> list[CaseLine]:
    """Return the cases, open ones first, then the latest, with who saw what. Six SQL queries.

    Of the care nothing is in it. The caller logs the cards shown.

    Raises:
        CaseNotFound: the viewer does not look into cases.
    """
    if not access_rules.may_read_log(viewer.roles):
        raise CaseNotFound
    rows = list(
        Case.objects.select_related("closed_by")
        .prefetch_related(Prefetch("notices", CaseNotice.objects.select_related("user")))
        .order_by("-state", "-happened_at", "-pk")[:MOST_CASES]
    )
    ids = {key for row in rows for key in (row.person_id, row.other_id) if key}
    cards = relations_queries.person_cards(viewer=viewer, ids=ids)
    lines = _lines(viewer, rows)
    return [
        CaseLine(
            ref=row.ref,
            kind=row.get_kind_display(),
            is_open=row.state == CaseState.OPEN,
            person=cards.get(row.person_id),
            other=cards.get(row.other_id or 0),
            happened_at=row.happened_at,
            line=lines.get(row.pk, ""),
            what=row.what,
            due_on=row.due_on,
            is_late=row.due_on is not None
            and row.state == CaseState.OPEN
            and row.due_on < localdate(viewer.at),
            outcome=row.outcome,
            closed_by=row.closed_by.name if row.closed_by else "",
            closed_at=row.closed_at,
            notices=[_notice_line(notice) for notice in row.notices.all()],
        )
        for row in rows
    ]


def _lines(viewer: Viewer, rows: Sequence[Case]) -> dict[int, str]:
    """Return what the line of the log says that a case is about, as the client read it."""
    about = {row.pk: int(row.about.split()[1]) for row in rows if row.kind == CaseKind.LOG_LINE}
    numbers = {about[row.pk]: row.happened_at for row in rows if row.pk in about}
    entries = access_queries.entries_numbered(viewer=viewer, numbers=numbers)
    jobs = access_queries.job_titles(viewer=viewer, ids={one.user_id for one in entries.values()})
    return {
        pk: sentence_of(entries[number], jobs.get(entries[number].user_id, ""))
        for pk, number in about.items()
        if number in entries
    }


def count_open_cases(*, viewer: Viewer) -> int:
    """Return how many cases wait; 0 for who does not look into them. One SQL query."""
    if not access_rules.may_read_log(viewer.roles):
        return 0
    return Case.objects.filter(state=CaseState.OPEN).count()


def case_to_close(*, viewer: Viewer, ref: str) -> Case:
    """Return an open case, locked. One SQL query.

    Raises:
        CaseNotFound: there is none, or the viewer does not close cases.
    """
    if not access_rules.may_settle_stand_ins(viewer.roles):
        raise CaseNotFound
    open_ones = Case.objects.select_for_update().filter(ref=ref, state=CaseState.OPEN)
    case = open_ones.first()
    if case is None:
        raise CaseNotFound
    return case


def own_notice(*, viewer: Viewer, ref: str) -> CaseNotice:
    """Return a notice of the viewer. One SQL query.

    Raises:
        CaseNotFound: there is none of theirs.
    """
    found = CaseNotice.objects.filter(ref=ref, user=viewer.user_id).select_related("case").first()
    if found is None:
        raise CaseNotFound
    return found


def foreign_records(*, viewer: Viewer, notice: CaseNotice) -> list[RecordInView]:
    """Return which of the records of a notice stand open today. Three SQL queries."""
    today = linkage_queries.persons_of_records(viewer=viewer, record_ids=notice.records)
    found = linkage_queries.records_in_view_of(viewer=viewer, person_ids=set(today.values()))
    wanted = set(notice.records)
    return [record for records in found.values() for record in records if record.id in wanted]


def foreign_facts(*, viewer: Viewer, notice: CaseNotice, records: Sequence[int]) -> list[Foreign]:
    """Return the medicines and allergies that were of somebody else. One SQL query.

    Only inside an opening that names these records.
    """
    facts = fact_queries.state_facts(
        viewer=viewer,
        records=list(records),
        kinds=("allergy", "medication"),
        visits_from=None,
    )
    until = notice.case.happened_at
    return [
        Foreign(kind=fact.kind, text=fact.code_text or fact.text)
        for fact in facts
        if fact.kind in {"allergy", "medication"}
        and fact.is_active
        and (fact.received_at is None or fact.received_at < until)
    ]


def _notice_line(row: CaseNotice) -> NoticeLine:
    return NoticeLine(
        ref=row.ref,
        colleague=row.user.name,
        times=row.times,
        first_at=row.first_at,
        last_at=row.last_at,
        read_at=row.read_at,
    )
