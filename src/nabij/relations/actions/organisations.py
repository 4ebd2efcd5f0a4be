# SPDX-License-Identifier: EUPL-1.2
"""Record and change organisations."""

from django.db import transaction
from django.utils.timezone import localdate

from nabij.access import actions as access_actions
from nabij.core.viewer import Viewer
from nabij.relations.actions.gate import check_may_register, check_unit, locked_party
from nabij.relations.actions.persons import (
    NameMissing,
    change_addresses,
    change_contact_points,
    check_version,
    save_version,
)
from nabij.relations.choices import IdentifierState, IdentifierSystem, PartyKind
from nabij.relations.models import (
    Address,
    ContactPoint,
    Identifier,
    OrganisationDetail,
    Party,
    building,
)
from nabij.relations.models.merges import be_found_by_members, leave_out, let_hold, members
from nabij.relations.types import OrganisationFields


@transaction.atomic
def create_organisation(*, viewer: Viewer, fields: OrganisationFields) -> Party:
    """Record a new organisation with its numbers, addresses and contact points.

    Raises:
        MayNotRegister: the role does not allow it.
        NameMissing: the name is empty.
        UnitNotYours: the viewer does not belong to the unit.
    """
    check_may_register(viewer=viewer, kind=PartyKind.ORGANISATION)
    check_unit(viewer=viewer, unit_id=fields.unit_id)
    if not fields.name.strip():
        raise NameMissing
    party, detail = Party(updated_by_id=viewer.colleague_id), OrganisationDetail()
    building.fill_organisation(party, detail, fields)
    party.save()
    detail.party = party
    detail.save()
    on = localdate(viewer.at)
    Address.objects.bulk_create(
        building.address_row(party, address, starts_on=on)
        for address in fields.addresses
        if not address.is_empty
    )
    ContactPoint.objects.bulk_create(building.contact_rows(party, fields.contact_points))
    _change_identifiers(party, fields)
    access_actions.record_event(viewer=viewer, event="organisation", action="C", person_id=party.pk)
    return party


@transaction.atomic
def change_organisation(
    *, viewer: Viewer, ref: str, version: int, fields: OrganisationFields
) -> Party:
    """Change an organisation to `fields`, if nobody else changed it since `version` was read.

    Raises:
        PartyNotFound, MayNotRegister, ChangedMeanwhile, NameMissing, UnitNotYours.
    """
    party = locked_party(viewer=viewer, ref=ref, kind=PartyKind.ORGANISATION)
    check_version(party=party, version=version)
    if not fields.name.strip():
        raise NameMissing
    check_unit(viewer=viewer, unit_id=fields.unit_id, current=party.unit_id)
    detail = OrganisationDetail.objects.get(party=party)
    building.fill_organisation(party, detail, fields)
    be_found_by_members(party, detail)
    save_version(viewer=viewer, party=party)
    detail.save()
    change_addresses(viewer=viewer, party=party, addresses=fields.addresses)
    change_contact_points(viewer=viewer, party=party, points=fields.contact_points)
    _change_identifiers(party, fields)
    access_actions.record_event(viewer=viewer, event="organisation", action="U", person_id=party.pk)
    return party


def _change_identifiers(party: Party, fields: OrganisationFields) -> None:
    wanted = {
        system: value
        for system, value in fields.identifiers.items()
        if value and system != IdentifierSystem.BSN
    }
    of_ours = Identifier.objects.filter(party__in=members(party.pk)).exclude(
        system=IdentifierSystem.BSN
    )
    for row in of_ours.filter(left_out__isnull=True):
        if wanted.get(row.system) == row.value:
            del wanted[row.system]
        elif row.party_id != party.pk:
            leave_out(of_ours.filter(pk=row.pk))
        else:
            row.delete()
    for row in of_ours.filter(party=party, left_out__isnull=False):
        if wanted.get(row.system) == row.value:
            del wanted[row.system]
            let_hold(row, instead_of=of_ours.none())
    Identifier.objects.bulk_create(
        Identifier(party=party, system=system, value=value, state=IdentifierState.FROM_MESSAGE)
        for system, value in wanted.items()
    )
