# SPDX-License-Identifier: EUPL-1.2
"""Record a contact, and correct what was written about it."""

from collections.abc import Collection, Iterable, Sequence

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.contact import rules
from nabij.contact.actions.tasks import add_task
from nabij.contact.choices import CONFIDES, ConfidenceReason
from nabij.contact.models import (
    IncomingCall,
    Interaction,
    InteractionParty,
    InteractionText,
    WorkedTime,
)
from nabij.contact.queries import InteractionInView
from nabij.contact.types import Around, Spoken, TaskFields, Worked
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.relations.queries import PartyNotFound
from nabij.relations.types import Card


class MayNotRecord(DomainError):
    code = "may-not-record-contact"
    message = _("Your role may look here, but not record contact.")
    http_status = 403


class ChangedMeanwhile(DomainError):
    code = "interaction-changed-meanwhile"
    message = _(
        "A colleague corrected this meanwhile. Look at their text first; yours stands below."
    )


@transaction.atomic
def record_interaction(
    *, viewer: Viewer, around: Around, spoken: Spoken, follow_ups: Sequence[TaskFields] = ()
) -> Interaction:
    """Record one contact with somebody and what follows; the same form sent twice is one contact.

    With somebody in private it is always about a person: about them when nobody else is named.
    What is about a person is guarded, also where it was said with an organisation.

    Raises:
        MayNotRecord: the role records no contact with them.
        PartyNotFound: who spoke, or whom it is about, is not near this party.
        LogUnavailable: the entry could not be written; nothing is recorded.
    """
    counterpart = _named(around.speakers, [spoken.counterpart])[0]
    subjects = [*around.subject_ids, *(card.id for card in _named(around.about, spoken.about))]
    if around.is_private and not subjects:
        subjects = [around.id]
    if not rules.may_record_contact(viewer.roles, is_private=bool(subjects)):
        raise MayNotRecord
    is_for_another = not around.is_person and counterpart.id not in (around.id, *subjects)
    behalf = around.id if is_for_another else None
    is_confided = spoken.is_in_confidence and bool(subjects)
    interaction, is_new = Interaction.objects.get_or_create(
        colleague_id=viewer.user_id,
        entry_key=spoken.entry_key,
        defaults={
            "counterpart_id": counterpart.id,
            "on_behalf_of_id": behalf,
            "channel": spoken.channel,
            "direction": spoken.direction,
            "topic": spoken.topic,
            "outcome": spoken.outcome,
            "at": spoken.at,
            "is_guarded": bool(subjects),
            "in_confidence_at": viewer.at if is_confided else None,
            "confidence_reason": ConfidenceReason.ASKED if is_confided else "",
        },
    )
    if not is_new:
        return interaction
    _end_calls(viewer, around)
    _add_parties(interaction, counterpart.id, subjects, behalf)
    _write(viewer, interaction, text=spoken.text, subjects=subjects, kind=spoken.data_class)
    _add_time(interaction, spoken.worked, subjects[0] if subjects else around.id)
    persons = {*subjects, *([counterpart.id] if counterpart.is_person else [])}
    _log(viewer, persons, action="C", detail=spoken.channel)
    for number, fields in enumerate(follow_ups):
        add_task(
            viewer=viewer,
            around=around,
            fields=fields,
            entry_key=f"{spoken.entry_key}.{number}",
            interaction=interaction,
            subject_ids=subjects,
        )
    return interaction


@transaction.atomic
def correct_interaction(
    *, viewer: Viewer, found: InteractionInView, version: int, text: str, data_class: str
) -> Interaction:
    """Add a version of what was said; the old text stays. `found` is what the viewer may see.

    `data_class` is that of the version that is corrected.

    Raises:
        MayNotRecord: the role records no contact with them.
        ChangedMeanwhile: it is no longer the version that the colleague saw.
        LogUnavailable: the entry could not be written; nothing is corrected.
    """
    if not rules.may_record_contact(viewer.roles, is_private=found.is_guarded):
        raise MayNotRecord
    interaction = Interaction.objects.select_for_update().get(pk=found.id)
    if interaction.version != version:
        raise ChangedMeanwhile
    interaction.version += 1
    interaction.save(update_fields=["version"])
    _write(viewer, interaction, text=text, subjects=found.subject_ids, kind=data_class)
    _log(viewer, found.subject_ids, action="U", detail="correction")
    return interaction


