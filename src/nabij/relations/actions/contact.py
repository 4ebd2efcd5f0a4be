# SPDX-License-Identifier: EUPL-1.2
"""Contact instructions and the key safe: what to mind when somebody calls or comes by."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access.queries import WayIn
from nabij.core import crypto
from nabij.core.errors import DomainError, NotFound
from nabij.core.viewer import Viewer
from nabij.relations import rules
from nabij.relations.actions.gate import locked_party
from nabij.relations.choices import MOST_INSTRUCTIONS, PartyKind
from nabij.relations.models import ContactInstruction, KeySafe, Party
from nabij.relations.models.merges import leave_out, let_hold, members
from nabij.relations.queries.cards import PartyNotFound


class TooManyInstructions(DomainError):
    code = "too-many-instructions"
    message = _("At most %(most)s instructions hold at the same time. End one first.")


class InstructionEndsBeforeStart(DomainError):
    code = "instruction-ends-before-start"
    message = _("An instruction has to end after it begins.")


class NoWayIn(NotFound):
    code = "no-way-in"
    message = _("You see this only while you or your team care for this client, or on a call.")


@transaction.atomic
def set_contact_instruction(
    *, viewer: Viewer, ref: str, kind: str, text: str, starts_on: date, ends_on: date
) -> ContactInstruction:
    """Record what to mind in contact with a person; at most three hold on any day.

    Args:
        ends_on: the first day on which it no longer holds; somebody asks again then.

    Raises:
        PartyNotFound, MayNotRegister: as for every change.
        InstructionEndsBeforeStart: it would hold on no day.
        TooManyInstructions: there would be a fourth on some day.
    """
    person = locked_party(viewer=viewer, ref=ref, kind=PartyKind.PERSON)
    if ends_on <= starts_on:
        raise InstructionEndsBeforeStart
    others = ContactInstruction.objects.filter(
        person_id__in=members(person.pk), starts_on__lt=ends_on, ends_on__gt=starts_on
    ).values_list("starts_on", "ends_on")
    # Only the days of the new one count: clip the others to them.
    clipped = [(max(start, starts_on), min(end, ends_on)) for start, end in others]
    if rules.most_at_once(clipped) >= MOST_INSTRUCTIONS:
        raise TooManyInstructions(most=MOST_INSTRUCTIONS)
    row = ContactInstruction.objects.create(
        person=person,
        kind=kind,
        text=" ".join(text.split())[:120],
        starts_on=starts_on,
        ends_on=ends_on,
        created_by_id=viewer.colleague_id,
    )
    access_actions.record_event(
        viewer=viewer, event="contact-instruction", action="C", person_id=person.pk, detail=kind
    )
    return row


@transaction.atomic
def end_contact_instruction(*, viewer: Viewer, ref: str, on: date) -> ContactInstruction:
    """Let an instruction hold no longer from a day on.

    Raises:
        PartyNotFound: there is none, or its person is not open to the viewer.
        MayNotRegister: the role does not allow it.
    """
    row = ContactInstruction.objects.filter(ref=ref).select_related("person__canonical").first()
    if row is None:
        raise PartyNotFound
    whose = row.person.canonical or row.person
    person = locked_party(viewer=viewer, ref=whose.ref, kind=PartyKind.PERSON)
    row.ends_on = max(row.starts_on, min(row.ends_on, on))
    row.save(update_fields=["ends_on"])
    access_actions.record_event(
        viewer=viewer, event="contact-instruction", action="U", person_id=person.pk, detail="end"
    )
    return row


@transaction.atomic
def set_key_safe(*, viewer: Viewer, ref: str, code: str, place: str = "") -> None:
    """Seal the code of a client's key safe; an empty code removes it.

    Raises:
        PartyNotFound, MayNotRegister: as for every change.
        NoWayIn: the viewer does not serve this client now.
    """
    person = locked_party(viewer=viewer, ref=ref, kind=PartyKind.PERSON)
    _check_way_in(viewer, person)
    of_ours = KeySafe.objects.filter(person_id__in=members(person.pk))
    if not code.strip():
        of_ours.filter(person=person).delete()
        leave_out(of_ours)
    else:
        row = KeySafe.objects.filter(person=person).first() or KeySafe(person=person)
        row.cipher = crypto.seal(code.strip().encode(), context=row.uid.bytes)
        row.place = place[:120]
        row.changed_at, row.changed_by_id = viewer.at, viewer.colleague_id
        row.save()
        let_hold(row, instead_of=of_ours)
    access_actions.record_event(viewer=viewer, event="key-safe", action="U", person_id=person.pk)


@transaction.atomic
def reveal_key_safe(*, viewer: Viewer, ref: str) -> str:
    """Return the code of a key safe, after the log says who asked for it.

    Raises:
        PartyNotFound: there is none, or the person is not open to the viewer.
        NoWayIn: the viewer does not serve this client now.
        LogUnavailable: the entry could not be written; the code stays sealed.
    """
    visible = Party.objects.visible_to(viewer).persons().filter(ref=ref, canonical__isnull=True)
    person = visible.first()
    if person is None:
        raise PartyNotFound
    way = _check_way_in(viewer, person)
    of_ours = KeySafe.objects.filter(person_id__in=members(person.pk), left_out__isnull=True)
    row = of_ours.first()
    if row is None:
        raise PartyNotFound
    access_actions.record_event(
        viewer=viewer,
        event="key-safe",
        action="R",
        person_id=person.pk,
        categories=["key-safe"],
        way=way,
    )
    return crypto.unseal(bytes(row.cipher), context=row.uid.bytes).decode()


def _check_way_in(viewer: Viewer, person: Party) -> WayIn | None:
    if viewer.is_machine:
        return None
    way = access_queries.way_in(viewer=viewer, person_id=person.pk)
    classes = access_queries.classes_for(viewer=viewer, way=way)
    if "b" not in classes:
        raise NoWayIn
    return way
