# SPDX-License-Identifier: EUPL-1.2
"""Record that a client died and take that back; open the dossier afterwards, as a case."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.access import rules
from nabij.access.actions.log import record_event
from nabij.access.choices import OccasionKind
from nabij.access.models import AfterDeathCase, Death, Occasion, User
from nabij.access.queries.ways import members
from nabij.core.dates import PartialDate, to_columns
from nabij.core.errors import DomainError, NotFound
from nabij.core.viewer import Viewer

LONGEST_CASE = timedelta(days=92)


class DeathNotFound(NotFound):
    code = "death-not-found"


class AlreadyDied(DomainError):
    code = "death-recorded"
    message = _("A colleague recorded this death already.")


class CaseTooLong(DomainError):
    code = "case-too-long"
    message = _("A case ends within three months. Then somebody looks whether it is still needed.")


class NoSuchColleague(DomainError):
    code = "no-such-colleague"
    message = _("There is no colleague with this address.")


def record_death(
    *,
    viewer: Viewer,
    person_id: int,
    on: PartialDate | None,
    source: str,
    told: str,
    contact: str,
    before: dict[str, Any],
) -> Death:
    """Record that a client died: nobody represents them from now on, and the ways in end in time.

    Part of a transaction that stops what was planned too. `contact` is the e-mail address of the
    one colleague whom relatives reach; `before` is kept for taking it back.

    Raises:
        AlreadyDied: it is recorded.
        NoSuchColleague: nobody who works here has this address.
        LogUnavailable: the entry could not be written; nothing is recorded.
    """
    theirs = members(viewer=viewer, person_ids=[person_id])
    if Death.objects.filter(person_id__in=theirs, taken_back_at__isnull=True).exists():
        raise AlreadyDied
    died_on, precision = to_columns(on)
    days_after = settings.NABIJ_CARE_RELATION_DAYS_AFTER
    made = Death.objects.create(
        person_id=person_id,
        died_on=died_on,
        precision=precision,
        source=source,
        told=" ".join(told.split())[:200],
        contact=_colleague(contact),
        # From the day it was known: who hears of it late still has time to round things off.
        closes_on=rules.closes_on(localdate(viewer.at), days_after=days_after),
        before=before,
        recorded_by_id=viewer.colleague_id,
        recorded_at=viewer.at,
    )
    record_event(viewer=viewer, event="death", action="C", person_id=person_id, detail=source)
    return made


def take_back_death(*, viewer: Viewer, person_id: int) -> list[Death]:
    """Write that recording a death was a mistake; part of a transaction that restores the rest.

    Of two who were merged the deaths of both are taken back, oldest first: they are one.

    Raises:
        DeathNotFound: none is recorded.
    """
    theirs = members(viewer=viewer, person_ids=[person_id])
    standing = Death.objects.filter(person_id__in=theirs, taken_back_at__isnull=True)
    found = list(standing.select_for_update().order_by("pk"))
    if not found:
        raise DeathNotFound
    for death in found:
        death.taken_back_by_id, death.taken_back_at = viewer.colleague_id, viewer.at
        death.save(update_fields=["taken_back_by", "taken_back_at"])
    Occasion.objects.filter(
        person_id__in=theirs, kind=OccasionKind.AFTER_DEATH, ends_at__gt=viewer.at
    ).update(ends_at=viewer.at)
    record_event(viewer=viewer, event="death", action="U", person_id=person_id, detail="taken back")
    return found


@transaction.atomic
def open_after_death(
    *,
    viewer: Viewer,
    person_id: int,
    colleague: str,
    ground: str,
    asked_by: str,
    reason: str,
    until: datetime,
) -> AfterDeathCase:
    """Open the dossier of somebody who died for one colleague, for a time and on a ground.

    Who looks by it stands in the log under the purpose of the family's request.

    Raises:
        DeathNotFound: the viewer's role opens no such cases, or no death is recorded.
        NoSuchColleague: nobody who works here has this address.
        CaseTooLong: more than three months.
        LogUnavailable: the entry could not be written; nothing opens.

    Source: WGBO, article 7:458a.
    """
    theirs = members(viewer=viewer, person_ids=[person_id])
    has_died = Death.objects.filter(person_id__in=theirs, taken_back_at__isnull=True).exists()
    if not (rules.may_open_after_death(viewer.roles) and has_died):
        raise DeathNotFound
    if until - viewer.at > LONGEST_CASE:
        raise CaseTooLong
    occasion = Occasion.objects.create(
        person_id=person_id,
        user=_colleague(colleague),
        kind=OccasionKind.AFTER_DEATH,
        starts_at=viewer.at,
        ends_at=until,
    )
    made = AfterDeathCase.objects.create(
        occasion=occasion,
        ground=ground,
        asked_by=" ".join(asked_by.split())[:120],
        reason=" ".join(reason.split())[:400],
        opened_by_id=viewer.user_id,
        opened_at=viewer.at,
    )
    record_event(viewer=viewer, event="after-death", action="C", person_id=person_id, detail=ground)
    return made


@transaction.atomic
def close_after_death(*, viewer: Viewer, person_id: int, ref: str) -> None:
    """End a case after death, from this moment on; one that has ended stays as it was.

    Raises:
        DeathNotFound: the viewer's role does not, or there is no such case of this person.
    """
    found = Occasion.objects.filter(
        ref=ref,
        kind=OccasionKind.AFTER_DEATH,
        person_id__in=members(viewer=viewer, person_ids=[person_id]),
    )
    if not rules.may_open_after_death(viewer.roles) or not found.exists():
        raise DeathNotFound
    if found.filter(ends_at__gt=viewer.at).update(ends_at=viewer.at):
        record_event(
            viewer=viewer, event="after-death", action="U", person_id=person_id, detail="end"
        )


def _colleague(email: str) -> User:
    found = User.objects.filter(email=email.strip().lower(), is_active=True).first()
    if found is None:
        raise NoSuchColleague
    return found
