# SPDX-License-Identifier: EUPL-1.2
"""The two parties of a merge: whether they may become one, and where only one value can hold."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext_lazy as _

from nabij.access import rules as access_rules
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.relations.choices import BUSINESS_KINDS, IdentifierSystem, PartyKind
from nabij.relations.models import (
    Address,
    HouseholdMember,
    Identifier,
    KeySafe,
    OrganisationDetail,
    Party,
    PersonDetail,
)
from nabij.relations.models.merges import members
from nabij.relations.queries.cards import PartyNotFound
from nabij.relations.rules.merges import ORGANISATION_FIELDS, PERSON_FIELDS


class NotTheSameBsn(DomainError):
    code = "not-the-same-bsn"
    message = _(
        "These two have different BSNs, so they are two people. If one of the BSNs is wrong, "
        "mend it first."
    )


class OtherHasToStay(DomainError):
    code = "other-has-to-stay"
    message = _("Only the other one is our client. Turn it round: the client stays.")


class HoldsOthers(DomainError):
    code = "holds-others"
    message = _(
        "Somebody else was merged into this one before. Turn it round, or undo that merge first."
    )


class CrossesTheWall(DomainError):
    code = "crosses-the-wall"
    message = _(
        "The one is a client, the other somebody we know through work. They stay apart: "
        "who deals with organisations may not learn that somebody is a client."
    )


def party_to_merge(*, viewer: Viewer, ref: str) -> Party:
    """Return a party that this viewer may merge or unmerge. One SQL query.

    Raises:
        PartyNotFound: there is none, or this viewer may not.
    """
    party = Party.objects.visible_to(viewer).current().filter(ref=ref).first()
    if party is None or not _may_merge(viewer, party.kind):
        raise PartyNotFound
    return party


def pair_to_merge(*, viewer: Viewer, kept_ref: str, given_ref: str) -> tuple[Party, Party]:
    """Return the two parties of a merge. Two SQL queries.

    Raises:
        PartyNotFound: as `merge_preview`.
    """
    kept = party_to_merge(viewer=viewer, ref=kept_ref)
    given = party_to_merge(viewer=viewer, ref=given_ref)
    if kept.pk == given.pk or kept.kind != given.kind:
        raise PartyNotFound
    return kept, given


def obstacle_to_merge(*, viewer: Viewer, kept: Party, given: Party) -> DomainError | None:
    """Return why these two cannot be merged this way round, None when they can."""
    if Party.objects.filter(canonical=given).exists():
        return HoldsOthers()
    if given.client_number and not kept.client_number:
        return OtherHasToStay()
    bsns = Identifier.objects.filter(
        Q(party__in=members(kept.pk)) | Q(party__in=members(given.pk)),
        system=IdentifierSystem.BSN,
        left_out__isnull=True,
    )
    if len({row.compared_index for row in bsns}) > 1:
        return NotTheSameBsn()
    kept_cared, given_cared = _is_in_care(kept), _is_in_care(given)
    if kept_cared != given_cared:
        client, other = (kept, given) if kept_cared else (given, kept)
        if _is_known_by_work(other) and not _is_known_by_work(client):
            return CrossesTheWall()
    return None


def detail_of(party: Party) -> PersonDetail | OrganisationDetail:
    """Return the other row of a party. One SQL query."""
    return party.person if party.is_person else party.organisation


def columns_of(party: Party, detail: Model) -> dict[str, Any]:
    """Return the columns of a party that a merge may write, by their name. No query."""
    rows = {"party": party, "detail": detail}
    found = {}
    for names in fields_of(party).values():
        for name in names:
            row, _dot, column = name.partition(".")
            found[name] = getattr(rows[row], column)
    return found


def fields_of(party: Party) -> Mapping[str, tuple[str, ...]]:
    """Return which fields of choice a party of this kind has, and their columns. No query."""
    return PERSON_FIELDS if party.is_person else ORGANISATION_FIELDS


def rows_to_choose(kept: Party, given: Party) -> dict[str, tuple[Model, Model]]:
    """Return the rows of which both have one where only one can hold, by field of choice.

    That of the kept one comes first. Five SQL queries.
    """
    found: dict[str, tuple[Model, Model]] = {}
    open_addresses = Address.objects.filter(ends_on__isnull=True, left_out__isnull=True)
    homes = HouseholdMember.objects.filter(ends_on__isnull=True, left_out__isnull=True)
    identifiers = Identifier.objects.filter(left_out__isnull=True)
    sources: list[tuple[Any, str, Any]] = [
        (open_addresses, "party", lambda row: row.use),
        (identifiers, "party", lambda row: row.system),
        (KeySafe.objects.filter(left_out__isnull=True), "person", lambda row: "key_safe"),
        (homes.select_related("household"), "person", lambda row: "household"),
    ]
    for rows, whose, name_of in sources:
        mine = {name_of(row): row for row in rows.filter(**{f"{whose}__in": members(kept.pk)})}
        for row in rows.filter(**{whose: given}).order_by("pk"):
            if name_of(row) in mine:
                found[name_of(row)] = (mine[name_of(row)], row)
    return found


def _may_merge(viewer: Viewer, kind: str) -> bool:
    if viewer.is_machine:
        return True
    if kind == PartyKind.PERSON:
        return access_rules.may_merge_persons(viewer.roles)
    return access_rules.may_merge_organisations(viewer.roles)


def _is_in_care(party: Party) -> bool:
    ours = Party.objects.filter(pk__in=members(party.pk))
    cared = Q(client_number__isnull=False) | Q(care_relations__isnull=False)
    return ours.filter(cared | Q(record_links__isnull=False)).exists()


def _is_known_by_work(party: Party) -> bool:
    ours = Party.objects.filter(pk__in=members(party.pk))
    return ours.filter(
        relationships_from__kind__in=BUSINESS_KINDS,
        relationships_from__object__kind=PartyKind.ORGANISATION,
    ).exists()
