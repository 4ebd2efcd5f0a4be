# SPDX-License-Identifier: EUPL-1.2
"""One organisation with all that relations knows: for its page and its form."""

from dataclasses import dataclass

from django.db import models
from django.utils.timezone import localdate

from nabij.access import rules as access_rules
from nabij.core.viewer import Viewer
from nabij.relations.choices import BUSINESS_KINDS, STRUCTURE_KINDS, IdentifierSystem
from nabij.relations.models import Address, ContactPoint, Identifier, Party
from nabij.relations.models.merges import members, version_of
from nabij.relations.queries.cards import PartyNotFound
from nabij.relations.queries.ties import Tie, ties_of
from nabij.relations.types import OrganisationFields


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation beyond the card.

    `keys` are those under which it stands or stood. `people` work there or are its contacts. Who is
    in care there is never listed: that would be care data of those persons.
    """

    id: int
    keys: tuple[int, ...]
    ref: str
    version: int
    name: str
    legal_name: str
    kind: str
    kind_label: str
    website: str
    unit_name: str
    addresses: tuple[Address, ...]
    contact_points: tuple[ContactPoint, ...]
    identifiers: tuple[Identifier, ...]
    structure: tuple[Tie, ...]
    people: tuple[Tie, ...]
    fields: OrganisationFields


def organisation(*, viewer: Viewer, ref: str) -> Organisation:
    """Return one organisation. At most eight SQL queries; the rows refuse lazy loading.

    The caller logs that people were shown.

    Raises:
        PartyNotFound: there is none, it is a person, or this role sees no relations.
    """
    party = (
        Party.objects.visible_to(viewer)
        .organisations()
        .filter(ref=ref, canonical__isnull=True)
        .select_related("organisation", "unit")
        .fetch_mode(models.FETCH_RAISE)
        .first()
    )
    if party is None:
        raise PartyNotFound
    on = localdate(viewer.at)
    merged = members(party.pk).exclude(pk=party.pk).values_list("pk", flat=True)
    detail, keys = party.organisation, [party.pk, *merged]
    of_ours = {"party_id__in": keys, "left_out__isnull": True}
    addresses = Address.objects.filter(**of_ours).order_by("use", "pk")
    points = list(ContactPoint.objects.filter(**of_ours).order_by("rank", "pk"))
    identifiers = list(Identifier.objects.filter(**of_ours).order_by("system", "pk"))
    ties = ties_of(viewer=viewer, party_ids=keys, on=on, kinds=(*BUSINESS_KINDS, *STRUCTURE_KINDS))
    current = [
        address
        for address in addresses
        if access_rules.is_in_force(address.starts_on, address.ends_on, on)
    ]
    return Organisation(
        id=party.pk,
        keys=tuple(keys),
        ref=party.ref,
        version=version_of(party),
        name=party.name,
        legal_name=detail.legal_name,
        kind=detail.kind,
        kind_label=detail.get_kind_display(),
        website=detail.website,
        unit_name=party.unit.name if party.unit else "",
        addresses=tuple(current),
        contact_points=tuple(points),
        identifiers=tuple(identifiers),
        structure=tuple(tie for tie in ties if tie.is_current and not tie.other.is_person),
        people=tuple(
            tie for tie in ties if tie.is_current and tie.is_from_other and tie.other.is_person
        ),
        fields=_fields(party, current, points, identifiers),
    )


def fields_of_organisation(party: Party) -> OrganisationFields:
    """Return what is recorded of an organisation, and of those merged into it.

    Three SQL queries.
    """
    of_ours = {"party_id__in": members(party.pk), "left_out__isnull": True}
    return _fields(
        party,
        list(Address.objects.filter(**of_ours, ends_on__isnull=True).order_by("use", "pk")),
        list(ContactPoint.objects.filter(**of_ours).order_by("rank", "pk")),
        list(Identifier.objects.filter(**of_ours).order_by("system", "pk")),
    )


def _fields(
    party: Party,
    current: list[Address],
    points: list[ContactPoint],
    identifiers: list[Identifier],
) -> OrganisationFields:
    detail = party.organisation
    return OrganisationFields(
        name=party.name,
        kind=detail.kind,
        legal_name=detail.legal_name,
        website=detail.website,
        unit_id=party.unit_id,
        identifiers={
            row.system: row.value for row in identifiers if row.system != IdentifierSystem.BSN
        },
        addresses=tuple(address.fields for address in current),
        contact_points=tuple(point.fields for point in points),
    )
