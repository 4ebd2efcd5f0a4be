# SPDX-License-Identifier: EUPL-1.2
"""The emergency button on the person page: the dossier opens, and the team tells the client."""

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access.actions import EmergencyFields
from nabij.clientview import queries
from nabij.contact import actions as contact_actions
from nabij.contact.choices import TaskKind
from nabij.contact.types import Around, TaskFields
from nabij.core.viewer import Role, Viewer
from nabij.core.working_days import add_working_days
from nabij.relations.queries import PartyNotFound
from nabij.relations.types import Card

WORKING_DAYS_TO_TELL = 1


def start_emergency(*, viewer: Viewer, ref: str, fields: EmergencyFields) -> None:
    """Open a client by the emergency button, and give the client's team the task to tell them.

    Raises:
        PartyNotFound: there is none, the role has no button, or not even the card may be seen.
        DomainError: see `access.actions.start_emergency`.
    """
    card = queries.person_in_emergency(viewer=viewer, ref=ref)
    try:
        with transaction.atomic():
            emergency, is_new = access_actions.start_emergency(
                viewer=viewer, person_id=card.id, fields=fields
            )
            if is_new:
                _have_client_told(viewer, card, emergency.ref)
    except access_actions.TooManyEmergencies:
        access_actions.alarm(viewer=viewer, person_id=card.id)
        raise


def stop_emergency(*, viewer: Viewer, ref: str) -> str:
    """End the viewer's running emergency; return the ref of the person it was about.

    Raises:
        PartyNotFound: the viewer has none that runs, or it is another one.
    """
    running = viewer.emergency_now
    if running is None or running.ref != ref:
        raise PartyNotFound
    access_actions.stop_emergency(viewer=viewer, ref=ref)
    return running.person_ref


def _have_client_told(viewer: Viewer, card: Card, ref: str) -> None:
    teams = access_queries.teams_of(viewer=viewer, person_ids=[card.id])
    at = localtime(viewer.at)
    with translation.override(settings.LANGUAGE_CODE):
        text = _(
            "Tell the client or who speaks for them: on %(day)s at %(time)s %(name)s opened the "
            "dossier by the emergency button. The privacy officer looks whether that was right."
        ) % {"day": f"{at.day}-{at.month}-{at.year}", "time": f"{at:%H:%M}", "name": viewer.name}
    contact_actions.add_task(
        viewer=viewer,
        around=Around(
            id=card.id,
            keys=(card.id,),
            ref=card.ref,
            name=card.name,
            is_person=True,
            is_private=True,
            speakers=(card,),
            about=(card,),
        ),
        fields=TaskFields(
            kind=TaskKind.TASK,
            text=text,
            due_on=add_working_days(localdate(viewer.at), WORKING_DAYS_TO_TELL),
            unit_id=teams[0].pk if teams else None,
            role="" if teams else Role.FRONT_OFFICE,
        ),
        entry_key=ref,
    )
