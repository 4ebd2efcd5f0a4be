# SPDX-License-Identifier: EUPL-1.2
"""Record and show a BSN, where the law prescribes its use (Wabvpz articles 4 to 8)."""

from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access import rules as access_rules
from nabij.core.errors import DomainError
from nabij.core.identifiers import is_bsn, normalise_bsn
from nabij.core.viewer import Viewer
from nabij.relations.actions.gate import MayNotRegister, locked_party
from nabij.relations.choices import BsnStep, IdentifierSystem, PartyKind, RelationshipKind
from nabij.relations.models import Identifier, Party, Relationship, building
from nabij.relations.models.merges import leave_out, let_hold, members
from nabij.relations.queries.cards import PartyNotFound
from nabij.relations.queries.identity import bsn_of, document_number_of
from nabij.relations.types import BsnCheckFields

# Why a BSN is shown: to make sure who somebody is (Wabvpz article 4); the role is the right.
WHY_SHOWN = "identification"


class BsnWrong(DomainError):
    code = "bsn-wrong"
    message = _("This is not a BSN: the check digit does not fit. Compare it with the document.")


class BsnMissing(DomainError):
    code = "bsn-missing"
    message = _("Fill in the BSN: none is known yet.")


class BsnBelongsToAnother(DomainError):
    code = "bsn-belongs-to-another"
    message = _("Another person is recorded with this BSN. Check both before you save it here too.")


@dataclass(frozen=True, slots=True, kw_only=True)
class BsnShown:
    """What a colleague sees who asks for a BSN; '' where nothing is known."""

    bsn: str
    document_number: str = ""


class BsnNotForThisPerson(DomainError):
    code = "bsn-not-for-this-person"
    message = _(
        "A BSN is recorded only of someone who receives care from us. Fill in the client number "
        "first, or leave the BSN empty."
    )


@transaction.atomic
def set_bsn(
    *,
    viewer: Viewer,
    ref: str,
    bsn: str,
    check: BsnCheckFields,
    is_known_to_be_shared: bool = False,
) -> None:
    """Seal a person's BSN and make it findable by its keyed hash; '' removes it.

    How it was checked is added to what was recorded before.

    Args:
        is_known_to_be_shared: save it although another person carries it: sources do make that
            mistake, and the review of links needs to see it.

    Raises:
        PartyNotFound: there is no such person for this viewer.
        MayNotRegister: the role may not record persons, or not use a BSN.
        BsnWrong: it fails the eleven test.
        BsnNotForThisPerson: a relative, lead, member or contact: nobody whom we care for.
        BsnBelongsToAnother: another person carries it.
    """
    person = locked_party(viewer=viewer, ref=ref, kind=PartyKind.PERSON)
    if not (viewer.is_machine or access_rules.may_use_bsn(viewer.roles)):
        raise MayNotRegister
    value = normalise_bsn(bsn)
    if bsn.strip() and not is_bsn(value):
        raise BsnWrong
    of_ours = Identifier.objects.filter(party__in=members(person.pk), system=IdentifierSystem.BSN)
    known = of_ours.filter(party=person)
    check = replace(check, checked_by_id=viewer.colleague_id)
    if not value:
        was_known = of_ours.filter(left_out__isnull=True).exists()
        known.delete()
        leave_out(of_ours)
        if not was_known:
            return
        check = BsnCheckFields(step=BsnStep.REMOVED, checked_by_id=check.checked_by_id)
    else:
        row = known.first()
        if row is None and not has_bsn_by_law(viewer=viewer, person=person):
            raise BsnNotForThisPerson
        others = Identifier.objects.with_bsn(value).exclude(party__in=members(person.pk))
        if not is_known_to_be_shared and others.exists():
            raise BsnBelongsToAnother
        row = row or Identifier(party=person, system=IdentifierSystem.BSN)
        building.seal_bsn(row, value)
        row.state = check.step
        row.save()
        let_hold(row, instead_of=of_ours)
    building.bsn_check_row(person.pk, check).save()
    access_actions.record_event(
        viewer=viewer, event="bsn", action="U", person_id=person.pk, detail=check.step
    )


@transaction.atomic
def record_bsn_check(*, viewer: Viewer, ref: str, check: BsnCheckFields) -> None:
    """Add how the BSN that is known was checked; the BSN itself stays as it is.

    Raises:
        PartyNotFound: there is no such person for this viewer.
        MayNotRegister: the role may not record persons, or not use a BSN.
        BsnMissing: no BSN is known.
    """
    person = locked_party(viewer=viewer, ref=ref, kind=PartyKind.PERSON)
    if not (viewer.is_machine or access_rules.may_use_bsn(viewer.roles)):
        raise MayNotRegister
    known = Identifier.objects.filter(
        party__in=members(person.pk), system=IdentifierSystem.BSN, left_out__isnull=True
    )
    if not known.update(state=check.step):
        raise BsnMissing
    building.bsn_check_row(person.pk, replace(check, checked_by_id=viewer.colleague_id)).save()
    access_actions.record_event(
        viewer=viewer, event="bsn", action="U", person_id=person.pk, detail=check.step
    )


def has_bsn_by_law(*, viewer: Viewer, person: Party) -> bool:
    """Tell whether a BSN may be recorded of this person: only of who receives care from us.

    That is who has a client number, is client in a relationship, or is cared for by a team; and
    whom a message of a care provider was about, which the machine records. At most two queries.

    Source: Wabvpz articles 4 to 6.
    """
    if viewer.is_machine or person.client_number:
        return True
    is_client = Relationship.objects.filter(
        subject__in=members(person.pk), kind=RelationshipKind.CLIENT, ends_on__isnull=True
    )
    return is_client.exists() or bool(
        access_queries.teams_of(viewer=viewer, person_ids=[person.pk])
    )


@transaction.atomic
def reveal_bsn(*, viewer: Viewer, ref: str) -> BsnShown:
    """Return a person's BSN and the document it was checked with, after the log says who asked.

    Raises:
        PartyNotFound: there is no such person for this viewer, or the role may not use a BSN.
        LogUnavailable: the entry could not be written; the BSN stays sealed.
    """
    person = Party.objects.visible_to(viewer).persons().filter(ref=ref).first()
    if person is None:
        raise PartyNotFound
    bsn = bsn_of(viewer=viewer, person_id=person.pk)
    number = document_number_of(viewer=viewer, person_id=person.pk) if bsn else ""
    access_actions.record_event(
        viewer=viewer,
        event="bsn",
        action="R",
        person_id=person.pk,
        detail=WHY_SHOWN,
        categories=["bsn"],
        way=access_queries.way_in(viewer=viewer, person_id=person.pk),
    )
    return BsnShown(bsn=bsn, document_number=number)
