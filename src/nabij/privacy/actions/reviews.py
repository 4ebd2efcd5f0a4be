# SPDX-License-Identifier: EUPL-1.2
"""Review the access log: find what is worth a question, ask the colleague, give a verdict.

Source: RELIABILITY R8; NEN 7510 asks that logs are reviewed; wish W-11, mission row A-09.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import SystemRandom
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access.queries import DayLook
from nabij.core import crypto
from nabij.core.dates import DAY
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.privacy import queries
from nabij.privacy.choices.reviews import FindReason, Verdict
from nabij.privacy.models import Find, ReviewedDay, StaffMark, WellKnown
from nabij.privacy.rules import reviews as rules
from nabij.privacy.rules.reviews import Look, Marks
from nabij.relations.queries import likeness

# A pair that was found of late for the same reason is not listed again for so long.
RESTS = timedelta(days=90)
# How far back days are made up for that nobody reviewed: the server was off, or nabij is new.
FURTHEST_BACK = timedelta(days=31)
PURPOSE = "review"


class ReasonMissing(DomainError):
    code = "reason-missing"
    message = _("Write why, in a sentence.")


class JudgedMeanwhile(DomainError):
    code = "judged-meanwhile"
    message = _("A colleague judged or changed this meanwhile. Look how it stands now.")


class NobodyToAsk(DomainError):
    code = "nobody-to-ask"
    message = _("This was asked or judged before.")


@dataclass(slots=True)
class StaffFile:
    """What loading a file of colleagues did: rows given, colleagues marked, rows refused."""

    rows: int = 0
    marked: int = 0
    errors: list[tuple[int, str]] = field(default_factory=list)


def review_days(*, viewer: Viewer) -> list[ReviewedDay]:
    """Review every day up to yesterday that was not reviewed yet, at most a month back.

    Each day is one transaction that keeps what was found together with the day: it may be cut off
    anywhere and run twice. For the machine.

    Raises:
        LogNotFound: a colleague asks.
    """
    yesterday = localdate(viewer.at) - DAY
    done = set(ReviewedDay.objects.values_list("on", flat=True))
    first = min(done, default=None) or access_queries.first_day_of_log(viewer=viewer)
    if first is None:
        return []
    day = max(first, yesterday - FURTHEST_BACK)
    reviewed: list[ReviewedDay] = []
    while day <= yesterday:
        if day not in done:
            reviewed += filter(None, [review_day(viewer=viewer, on=day)])
        day += DAY
    return reviewed


@transaction.atomic
def review_day(*, viewer: Viewer, on: date) -> ReviewedDay | None:
    """Keep what is worth a question of one day; None when it was reviewed already.

    Two SQL queries over the log and the persons of the day, and a few more.

    Raises:
        LogNotFound: a colleague asks.
    """
    # Two runs at once: the second waits here, and finds the day done.
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('privacy.review_day'))")
    if ReviewedDay.objects.filter(on=on).exists():
        return None
    looks = access_queries.looks_of_day(viewer=viewer, on=on)
    found = _found(viewer, looks, on)
    rest = [look for look in looks if (look.user_id, look.person_id) not in found]
    lots = SystemRandom().sample(rest, min(settings.NABIJ_REVIEW_SAMPLE, len(rest)))
    found |= {(look.user_id, look.person_id): [FindReason.SAMPLE] for look in lots}
    rows = [
        Find(
            on=on,
            user_id=look.user_id,
            person_id=look.person_id,
            reasons=found[look.user_id, look.person_id],
            entries=list(look.entries),
            times=look.times,
            first_at=look.first_at,
            last_at=look.last_at,
        )
        for look in looks
        if (look.user_id, look.person_id) in found
    ]
    Find.objects.bulk_create(rows)
    kept = {"looks": len(looks), "found": len(rows) - len(lots), "sampled": len(lots)}
    return ReviewedDay.objects.create(on=on, **kept)


def _found(viewer: Viewer, looks: list[DayLook], on: date) -> dict[tuple[int, int], list[str]]:
    """Return why each pair is listed, without those that rest."""
    ids = {look.person_id for look in looks}
    readers = _readers(viewer, {look.user_id for look in looks})
    staff = frozenset().union(*(mark.births for mark in readers.values()))
    clients = {
        one.person_id: marks_of(one.surnames, one.born, one.doors)
        for one in likeness.likenesses(viewer=viewer, person_ids=sorted(ids))
    }
    known = frozenset(
        WellKnown.objects.filter(ended_at__isnull=True).values_list("person_id", flat=True)
    )
    resting = _resting(on, looks)
    found: dict[tuple[int, int], list[str]] = {}
    for look in looks:
        pair = (look.user_id, look.person_id)
        reasons = rules.reasons(
            Look(
                user_id=look.user_id,
                person_id=look.person_id,
                times=look.times,
                is_without_relation=look.is_without_relation,
                is_at_night=look.is_at_night,
            ),
            client=clients.get(look.person_id),
            reader=readers.get(look.user_id),
            staff=staff,
            is_well_known=look.person_id in known,
        )
        if reasons and not rules.rests(reasons, known=resting.get(pair, ())):
            found[pair] = reasons
    return found


def _resting(on: date, looks: list[DayLook]) -> dict[tuple[int, int], set[str]]:
    """Return the reasons for which each pair was found of late, improper ones aside."""
    users = {look.user_id for look in looks}
    rows = Find.objects.filter(on__gte=on - RESTS, on__lt=on, user_id__in=users)
    resting: dict[tuple[int, int], set[str]] = {}
    for user_id, person_id, reasons in rows.exclude(verdict=Verdict.IMPROPER).values_list(
        "user_id", "person_id", "reasons"
    ):
        resting.setdefault((user_id, person_id), set()).update(reasons)
    return resting


def _readers(viewer: Viewer, user_ids: set[int]) -> dict[int, Marks]:
    """Return by what colleagues are compared: all who were loaded, and the names of who looked."""
    ring = crypto.keyring()
    in_use = {ring.blind_index("check", purpose=PURPOSE)}
    if (previous := ring.previous_blind_index("check", purpose=PURPOSE)) is not None:
        in_use.add(previous)
    readers = {
        mark.user_id: Marks(
            names=frozenset(map(bytes, mark.names)),
            births=frozenset(map(bytes, mark.births)),
            doors=frozenset(map(bytes, mark.doors)),
        )
        for mark in StaffMark.objects.all()
        if bytes(mark.check_hash) in in_use
    }
    for user_id, name in access_queries.staff_names(viewer=viewer, ids=user_ids).items():
        if user_id not in readers:
            readers[user_id] = Marks(names=_hashes("name", rules.surnames_of(name)))
    return readers


def marks_of(
    surnames: Iterable[str],
    born: date | None,
    doors: Iterable[tuple[str, str]],
    *,
    with_neighbours: bool = False,
) -> Marks:
    """Return the keyed hashes of somebody; of a colleague with the doors beside the own one."""
    names = [one for name in surnames for one in rules.surnames_in(name)]
    reach = (
        rules.doors_around if with_neighbours else lambda code, number: [rules.door(code, number)]
    )
    return Marks(
        names=_hashes("name", names),
        births=_hashes("birth", (f"{name} {born}" for name in names if born)),
        doors=_hashes("door", (one for code, number in doors for one in reach(code, number))),
    )


def _hashes(kind: str, values: Iterable[str]) -> frozenset[bytes]:
    """Return the hashes by the key in use and, while keys are replaced, by that of before."""
    ring, given = crypto.keyring(), [f"{kind} {value}" for value in values if value]
    found = {ring.blind_index(value, purpose=PURPOSE) for value in given}
    if ring.previous_index is not None:
        before = (ring.previous_blind_index(value, purpose=PURPOSE) for value in given)
        found.update(value for value in before if value is not None)
    return frozenset(found)


@transaction.atomic
def load_staff(*, viewer: Viewer, lines: Iterable[str]) -> StaffFile:
    """Load by what colleagues are compared, from a CSV with a header; only hashes are kept.

    Columns: `email`, `surname`, `partner_surname`, `birth_date` (YYYY-MM-DD), `postcode`,
    `house_number`. A colleague who is in the file again is replaced. For the machine.

    Raises:
        LogNotFound: a colleague asks.
    """
    users = access_queries.staff_by_email(viewer=viewer)
    result, check = StaffFile(), crypto.blind_index("check", purpose=PURPOSE)
    for number, row in enumerate(csv.DictReader(lines), 2):
        result.rows += 1
        user_id = users.get((row.get("email") or "").strip().lower())
        if user_id is None:
            result.errors.append((number, "no colleague with this address"))
            continue
        try:
            born = date.fromisoformat((row.get("birth_date") or "").strip())
        except ValueError:
            result.errors.append((number, "birth_date is not a date like 1980-12-31"))
            continue
        home = ((row.get("postcode") or "").strip(), (row.get("house_number") or "").strip())
        surnames = ((row.get("surname") or "").strip(), (row.get("partner_surname") or "").strip())
        marks = marks_of(surnames, born, [home], with_neighbours=True)
        fields: Mapping[str, Any] = {
            "names": sorted(marks.names),
            "births": sorted(marks.births),
            "doors": sorted(marks.doors),
            "check_hash": check,
            "loaded_at": viewer.at,
        }
        StaffMark.objects.update_or_create(user_id=user_id, defaults=fields)
        result.marked += 1
    return result


def list_emergencies(*, viewer: Viewer) -> int:
    """Keep a find for every push of the emergency button that has none yet, and return how many.

    It may be cut off anywhere and run twice. For the machine.

    Raises:
        LogNotFound: a colleague asks.
    """
    since = viewer.at - FURTHEST_BACK
    found = access_queries.emergencies_since(viewer=viewer, since=since)
    known = set(
        Find.objects.filter(on__gte=localdate(since)).values_list("emergency_id", flat=True)
    )
    made = 0
    for one in found:
        if one.id in known:
            continue
        _find, is_new = Find.objects.get_or_create(
            on=localdate(one.starts_at),
            user_id=one.user_id,
            person_id=one.person_id,
            emergency_id=one.id,
            defaults={
                "reasons": [FindReason.EMERGENCY],
                "entries": [],
                "times": 1,
                "first_at": one.starts_at,
                "last_at": one.ends_at,
                "due_on": one.review_by,
            },
        )
        made += is_new
    return made


@transaction.atomic
def ask_colleague(*, viewer: Viewer, ref: str, version: int, question: str) -> Find:
    """Ask the colleague to explain what they did: it appears at their desk.

    Raises:
        FindNotFound: there is none for this viewer to judge.
        JudgedMeanwhile: another officer was first.
        NobodyToAsk: it was asked or judged before.
        ReasonMissing: nothing is asked.
        LogUnavailable: the entry could not be written.
    """
    find = queries.find_to_judge(viewer=viewer, ref=ref)
    if find.version != version:
        raise JudgedMeanwhile
    if find.asked_at is not None or find.verdict:
        raise NobodyToAsk
    if not question.strip():
        raise ReasonMissing
    find.question, find.asked_at = question.strip()[:400], viewer.at
    return _keep(viewer, find, "question", "asked_at")


@transaction.atomic
def explain(*, viewer: Viewer, ref: str, answer: str) -> Find:
    """Answer, as the colleague who is asked; the first answer stands.

    Raises:
        FindNotFound: nothing is asked of this colleague.
        NobodyToAsk: it was answered or judged already.
        ReasonMissing: nothing is said.
        LogUnavailable: the entry could not be written.
    """
    find = queries.own_find(viewer=viewer, ref=ref, locked=True)
    if find.answered_at is not None or find.verdict:
        raise NobodyToAsk
    if not answer.strip():
        raise ReasonMissing
    find.answer, find.answered_at = answer.strip()[:800], viewer.at
    return _keep(viewer, find, "answer", "answered_at")


@transaction.atomic
def judge(*, viewer: Viewer, ref: str, version: int, verdict: str, reason: str) -> Find:
    """Give a verdict with its reason; it stands.

    What is improper is a data breach until somebody says otherwise: `actions.give_verdict` opens it
    in the same transaction.

    Raises:
        FindNotFound: there is none for this viewer to judge; nobody judges their own.
        JudgedMeanwhile: another officer was first.
        ReasonMissing: nothing is said.
        LogUnavailable: the entry could not be written.
    """
    find = queries.find_to_judge(viewer=viewer, ref=ref)
    if find.version != version or find.verdict:
        raise JudgedMeanwhile
    if not reason.strip():
        raise ReasonMissing
    find.verdict, find.verdict_reason = Verdict(verdict), reason.strip()[:400]
    find.judged_at, find.judged_by_id = viewer.at, viewer.user_id
    return _keep(viewer, find, "verdict", "verdict_reason", "judged_at", "judged_by")


@transaction.atomic
def mark_well_known(*, viewer: Viewer, person_id: int, is_known: bool) -> None:
    """Mark somebody as well known, so that every look is reviewed; or end that.

    The caller has made sure that the viewer sees the card.

    Raises:
        FindNotFound: the viewer is no privacy officer.
        LogUnavailable: the entry could not be written.
    """
    queries.check_judge(viewer=viewer)
    own = WellKnown.objects.filter(person_id=person_id, ended_at__isnull=True)
    if is_known:
        WellKnown.objects.get_or_create(
            person_id=person_id,
            ended_at=None,
            defaults={"marked_by_id": viewer.user_id, "marked_at": viewer.at},
        )
    else:
        own.update(ended_at=viewer.at, ended_by_id=viewer.user_id)
    access_actions.record_event(
        viewer=viewer, event="well-known", action="U", person_id=person_id, detail=f"{is_known}"
    )


def _keep(viewer: Viewer, find: Find, *fields: str) -> Find:
    find.version += 1
    find.save(update_fields=[*fields, "version"])
    access_actions.record_event(
        viewer=viewer, event="find", action="U", person_id=find.person_id, detail=find.ref
    )
    return find
