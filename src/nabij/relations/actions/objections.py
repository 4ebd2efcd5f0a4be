# SPDX-License-Identifier: EUPL-1.2
"""Record that somebody does not want to be approached, and that they lift it."""

from django.db import transaction

from nabij.access import actions as access_actions
from nabij.core.viewer import Viewer
from nabij.relations.actions.gate import locked_party, seen_party
from nabij.relations.choices import PartyKind
from nabij.relations.models import Objection
from nabij.relations.models.merges import members


@transaction.atomic
def object_to_approach(*, viewer: Viewer, ref: str) -> None:
    """Record that a person does not want to be approached; it holds at once, twice is once.

    Whoever hears it records it, commerce too; the answer is the same where it was known already.

    Raises:
        PartyNotFound: there is none, or the viewer may not see it.
        LogUnavailable: the entry could not be written; nothing is recorded.
    """
    party = seen_party(viewer=viewer, ref=ref, kind=PartyKind.PERSON)
    record_objection(viewer=viewer, person_id=party.pk)


@transaction.atomic
def record_objection(*, viewer: Viewer, person_id: int) -> None:
    """Record the same for who settles what persons ask: the caller has seen to it that they may.

    Raises:
        LogUnavailable: the entry could not be written; nothing is recorded.
    """
    _made, is_new = Objection.objects.get_or_create(
        person_id=person_id,
        lifted_at=None,
        defaults={"recorded_by_id": viewer.colleague_id},
    )
    if is_new:
        access_actions.record_event(
            viewer=viewer, event="objection", action="C", person_id=person_id
        )


@transaction.atomic
def lift_objection(*, viewer: Viewer, ref: str) -> None:
    """Record that a person may be approached again, because they said so.

    Raises:
        as `object_to_approach`; MayNotRegister: the role does not allow it.
    """
    party = locked_party(viewer=viewer, ref=ref, kind=PartyKind.PERSON)
    rows = Objection.objects.filter(person_id__in=members(party.pk), lifted_at__isnull=True)
    if rows.update(lifted_at=viewer.at, lifted_by_id=viewer.colleague_id):
        access_actions.record_event(
            viewer=viewer, event="objection", action="U", person_id=party.pk, detail="lifted"
        )
