# SPDX-License-Identifier: EUPL-1.2
"""Record and show a BSN, where the law prescribes its use (Wabvpz articles 4 to 8)."""

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.access import rules as access_rules
from nabij.core.errors import DomainError
from nabij.core.identifiers import is_bsn, normalise_bsn
from nabij.core.viewer import Viewer
from nabij.relations.actions.gate import MayNotRegister, locked_party
from nabij.relations.choices import IdentifierState, IdentifierSystem, PartyKind
from nabij.relations.models import Identifier, Party, building
from nabij.relations.models.parties import MACHINE
from nabij.relations.queries.cards import PartyNotFound
from nabij.relations.queries.identity import bsn_of


class BsnWrong(DomainError):
    code = "bsn-wrong"
    message = _("This is not a BSN: the check digit does not fit. Compare it with the document.")


class BsnBelongsToAnother(DomainError):
    code = "bsn-belongs-to-another"
    message = _("Another person is recorded with this BSN. Check both before you save it here too.")


@dataclass(frozen=True, slots=True, kw_only=True)
class BsnCheck:
    """How a BSN was checked: from a message, by a document seen, or by the register."""

    state: str = IdentifierState.FROM_MESSAGE
    document_kind: str = ""
    document_number: str = ""
    checked_on: date | None = None


@transaction.atomic
def set_bsn(
    *,
    viewer: Viewer,
    ref: str,
    bsn: str,
    check: BsnCheck,
    is_known_to_be_shared: bool = False,
) -> None:
    """Seal a person's BSN and make it findable by its keyed hash; '' removes it.

    Args:
        is_known_to_be_shared: save it although another person carries it: sources do make that
            mistake, and the review of links needs to see it.

    Raises:
        PartyNotFound: there is no such person for this viewer.
        MayNotRegister: the role may not record persons, or not use a BSN.
        BsnWrong: it fails the eleven test.
        BsnBelongsToAnother: another person carries it.
    """
    person = locked_party(viewer=viewer, ref=ref, kind=PartyKind.PERSON)
    if not (viewer.user_id == MACHINE or access_rules.may_use_bsn(viewer.roles)):
        raise MayNotRegister
    value = normalise_bsn(bsn)
    if bsn.strip() and not is_bsn(value):
        raise BsnWrong
    known = Identifier.objects.filter(party=person, system=IdentifierSystem.BSN)
    if not value:
        known.delete()
    else:
        others = Identifier.objects.with_bsn(value).exclude(party=person)
        if not is_known_to_be_shared and others.exists():
            raise BsnBelongsToAnother
        row = known.first() or Identifier(party=person, system=IdentifierSystem.BSN)
        building.seal_bsn(row, value)
        row.state, row.document_kind = check.state, check.document_kind
        row.document_number, row.checked_on = check.document_number[:20], check.checked_on
        row.checked_by_id = viewer.user_id or None
        row.save()
    access_actions.record_event(viewer=viewer, event="bsn", action="U", person_id=person.pk)


@transaction.atomic
def reveal_bsn(*, viewer: Viewer, ref: str) -> str:
    """Return a person's BSN ('' when none is known), after the log says who asked for it.

    Raises:
        PartyNotFound: there is no such person for this viewer, or the role may not use a BSN.
        LogUnavailable: the entry could not be written; the BSN stays sealed.
    """
    person = Party.objects.visible_to(viewer).persons().filter(ref=ref).first()
    if person is None:
        raise PartyNotFound
    bsn = bsn_of(viewer=viewer, person_id=person.pk)
    access_actions.record_event(viewer=viewer, event="bsn", action="R", person_id=person.pk)
    return bsn
