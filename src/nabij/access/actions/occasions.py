# SPDX-License-Identifier: EUPL-1.2
"""Ways in that a colleague opens: someone calls about a client, or a task is to be done."""

from collections.abc import Collection, Sequence
from datetime import timedelta

from django.db import transaction

from nabij.access import queries, rules
from nabij.access.actions.dossier import DossierNotFound
from nabij.access.actions.log import record_event, record_refusal, recorded
from nabij.access.choices import Caller, OccasionKind
from nabij.access.models import Occasion
from nabij.access.rules import DataClass
from nabij.core.viewer import Viewer

LONGEST_CALL = timedelta(minutes=60)
LONGEST_TASK = timedelta(minutes=60)


def open_call(
    *, viewer: Viewer, person_id: int, caller: Caller, checked: Collection[str] = ()
) -> Occasion:
    """Open a way in for this colleague: someone is on the phone about this person, now.

    It ends after an hour. The caller of this action has made sure that the viewer may see the
    person's contact data. `checked` names what was asked to be sure who calls. A second call
    within the hour is an occasion of its own.

    Raises:
        DossierNotFound: the role knows no such way in.
    """
    if not rules.may(viewer.roles, DataClass.ORGANISATION):
        record_refusal(viewer=viewer, person_ids=[person_id], event="call")
        raise recorded(DossierNotFound())
    with transaction.atomic():
        record_event(
            viewer=viewer,
            event="call",
            action="C",
            person_id=person_id,
            detail=" ".join(
                [f"caller {caller}", *(["checked", *sorted(checked)] if checked else [])]
            ),
        )
        return Occasion.objects.create(
            person_id=person_id,
            user_id=viewer.user_id,
            kind=OccasionKind.CALL,
            caller=caller,
            starts_at=viewer.at,
            ends_at=viewer.at + LONGEST_CALL,
        )


def open_task(*, viewer: Viewer, person_ids: Sequence[int], detail: str = "") -> None:
    """Open a way in for this colleague: they do a task for these persons, now, for an hour.

    The caller of this action has made sure that the task is the viewer's.

    Raises:
        DossierNotFound: the role knows no such way in.
    """
    if not rules.may(viewer.roles, DataClass.IDENTITY):
        record_refusal(viewer=viewer, person_ids=person_ids, event="task")
        raise recorded(DossierNotFound())
    with transaction.atomic():
        for person_id in person_ids:
            record_event(
                viewer=viewer, event="task", action="C", person_id=person_id, detail=detail
            )
            Occasion.objects.create(
                person_id=person_id,
                user_id=viewer.user_id,
                kind=OccasionKind.TASK,
                starts_at=viewer.at,
                ends_at=viewer.at + LONGEST_TASK,
            )


def close_call(*, viewer: Viewer, person_id: int) -> None:
    """End this colleague's open calls about a person: the way in is shut from this moment on.

    Raises:
        DossierNotFound: there is no open call of this colleague about the person.
        LogUnavailable: the entry could not be written.
    """
    with transaction.atomic():
        calls = Occasion.objects.select_for_update().filter(
            person_id__in=queries.members(viewer=viewer, person_ids=[person_id]),
            user_id=viewer.user_id,
            kind=OccasionKind.CALL,
            starts_at__lt=viewer.at,
            ends_at__gt=viewer.at,
        )
        keys = [call.pk for call in calls]
        if not keys:
            raise DossierNotFound
        Occasion.objects.filter(pk__in=keys).update(ends_at=viewer.at)
        record_event(viewer=viewer, event="call-end", action="U", person_id=person_id)
