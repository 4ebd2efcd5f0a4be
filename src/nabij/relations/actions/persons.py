# SPDX-License-Identifier: EUPL-1.2
"""Record and change persons."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from nabij.access import actions as access_actions
from nabij.core.errors import DomainError
from nabij.core.viewer import Viewer
from nabij.relations import rules
from nabij.relations.actions.gate import check_may_register, check_unit, locked_party
from nabij.relations.actions.identity import set_bsn
from nabij.relations.choices import PartyKind
from nabij.relations.models import (
    Address,
    ContactPoint,
    Party,
    PersonDetail,
    building,
)
from nabij.relations.models.merges import (
    be_found_by_members,
    leave_out,
    let_hold,
    members,
    version_of,
)
from nabij.relations.types import (
    AddressFields,
    BsnCheckFields,
    ContactPointFields,
    PersonFields,
)

BATCH = 1000


class NameMissing(DomainError):
    code = "name-missing"
    message = _("Fill in at least a surname, a call name or a given name.")


class ClientNumberTaken(DomainError):
    code = "client-number-taken"
    message = _("Someone else already has this client number.")


class ChangedMeanwhile(DomainError):
    """A colleague saved other values since this viewer opened the form; nothing was overwritten.

    `version` is the one to save over, `by` and `at` say who changed it and when.
    """

    code = "changed-meanwhile"
    message = _("%(by)s changed this meanwhile. Look at the differences and save again.")

    def __init__(self, *, version: int, by: str, at: Any) -> None:
        super().__init__(by=by or _("A colleague"), at=at)
        self.version = version


@transaction.atomic
def create_person(*, viewer: Viewer, fields: PersonFields, bsn: str = "") -> Party:
    """Record a new person with addresses, contact points and, if given, a BSN.

    Raises:
        MayNotRegister: the role does not allow it.
        NameMissing: there is no name at all.
        UnitNotYours: the viewer does not belong to the unit.
        ClientNumberTaken: another person has the client number.
        BsnWrong, BsnNotForThisPerson, BsnBelongsToAnother: see `set_bsn`; the person is not
        recorded then.
    """
    check_may_register(viewer=viewer)
    check_unit(viewer=viewer, unit_id=fields.unit_id)
    party = _create(viewer, [fields])[0]
    access_actions.record_event(viewer=viewer, event="person", action="C", person_id=party.pk)
    if bsn:
        set_bsn(viewer=viewer, ref=party.ref, bsn=bsn, check=BsnCheckFields())
    return party


@transaction.atomic
def create_persons(*, viewer: Viewer, persons: Sequence[PersonFields]) -> list[Party]:
    """Record many persons at once, in the order given; for the demo. See `drafts` for very many.

    Four SQL queries per thousand and one line in the log.

    Raises:
        as `create_person`.
    """
    check_may_register(viewer=viewer)
    for unit_id in {fields.unit_id for fields in persons}:
        check_unit(viewer=viewer, unit_id=unit_id)
    created: list[Party] = []
    for start in range(0, len(persons), BATCH):
        created += _create(viewer, persons[start : start + BATCH])
    if created:
        access_actions.record_list(
            viewer=viewer, event="persons-recorded", object_ids=[party.pk for party in created]
        )
    return created


def _create(viewer: Viewer, persons: Sequence[PersonFields]) -> list[Party]:
    parties, details = [], []
    for fields in persons:
        if not rules.short_name(fields.name):
            raise NameMissing
        party, detail = Party(updated_by_id=viewer.colleague_id), PersonDetail()
        building.fill_person(party, detail, fields)
        parties.append(party)
        details.append(detail)
    try:
        with transaction.atomic():
            Party.objects.bulk_create(parties)
    except IntegrityError as error:
        _explain(error)
    on = localdate(viewer.at)
    addresses: list[Address] = []
    points: list[ContactPoint] = []
    for party, detail, fields in zip(parties, details, persons, strict=True):
        detail.party = party
        addresses += [
            building.address_row(party, address, starts_on=on)
            for address in fields.addresses
            if not address.is_empty
        ]
        points += building.contact_rows(party, fields.contact_points)
    PersonDetail.objects.bulk_create(details)
    Address.objects.bulk_create(addresses)
    ContactPoint.objects.bulk_create(points)
    return parties


@transaction.atomic
def change_person(*, viewer: Viewer, ref: str, version: int, fields: PersonFields) -> Party:
    """Change a person to `fields`, if nobody else changed it since `version` was read.

    An address that changed is closed today and a new one opened; contact points that are no longer
    there are removed, the others keep their row.

    Raises:
        PartyNotFound: there is none, or the viewer may not see it.
        MayNotRegister: the role does not allow it.
        ChangedMeanwhile: a colleague saved another version first; nothing is written.
        NameMissing, UnitNotYours, ClientNumberTaken: as `create_person`.
    """
    party = locked_party(viewer=viewer, ref=ref, kind=PartyKind.PERSON)
    check_version(party=party, version=version)
    if not rules.short_name(fields.name):
        raise NameMissing
    check_unit(viewer=viewer, unit_id=fields.unit_id, current=party.unit_id)
    detail = PersonDetail.objects.get(party=party)
    # That somebody died is recorded apart: it stops what was planned (`record_death`).
    fields = replace(fields, is_deceased=detail.is_deceased, deceased=detail.deceased)
    building.fill_person(party, detail, fields)
    be_found_by_members(party, detail)
    save_version(viewer=viewer, party=party)
    detail.save()
    change_addresses(viewer=viewer, party=party, addresses=fields.addresses)
    change_contact_points(viewer=viewer, party=party, points=fields.contact_points)
    access_actions.record_event(viewer=viewer, event="person", action="U", person_id=party.pk)
    return party


@transaction.atomic
def set_death(*, viewer: Viewer, ref: str, died_on: date | None, precision: str) -> dict[str, Any]:
    """Write that a person died; return what was known before, for `restore_death`.

    Only as part of recording a death: it stops nothing itself.
    Locks the person, so that two who record the same death come one after the other.

    Raises:
        PartyNotFound: there is none, or the viewer may not see it.
        MayNotRegister: the role does not allow it.
    """
    party = locked_party(viewer=viewer, ref=ref, kind=PartyKind.PERSON)
    detail = PersonDetail.objects.get(party=party)
    before = {
        "is_deceased": detail.is_deceased,
        "died_on": detail.deceased_on.isoformat() if detail.deceased_on else None,
        "precision": detail.deceased_precision,
    }
    _save_death(detail, {"is_deceased": True, "died_on": died_on, "precision": precision})
    save_version(viewer=viewer, party=party)
    return before


@transaction.atomic
def restore_death(*, viewer: Viewer, ref: str, before: Mapping[int, dict[str, Any]]) -> None:
    """Write that a death was recorded by mistake, at a person and whoever was merged into them.

    Only as part of taking it back: it starts nothing itself.

    Args:
        before: what `set_death` returned, by the key of whose death was recorded. A person who
            took the death over from one who was merged into them gets what was known of that one.

    Raises:
        PartyNotFound: there is none, or the viewer may not see it.
        MayNotRegister: the role does not allow it.
    """
    party = locked_party(viewer=viewer, ref=ref, kind=PartyKind.PERSON)
    known = {party.pk: next(iter(before.values())), **before}
    for detail in PersonDetail.objects.filter(party__in=known):
        on = known[detail.party_id]["died_on"]
        died_on = date.fromisoformat(on) if on else None
        _save_death(detail, known[detail.party_id] | {"died_on": died_on})
    save_version(viewer=viewer, party=party)


def _save_death(detail: PersonDetail, known: Mapping[str, Any]) -> None:
    detail.is_deceased, detail.deceased_on = known["is_deceased"], known["died_on"]
    detail.deceased_precision = known["precision"] if known["died_on"] else ""
    detail.save(update_fields=["is_deceased", "deceased_on", "deceased_precision"])


def check_version(*, party: Party, version: int) -> None:
    """Refuse to save over another version of a locked party than the one that was read.

    Raises:
        ChangedMeanwhile: a colleague saved, merged or unmerged since.
    """
    now = version_of(party)
    if now != version:
        by = party.updated_by.name if party.updated_by else ""
        raise ChangedMeanwhile(version=now, by=by, at=party.updated_at)


def save_version(*, viewer: Viewer, party: Party) -> None:
    """Save a locked party as its next version.

    Raises:
        ClientNumberTaken: another person has the client number.
    """
    party.version += 1
    party.updated_at, party.updated_by_id = viewer.at, viewer.colleague_id
    try:
        with transaction.atomic():
            party.save()
    except IntegrityError as error:
        _explain(error)


def change_addresses(*, viewer: Viewer, party: Party, addresses: Sequence[AddressFields]) -> None:
    """Close the open addresses that are no longer so today, and open the new ones.

    Those of whoever was merged into the party stay as they are and hold no longer.
    """
    on = localdate(viewer.at)
    wanted = {a.use: rules.plain_address(a) for a in addresses if not a.is_empty}
    of_ours = Address.objects.filter(party__in=members(party.pk), ends_on__isnull=True)
    shown = {row.use: row for row in of_ours.filter(left_out__isnull=True)}
    same = {use for use, row in shown.items() if wanted.get(use) == row.fields}
    leave_out(of_ours.exclude(party=party).exclude(use__in=same))
    holding = {row.pk for row in shown.values()}
    for row in of_ours.filter(party=party).exclude(use__in=same):
        if row.pk not in holding and row.use not in wanted:
            continue  # it was left out in a merge, and nothing takes its place
        if row.starts_on == on:  # a slip of today is mended, not kept as history
            row.delete()
        else:
            row.ends_on = on
            row.save(update_fields=["ends_on"])
    Address.objects.bulk_create(
        building.address_row(party, fields, starts_on=on)
        for use, fields in wanted.items()
        if use not in same
    )


def change_contact_points(
    *, viewer: Viewer, party: Party, points: Sequence[ContactPointFields]
) -> None:
    """Make the contact points of a party these, keeping the rows that stay.

    Those of whoever was merged into the party stay as they are; what is not wanted holds no longer.
    """
    wanted = {(row.system, row.value): row for row in building.contact_rows(party, points)}
    of_ours = ContactPoint.objects.filter(party__in=members(party.pk))
    for row in of_ours.filter(left_out__isnull=True):
        key = (row.system, row.value)
        new = wanted.get(key)
        if new is not None and new.fields == row.fields:
            del wanted[key]
        elif row.party_id != party.pk:
            leave_out(of_ours.filter(pk=row.pk))
        elif new is None:
            row.delete()
        else:
            _take_over(row, wanted.pop(key))
    for row in of_ours.filter(party=party, left_out__isnull=False):
        if new := wanted.pop((row.system, row.value), None):
            _take_over(row, new)
            let_hold(row, instead_of=of_ours.none())
    ContactPoint.objects.bulk_create(wanted.values())


def _take_over(row: ContactPoint, new: ContactPoint) -> None:
    row.use, row.rank, row.note = new.use, new.rank, new.note
    row.save(update_fields=["use", "rank", "note"])


def _explain(error: IntegrityError) -> None:
    if "client_number" in str(error):
        raise ClientNumberTaken from error
    raise error
