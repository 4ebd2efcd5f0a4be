# SPDX-License-Identifier: EUPL-1.2
"""Record that a client died: one transaction stops everything, and a mistake restores it."""

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.contact import actions as contact_actions
from nabij.core.dates import PartialDate, to_columns
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.relations import actions as relations_actions
from nabij.relations import queries as relations_queries


class DeathChangedMeanwhile(DomainError):
    code = "death-changed-meanwhile"
    message = _("A colleague changed this meanwhile. Look how it stands now.")


@transaction.atomic
def record_death(
    *,
    viewer: Viewer,
    ref: str,
    on: PartialDate | None,
    source: str,
    told: str,
    contact: str,
) -> int:
    """Record a death; tasks, call-backs, promises and appointments stop at once.

    Return how many stopped.

    Who stood for the client does so no longer, visits leave every list, and the ways in to the
    dossier end after the time of the institution; afterwards only a case opens it.

    Raises:
        PartyNotFound: there is none, or the viewer may not change them.
        AlreadyDied, NoSuchColleague: see `access.actions.record_death`.
        LogUnavailable: the entry could not be written; nothing is recorded.
    """
    person = relations_queries.person_to_change(viewer=viewer, ref=ref)
    died_on, precision = to_columns(on)
    before = relations_actions.set_death(
        viewer=viewer, ref=ref, died_on=died_on, precision=precision
    )
    access_actions.record_death(
        viewer=viewer,
        person_id=person.id,
        on=on,
        source=source,
        told=told,
        contact=contact,
        before=before,
    )
    return contact_actions.stop_for_death(viewer=viewer, person_id=person.id)


@transaction.atomic
def take_back_death(*, viewer: Viewer, ref: str, number: int) -> int:
    """Take back a death recorded by mistake: everything is as it was. Return what started again.

    `number` is the recorded death that the colleague saw. Of two who were merged both go.

    Raises:
        PartyNotFound: there is none, or the viewer may not change them.
        DeathNotFound: none is recorded.
        DeathChangedMeanwhile: it is another one by now.
    """
    person = relations_queries.person_to_change(viewer=viewer, ref=ref)
    seen = access_queries.death_of(viewer=viewer, person_id=person.id)
    if seen is not None and seen.id != number:
        raise DeathChangedMeanwhile
    deaths = access_actions.take_back_death(viewer=viewer, person_id=person.id)
    relations_actions.restore_death(
        viewer=viewer, ref=ref, before={death.person_id: death.before for death in deaths}
    )
    return sum(
        contact_actions.start_again(viewer=viewer, person_id=person.id, stopped_at=at)
        for at in {death.recorded_at for death in deaths}
    )