@transaction.atomic
def set_confidence(
    *, viewer: Viewer, found: InteractionInView, version: int, reason: ConfidenceReason
) -> None:
    """Write that something was said in confidence, or that it no longer is: the reason says which.

    What it was stays in the history. Only of what is about a person in private.

    Raises:
        MayNotRecord: the role records no contact with them, or it is about nobody in private.
        ChangedMeanwhile: it is no longer the version that the colleague saw, or stands so already.
        LogUnavailable: the entry could not be written; nothing is changed.
    """
    if not found.is_guarded or not rules.may_record_contact(viewer.roles, is_private=True):
        raise MayNotRecord
    interaction = Interaction.objects.select_for_update().get(pk=found.id)
    confides, is_confided = reason in CONFIDES, interaction.in_confidence_at is not None
    if interaction.version != version or confides == is_confided:
        raise ChangedMeanwhile
    interaction.in_confidence_at = viewer.at if confides else None
    interaction.confidence_reason = reason
    interaction.save(update_fields=["in_confidence_at", "confidence_reason"])
    detail = "in confidence" if confides else "no longer in confidence"
    _log(viewer, found.subject_ids, action="U", detail=detail)


def _named(cards: Sequence[Card], refs: Iterable[str]) -> list[Card]:
    """Return the cards with these refs, each of which must be among those that may be named."""
    by_ref = {card.ref: card for card in cards}
    try:
        return [by_ref[ref] for ref in refs]
    except KeyError:
        raise PartyNotFound from None


def _end_calls(viewer: Viewer, around: Around) -> None:
    """Forget who called about this person: the next contact is not with the caller any more."""
    calls = IncomingCall.objects.filter(colleague_id=viewer.user_id, about_id__in=around.keys)
    calls.update(caller=None, about=None)


def _add_parties(
    interaction: Interaction, counterpart: int, subjects: Sequence[int], behalf: int | None
) -> None:
    involved = {counterpart, *subjects} | ({behalf} if behalf else set())
    InteractionParty.objects.bulk_create(
        InteractionParty(
            interaction=interaction,
            party_id=party,
            at=interaction.at,
            is_counterpart=party == counterpart,
            is_subject=party in subjects,
            is_on_behalf_of=party == behalf,
        )
        for party in sorted(involved)
    )


def _write(
    viewer: Viewer, interaction: Interaction, *, text: str, subjects: Sequence[int], kind: str
) -> None:
    InteractionText.objects.create(
        interaction=interaction,
        version=interaction.version,
        person_ids=sorted(subjects),
        data_class=kind,
        text=text,
        author_id=viewer.user_id,
        written_at=viewer.at,
    )


def _add_time(interaction: Interaction, worked: Worked | None, party_id: int) -> None:
    if worked is None:
        return
    WorkedTime.objects.create(
        interaction=interaction,
        colleague_id=interaction.colleague_id,
        party_id=party_id,
        appointment_id=worked.appointment_id,
        appointment_on=worked.appointment_on,
        on=localdate(interaction.at),
        minutes=worked.minutes,
        travel_minutes=worked.travel_minutes,
        is_billable=worked.is_billable,
        is_guarded=interaction.is_guarded,
    )


def _log(viewer: Viewer, person_ids: Collection[int], *, action: str, detail: str) -> None:
    for person in sorted(person_ids):
        access_actions.record_event(
            viewer=viewer, event="interaction", action=action, person_id=person, detail=detail
        )
