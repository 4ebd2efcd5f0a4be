# SPDX-License-Identifier: EUPL-1.2
"""The BSN: found by its keyed hash, read by the roles that the law lets use it."""

from collections.abc import Iterable

from nabij.access import rules as access_rules
from nabij.core import crypto
from nabij.core.viewer import Viewer
from nabij.relations.choices import IdentifierSystem
from nabij.relations.models import Identifier, Party
from nabij.relations.models.parties import MACHINE
from nabij.relations.queries.cards import PartyNotFound


def person_ids_with_bsn(*, viewer: Viewer, indexes: Iterable[bytes]) -> dict[bytes, list[int]]:
    """Return per blind index the keys of the persons that carry it. One SQL query.

    For the machine (linkage) only: it opens no person and shows nothing.

    Raises:
        PartyNotFound: a colleague asks.
    """
    if viewer.user_id != MACHINE:
        raise PartyNotFound
    found: dict[bytes, list[int]] = {}
    rows = Identifier.objects.filter(
        system=IdentifierSystem.BSN, blind_index__in=list(indexes)
    ).values_list("blind_index", "party_id")
    for index, party_id in rows:
        found.setdefault(bytes(index or b""), []).append(party_id)
    return found


def bsn_of(*, viewer: Viewer, person_id: int) -> str:
    """Return the BSN of a person, '' when none is known. At most two SQL queries.

    The caller logs that it was shown (`access.actions.record_event`), before it is shown.

    Raises:
        PartyNotFound: this role may not use a BSN, or may not see this person.
    """
    is_machine = viewer.user_id == MACHINE
    if not (is_machine or access_rules.may_use_bsn(viewer.roles)):
        raise PartyNotFound
    if not Party.objects.visible_to(viewer).filter(pk=person_id).exists():
        raise PartyNotFound
    row = Identifier.objects.filter(party_id=person_id, system=IdentifierSystem.BSN).first()
    if row is None or row.cipher is None:
        return ""
    return crypto.unseal(bytes(row.cipher), context=row.uid.bytes).decode()
