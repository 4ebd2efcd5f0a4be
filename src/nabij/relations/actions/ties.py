# SPDX-License-Identifier: EUPL-1.2
"""Begin and end relationships and households. Nothing is removed: what was, keeps its dates."""

from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.core.dates import PartialDate, to_columns
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.relations import rules
from nabij.relations.actions.gate import check_may_register, locked_party
from nabij.relations.choices import SYMMETRIC_KINDS, PartyKind, RelationshipKind
from nabij.relations.models import Household, HouseholdMember, Party, Relationship
from nabij.relations.models.merges import leave_out, let_hold, members
from nabij.relations.queries.cards import PartyNotFound


class ImpossibleRelationship(DomainError):
    code = "impossible-relationship"
    message = _("These two cannot be related in this way.")


class AlreadyRelated(DomainError):
    code = "already-related"
    message = _("This relationship is already recorded.")


class RelationshipChangedMeanwhile(DomainError):
    code = "relationship-changed-meanwhile"
    message = _("A colleague changed this relationship meanwhile. Look how it stands now.")


class EndsBeforeStart(DomainError):
    code = "ends-before-start"
    message = _("The end lies before the beginning.")


@transaction.atomic
def add_relationship(
    *,
    viewer: Viewer,
    subject_ref: str,
    object_ref: str,
    kind: str,
    starts: PartialDate | None = None,
    ends: PartialDate | None = None,
    rank: int | None = None,
    note: str = "",
) -> Relationship:
    """Record that the subject is `kind` of the object.

    One of the two must be open to the viewer; of the other a card is enough.

    Raises:
        PartyNotFound: one of them does not exist for this viewer.
        MayNotRegister: the role does not allow it.
        ImpossibleRelationship: the kind does not hold between these.
        AlreadyRelated: it stands open already, in this or (for mutual kinds) the other direction.
        EndsBeforeStart: the dates are the wrong way round.
    """
    subject, object_ = _pair(viewer, subject_ref, object_ref)
    _check(subject, object_, kind, starts, ends)
    starts_on, starts_precision = to_columns(starts)
    ends_on, ends_precision = rules.end_columns(starts, ends)
    row = Relationship.objects.create(
        subject=subject,
        object=object_,
        kind=kind,
        starts_on=starts_on,
        starts_precision=starts_precision,
        ends_on=ends_on,
        ends_precision=ends_precision,
        rank=rank,
        note=note[:200],
    )
    for party in (subject, object_):
        access_actions.record_event(
            viewer=viewer, event="relationship", action="C", person_id=party.pk, detail=kind
        )
    return row


def _pair(viewer: Viewer, subject_ref: str, object_ref: str) -> tuple[Party, Party]:
    """Return subject and object, both locked, lowest key first so that two of these never wait."""
    cards = list(Party.objects.cards(viewer).filter(ref__in=[subject_ref, object_ref]))
    if len({card.ref for card in cards}) < len({subject_ref, object_ref}):
        raise PartyNotFound
    opened = [card for card in cards if getattr(card, "is_open", False)]
    if not opened:
        raise PartyNotFound
    is_business = all(card.kind == PartyKind.ORGANISATION for card in cards)
    check_may_register(
        viewer=viewer, kind=PartyKind.ORGANISATION if is_business else PartyKind.PERSON
    )
    locked = Party.objects.select_for_update().order_by("pk")
    rows = {row.ref: row for row in locked.filter(pk__in=[card.pk for card in cards])}
    return rows[subject_ref], rows[object_ref]


@transaction.atomic
def change_relationship(
    *,
    viewer: Viewer,
    ref: str,
    version: int,
    kind: str,
    starts: PartialDate | None,
    ends: PartialDate | None,
    rank: int | None,
    note: str | None,
) -> Relationship:
    """Correct a relationship, or let it end: from `ends` on it no longer holds.

    The parties stay who they are. A note of None stays as it is.

    Raises:
        PartyNotFound: there is none, or neither side is open to the viewer.
        MayNotRegister: the role does not allow it.
        RelationshipChangedMeanwhile: it is no longer the version that the colleague saw.
        ImpossibleRelationship: the kind does not hold between these.
        AlreadyRelated: it stands open already in this kind.
        EndsBeforeStart: the dates are the wrong way round.
    """
    row = Relationship.objects.select_for_update(of=("self",)).filter(ref=ref).first()
    if row is None:
        raise PartyNotFound
    sides = {side.pk: side for side in Party.objects.filter(pk__in=[row.subject_id, row.object_id])}
    whose = [side.canonical_id or side.pk for side in sides.values()]
    if not Party.objects.visible_to(viewer).filter(pk__in=whose).exists():
        raise PartyNotFound
    subject, object_ = sides[row.subject_id], sides[row.object_id]
    is_business = not (subject.is_person or object_.is_person)
    check_may_register(
        viewer=viewer, kind=PartyKind.ORGANISATION if is_business else PartyKind.PERSON
    )
    if row.version != version:
        raise RelationshipChangedMeanwhile
    _check(subject, object_, kind, starts, ends, except_for=row.pk)
    row.kind, row.rank = kind, rank
    row.note = row.note if note is None else note[:200]
    row.starts_on, row.starts_precision = to_columns(starts)
    row.ends_on, row.ends_precision = rules.end_columns(starts, ends)
    row.version += 1
    row.save()
    for side in sides:
        access_actions.record_event(
            viewer=viewer, event="relationship", action="U", person_id=side, detail=kind
        )
    return row


