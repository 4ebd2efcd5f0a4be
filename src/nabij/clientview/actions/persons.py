# SPDX-License-Identifier: EUPL-1.2
"""What a colleague does on the person page that leaves a trace."""

from nabij.access import actions as access_actions
from nabij.access.choices import Caller
from nabij.clientview import queries
from nabij.core.viewer import Viewer
from nabij.relations import queries as relations_queries
from nabij.relations.queries import PartyNotFound


def record_shown(*, viewer: Viewer, found: queries.PersonInView) -> None:
    """Write what is shown of a person without a dossier: contact data, or the card only.

    Raises:
        LogUnavailable: the entry could not be written; nothing may be shown.
    """
    if found.person is None:
        access_actions.record_list(viewer=viewer, event="card", object_ids=[found.card.id])
    else:
        access_actions.record_event(
            viewer=viewer,
            event="person",
            action="R",
            person_id=found.card.id,
            categories=["contact"],
        )


def open_call(*, viewer: Viewer, ref: str, caller: Caller) -> None:
    """Open a way in to this person for an hour, because somebody calls about them.

    Raises:
        PartyNotFound: there is none, the viewer may not see their contact data, or a call about
            this person is no way in for them.
        DossierNotFound: the role knows no such way in.
        LogUnavailable: the entry could not be written.
    """
    person = relations_queries.person(viewer=viewer, ref=ref)
    if not queries.may_open_call(viewer=viewer, person=person):
        raise PartyNotFound
    access_actions.open_call(viewer=viewer, person_id=person.id, caller=caller)


def close_call(*, viewer: Viewer, ref: str) -> None:
    """End the viewer's call about this person: from now on the dossier is shut again.

    Raises:
        PartyNotFound: there is none, or the viewer may not see their contact data.
        DossierNotFound: the viewer has no open call about this person.
        LogUnavailable: the entry could not be written.
    """
    person = relations_queries.person(viewer=viewer, ref=ref)
    access_actions.close_call(viewer=viewer, person_id=person.id)
