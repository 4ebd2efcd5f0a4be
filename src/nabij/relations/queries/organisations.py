# SPDX-License-Identifier: EUPL-1.2
"""One organisation with all that relations knows: for its page and its form."""

from dataclasses import dataclass

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import OuterRef, Prefetch
from django.utils.timezone import localdate

from nabij.access import rules as access_rules
from nabij.core.viewer import Viewer
from nabij.relations.choices import BUSINESS_KINDS, STRUCTURE_KINDS, IdentifierSystem
from nabij.relations.models import Address, ContactPoint, Identifier, Party
from nabij.relations.queries.cards import PartyNotFound
from nabij.relations.queries.persons import Tie, ties_of
from nabij.relations.types import OrganisationFields


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation:
    """An organisation beyond the card.

    `keys` are those under which it stands or stood. `people` work there or are its contacts. Who is in care there is never listed: that would be
    care data of those persons.
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
        .annotate(
            merged_along=ArraySubquery(
                Party.objects.filter(canonical_id=OuterRef("pk")).order_by("pk").values("pk")
            )
        )
        .prefetch_related(
            Prefetch("addresses", Address.objects.order_by("use", "pk")),
            Prefetch("contact_points", ContactPoint.objects.order_by("rank", "pk")),
            Prefetch("identifiers", Identifier.objects.order_by("system", "pk")),
        )
        .fetch_mode(models.FETCH_RAISE)
        .first()
    )
    if party is None:
        raise PartyNotFound
    on = localdate(viewer.at)
    detail = party.organisation
    ties = [tie for tie in ties_of(viewer=viewer, party_id=party.pk, on=on) if tie.is_current]
    current = [
        address
        for address in party.addresses.all()
        if access_rules.is_in_force(address.starts_on, address.ends_on, on)
    ]
    return Organisation(
        id=party.pk,
        keys=(party.pk, *party.merged_along),
        ref=party.ref,
        version=party.version,
        name=party.name,
        legal_name=detail.legal_name,
        kind=detail.kind,
        kind_label=detail.get_kind_display(),
        website=detail.website,
        unit_name=party.unit.name if party.unit else "",
        addresses=tuple(current),
        contact_points=tuple(party.contact_points.all()),
        identifiers=tuple(party.identifiers.all()),
        structure=tuple(tie for tie in ties if tie.kind in STRUCTURE_KINDS),
        people=tuple(
            tie
            for tie in ties
            if tie.kind in BUSINESS_KINDS and tie.is_from_other and tie.other.is_person
        ),
        fields=_fields(party, current),
    )


def _fields(party: Party, current: list[Address]) -> OrganisationFields:
    detail = party.organisation
    return OrganisationFields(
        name=party.name,
        kind=detail.kind,
        legal_name=detail.legal_name,
        website=detail.website,
        unit_id=party.unit_id,
        identifiers={
            row.system: row.value
            for row in party.identifiers.all()
            if row.system != IdentifierSystem.BSN
        },
        addresses=tuple(address.fields for address in current),
        contact_points=tuple(point.fields for point in party.contact_points.all()),
    )
