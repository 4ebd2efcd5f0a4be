# SPDX-License-Identifier: EUPL-1.2
"""How far a request is carried out: its copies, what waits for a decision, what goes and stays."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from nabij.access import rules as access_rules
from nabij.core import jobs
from nabij.core.models import Job
from nabij.core.viewer import Viewer
from nabij.privacy.choices.erasures import Fate, Why
from nabij.privacy.choices.kinds import KINDS, OTHER
from nabij.privacy.choices.requests import RequestKind, RequestState
from nabij.privacy.models import Erasure, LegalHold, PersonCopy, PrivacyRequest, Withholding
from nabij.privacy.queries import copying, holdings
from nabij.privacy.queries.requests import RequestNotFound
from nabij.web import formats

COPIED = (RequestKind.ACCESS, RequestKind.PORTABILITY)
ERASED = (RequestKind.ERASURE, RequestKind.DESTRUCTION)


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One copy; `is_there`: it can be taken today."""

    row: PersonCopy
    job: Job | None
    is_there: bool


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that was said in confidence, and what was decided about it."""

    ref: str
    at: datetime
    channel: str
    colleague: str
    decision: Withholding | None


@dataclass(frozen=True, slots=True)
class Part:
    """What becomes of one kind of data: in words, how many, and why."""

    words: str
    count: int
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CarryingOut:
    """What there is to do, and what was done, for one request."""

    copies: Sequence[CopyLine] = ()
    remarks: Sequence[Remark] = ()
    erasure: Erasure | None = None
    job: Job | None = None
    goes: Sequence[Part] = ()
    stays: Sequence[Part] = ()
    holds: Sequence[LegalHold] = ()
    is_copied: bool = False
    is_erased: bool = False
    may_act: bool = False
    may_approve: bool = False

    @property
    def is_busy(self) -> bool:
        """Tell whether the list is being made, or carried out."""
        return self.job is not None and self.job.is_open

    @property
    def all_decided(self) -> bool:
        """Tell whether each remark made in confidence was looked at."""
        return all(one.decision for one in self.remarks)


def carrying_out(*, viewer: Viewer, request: PrivacyRequest) -> CarryingOut:
    """Return what there is to do for a request. Some ten SQL queries.

    Raises:
        RequestNotFound: the viewer does not read what persons ask.
    """
    if not access_rules.may_read_log(viewer.roles):
        raise RequestNotFound
    may_act = (
        access_rules.may_settle_stand_ins(viewer.roles) and request.state == RequestState.DECIDED
    )
    if request.kind in COPIED:
        may_copy = access_rules.may_settle_stand_ins(viewer.roles) and bool(request.decision)
        return CarryingOut(
            copies=_copies(viewer, request),
            remarks=_remarks(viewer, request),
            is_copied=True,
            may_act=may_copy and request.decision != "refused",
        )
    if request.kind in ERASED:
        return _erasing(viewer, request, may_act)
    return CarryingOut()


def parts(plan: Sequence[Mapping[str, Any]]) -> tuple[list[Part], list[Part]]:
    """Return what goes and what stays of a plan, by ground and kind of data."""
    counts: dict[tuple[bool, str, str], int] = defaultdict(int)
    for line in plan:
        words = str(KINDS.get(line["label"], OTHER))
        counts[line["fate"] == Fate.STAYS, _why(line), words] += line["count"]
    found: tuple[list[Part], list[Part]] = ([], [])
    for (stays, why, words), count in sorted(counts.items()):
        found[stays].append(Part(words, count, why))
    return found


def _why(line: Mapping[str, Any]) -> str:
    words = str(Why(line["why"]).label)
    if not line["until"]:
        return words % {"day": ""} if "%(day)s" in words else words
    day = formats.day(date.fromisoformat(line["until"]))
    return words % {"day": day} if "%(day)s" in words else words


def _copies(viewer: Viewer, request: PrivacyRequest) -> list[CopyLine]:
    on = localdate(viewer.at)
    rows = request.copies.select_related("asked_by").defer("bundle", "paper").order_by("-pk")
    return [
        CopyLine(
            row,
            None if row.made_at else jobs.latest_of(subject_ref=row.ref),
            bool(row.made_at and row.expires_on and row.expires_on > on),
        )
        for row in rows
    ]


def _remarks(viewer: Viewer, request: PrivacyRequest) -> list[Remark]:
    person = holdings.whose(viewer=viewer, person_id=request.person_id)
    decided = copying.decisions(request)
    rows = copying.confided(person=person).select_related("colleague")
    return [
        Remark(
            row.ref, row.at, str(row.get_channel_display()), row.colleague.name, decided.get(row.pk)
        )
        for row in rows
    ]


def _erasing(viewer: Viewer, request: PrivacyRequest, may_act: bool) -> CarryingOut:
    erasure = (
        Erasure.objects.select_related("listed_by", "approved_by").filter(request=request).first()
    )
    goes, stays = parts(erasure.plan) if erasure else ([], [])
    is_ready = erasure is not None and bool(erasure.listed_at) and not erasure.approved_at
    held = any(line["why"] == Why.HOLD for line in erasure.plan) if erasure else False
    job = jobs.latest_of(subject_ref=erasure.ref) if erasure else None
    is_going_on = job is not None and job.is_alive(viewer.at)
    holds = LegalHold.objects.filter(person=request.person_id, ended_at__isnull=True)
    return CarryingOut(
        erasure=erasure,
        job=job,
        goes=goes,
        stays=stays,
        holds=list(holds.select_related("placed_by")),
        is_erased=True,
        may_act=may_act and not (erasure and erasure.approved_at and is_going_on),
        may_approve=bool(
            is_ready and erasure and not held and erasure.listed_by_id != viewer.user_id
        ),
    )