def _check(
    subject: Party,
    object_: Party,
    kind: str,
    starts: PartialDate | None,
    ends: PartialDate | None,
    *,
    except_for: int = 0,
) -> None:
    """Make sure that these two can be related in this way at that time, and are not already."""
    if subject.pk == object_.pk or not rules.may_hold(
        kind, subject_is_person=subject.is_person, object_is_person=object_.is_person
    ):
        raise ImpossibleRelationship
    if starts and ends and ends.latest < starts.earliest:
        raise EndsBeforeStart
    these, those = members(subject.pk), members(object_.pk)
    same = Q(subject__in=these, object__in=those)
    if RelationshipKind(kind) in SYMMETRIC_KINDS:
        same |= Q(subject__in=those, object__in=these)
    others = Relationship.objects.filter(same, kind=kind, ends_on__isnull=True)
    if ends is None and others.exclude(pk=except_for).exists():
        raise AlreadyRelated


@transaction.atomic
def join_household(
    *, viewer: Viewer, ref: str, with_ref: str, on: date, label: str = ""
) -> Household:
    """Let a person live with another from a day on, in that other's household or a new one.

    A household the person lived in before ends for them that day.

    Raises:
        PartyNotFound: one of them does not exist for this viewer.
        MayNotRegister: the role does not allow it.
        EndsBeforeStart: the person came into the present household later.
    """
    if ref == with_ref:
        raise PartyNotFound
    first, second = sorted([ref, with_ref])
    parties = {
        wanted: locked_party(viewer=viewer, ref=wanted, kind=PartyKind.PERSON)
        for wanted in (first, second)
    }
    person, other = parties[ref], parties[with_ref]
    open_rows = HouseholdMember.objects.filter(ends_on__isnull=True)
    holding = open_rows.filter(left_out__isnull=True)
    theirs = (
        holding.filter(person__in=members(other.pk)).select_related("household").order_by("pk")
    ).first()
    if theirs is None:
        household = Household.objects.create(label=(label or other.name)[:120])
        HouseholdMember.objects.create(household=household, person=other, starts_on=on)
    else:
        household = theirs.household
    of_ours = open_rows.filter(person__in=members(person.pk))
    if of_ours.filter(household=household, left_out__isnull=True).exists():
        return household
    mine = of_ours.filter(person=person).first()
    if mine is not None:
        _leave(mine, on)
    row = HouseholdMember.objects.create(household=household, person=person, starts_on=on)
    let_hold(row, instead_of=of_ours)
    access_actions.record_event(
        viewer=viewer, event="household", action="U", person_id=person.pk, detail="join"
    )
    return household


@transaction.atomic
def leave_household(*, viewer: Viewer, ref: str, on: date) -> None:
    """Let a person leave the household they live in; without one, nothing happens.

    Raises:
        PartyNotFound, MayNotRegister: as for every change.
        EndsBeforeStart: the person came into the household later.
    """
    person = locked_party(viewer=viewer, ref=ref, kind=PartyKind.PERSON)
    of_ours = HouseholdMember.objects.filter(
        person__in=members(person.pk), ends_on__isnull=True, left_out__isnull=True
    )
    if not of_ours.exists():
        return
    if mine := of_ours.filter(person=person).first():
        _leave(mine, on)
    leave_out(of_ours)
    access_actions.record_event(
        viewer=viewer, event="household", action="U", person_id=person.pk, detail="leave"
    )


def _leave(member: HouseholdMember, on: date) -> None:
    if member.starts_on and on < member.starts_on:
        raise EndsBeforeStart
    member.ends_on = on
    member.save(update_fields=["ends_on"])
