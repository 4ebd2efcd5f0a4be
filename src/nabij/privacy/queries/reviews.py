# SPDX-License-Identifier: EUPL-1.2
"""What the review of the log found: for the officers; for a colleague what they are asked."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.access.queries import EmergencyLine
from nabij.core.errors import NotFound
from nabij.core.viewer import Role, Viewer
from nabij.privacy.choices import CLASSES, EVENTS, WAYS_IN
from nabij.privacy.choices.reviews import RULES_TOLD, FindReason, Verdict
from nabij.privacy.models import Find, StaffMark, WellKnown
from nabij.relations import queries as relations_queries
from nabij.relations.queries import Card

MOST_FINDS = 200
MONTHS_TOLD = 6


class FindNotFound(NotFound):
    code = "find-not-found"
    message = _("This does not exist, or you may not see it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class FindLine:
    """One find in the list; `card` is None for who is shielded from the viewer."""

    ref: str
    on: date
    colleague: str
    job_title: str
    card: Card | None
    reasons: list[str]
    times: int
    due_on: date | None
    is_late: bool
    is_asked: bool
    is_answered: bool
    verdict: str
    verdict_label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookLine:
    """One line of the log in a find, in words."""

    at: datetime
    what: str
    because: str
    saw: str
    is_refused: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FindInView:
    """A find with all that the officer weighs."""

    find: Find
    line: FindLine
    explained: list[tuple[str, str]]
    lines: list[LookLine]
    emergency: EmergencyLine | None
    earlier: list[FindLine]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTotals:
    """One rule in words, and in numbers what it found over the last months."""

    label: str
    told: str
    found: int
    improper: int
    open: int


def _check(viewer: Viewer) -> None:
    if not access_rules.may_read_log(viewer.roles):
        raise FindNotFound


def finds(*, viewer: Viewer, is_judged: bool = False) -> list[FindLine]:
    """Return what waits for a verdict, emergencies and the oldest first.

    Or what was judged of late.

    At most 200, three SQL queries. The caller logs the cards shown.

    Raises:
        FindNotFound: the viewer reviews nothing.
    """
    _check(viewer)
    rows = Find.objects.select_related("user")
    if is_judged:
        rows = rows.exclude(verdict="").order_by("-judged_at", "-pk")
    else:
        rows = rows.filter(verdict="").order_by(F("due_on").asc(nulls_last=True), "on", "pk")
    return _lines(viewer, list(rows[:MOST_FINDS]))


def find_in_view(*, viewer: Viewer, ref: str) -> FindInView:
    """Return a find with the lines of the log, what was found before of the pair, and the button.

    Nothing of the care is in it: which kind of data was opened, not what it says. At most seven
    SQL queries. The caller logs the look.

    Raises:
        FindNotFound: there is none, or the viewer reviews nothing.
    """
    _check(viewer)
    find = Find.objects.select_related("user", "judged_by").filter(ref=ref).first()
    if find is None:
        raise FindNotFound
    earlier = Find.objects.select_related("user").filter(user=find.user, person=find.person_id)
    entries = access_queries.lines_of_pair(
        viewer=viewer,
        user_id=find.user_id,
        person_id=find.person_id,
        since=find.first_at,
        until=find.last_at,
    )
    ids = [find.emergency_id] if find.emergency_id else []
    emergencies = access_queries.emergencies(viewer=viewer, ids=ids) if ids else {}
    return FindInView(
        find=find,
        line=_lines(viewer, [find])[0],
        explained=[
            (str(FindReason(reason).label), str(RULES_TOLD[FindReason(reason)]))
            for reason in find.reasons
        ],
        lines=[
            LookLine(
                at=entry.at,
                what=str(EVENTS.get(entry.event, entry.event)),
                because=str(WAYS_IN.get(entry.way_in.partition(" ")[0], "")),
                saw=", ".join(str(CLASSES[key]) for key in entry.classes if key in CLASSES),
                is_refused=entry.outcome != "success",
            )
            for entry in entries
        ],
        emergency=emergencies.get(find.emergency_id or 0),
        earlier=_lines(viewer, list(earlier.exclude(pk=find.pk).order_by("-on")[:20])),
    )


def check_judge(*, viewer: Viewer) -> None:
    """Make sure that this viewer gives verdicts: the data protection officer only looks.

    Raises:
        FindNotFound: the viewer gives none.
    """
    if not access_rules.may_settle_stand_ins(viewer.roles):
        raise FindNotFound


def find_to_judge(*, viewer: Viewer, ref: str) -> Find:
    """Return a find, locked, for who gives verdicts. One SQL query.

    Raises:
        FindNotFound: there is none, or the viewer gives no verdicts: they only look, or it is about
            what they did themselves.
    """
    check_judge(viewer=viewer)
    find = Find.objects.select_for_update(of=("self",)).filter(ref=ref).first()
    if find is None or find.user_id == viewer.user_id:
        raise FindNotFound
    return find


def own_find(*, viewer: Viewer, ref: str, locked: bool = False) -> Find:
    """Return a find about which this colleague is asked to explain. One SQL query.

    Raises:
        FindNotFound: there is none, or nothing is asked of this colleague.
    """
    rows = Find.objects.select_for_update() if locked else Find.objects.all()
    find = rows.filter(ref=ref, user_id=viewer.user_id, asked_at__isnull=False).first()
    if find is None:
        raise FindNotFound
    return find


def count_finds(*, viewer: Viewer) -> tuple[int, int]:
    """Return how many finds wait for a verdict, and how many of these are late. One SQL query."""
    if not access_rules.may_read_log(viewer.roles):
        return 0, 0
    waiting = Find.objects.filter(verdict="").values_list("due_on", flat=True)
    today = localdate(viewer.at)
    days = list(waiting)
    return len(days), sum(1 for day in days if day is not None and day < today)


def may_see_review_totals(viewer: Viewer) -> bool:
    """Tell whether the viewer sees the rules and totals: officers and who leads."""
    return access_rules.may_read_log(viewer.roles) or viewer.has(Role.MANAGER)


def rule_totals(*, viewer: Viewer) -> list[RuleTotals]:
    """Return every rule with its numbers over the last six months: no colleague and no client.

    One SQL query.

    Raises:
        FindNotFound: the viewer neither reviews nor leads.
    """
    if not may_see_review_totals(viewer):
        raise FindNotFound
    since = localdate(viewer.at) - timedelta(days=31 * MONTHS_TOLD)
    counted = (
        Find.objects.filter(on__gte=since)
        .values("reasons", "verdict")
        .annotate(n=Count("pk"))
        .order_by()
    )
    rows = list(counted)

    def total(reason: str, *verdicts: str) -> int:
        return sum(
            row["n"]
            for row in rows
            if reason in row["reasons"] and (not verdicts or row["verdict"] in verdicts)
        )

    return [
        RuleTotals(
            label=str(reason.label),
            told=str(RULES_TOLD[reason]),
            found=total(reason),
            improper=total(reason, Verdict.IMPROPER),
            open=total(reason, Verdict.OPEN),
        )
        for reason in FindReason
    ]


def staff_covered(*, viewer: Viewer) -> tuple[int, int]:
    """Return of how many colleagues the own address is known to compare, and how many there are.

    Two SQL queries.
    """
    _check(viewer)
    staff = access_queries.staff_ids(viewer=viewer)
    return StaffMark.objects.filter(user_id__in=staff).count(), len(staff)


def is_well_known(*, viewer: Viewer, person_id: int) -> bool:
    """Tell whether the officers marked a person as well known. One SQL query."""
    _check(viewer)
    return WellKnown.objects.filter(person_id=person_id, ended_at__isnull=True).exists()


def _lines(viewer: Viewer, rows: list[Find]) -> list[FindLine]:
    ids = {row.person_id for row in rows}
    cards: Mapping[int, Card] = (
        relations_queries.person_cards(viewer=viewer, ids=ids) if ids else {}
    )
    today = localdate(viewer.at)
    return [
        FindLine(
            ref=row.ref,
            on=row.on,
            colleague=row.user.name,
            job_title=row.user.job_title,
            card=cards.get(row.person_id),
            reasons=[str(FindReason(reason).label) for reason in row.reasons],
            times=row.times,
            due_on=row.due_on,
            is_late=row.due_on is not None and row.due_on < today and not row.verdict,
            is_asked=row.asked_at is not None,
            is_answered=row.answered_at is not None,
            verdict=row.verdict,
            verdict_label=str(Verdict(row.verdict).label),
        )
        for row in rows
    ]
