# SPDX-License-Identifier: EUPL-1.2
"""Recording, changing and reading persons (capability A-02)."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from nabij.core.dates import PartialDate
from nabij.relations import actions, queries
from nabij.relations.models import Address, ContactPoint, Identifier, Party
from nabij.relations.types import (
    AddressFields,
    BsnCheckFields,
    ContactPointFields,
    PersonFields,
    PersonName,
)

pytestmark = pytest.mark.django_db

NEW = PersonFields(name=PersonName(call_name="Jo", own_name="Nieuw"))


def test_a_person_is_recorded_with_all_that_was_filled_in(anja, anna):
    found = queries.person(viewer=anja.viewer, ref=anna.ref)

    assert found.short_name == "Anna de Vries-van den Berg"
    assert found.birth == PartialDate(date(1941, 3, 9))
    assert [point.value for point in found.phones] == ["+31381234567", "+31612345678"]
    assert [point.value for point in found.emails] == ["anna@example.nl"]
    assert found.home.street_line == "Dorpsstraat 12 A"
    assert (found.home.postcode, found.city, found.client_number) == ("8011AB", "Zwolle", "10023")
    assert found.unit_name == "Team Noord"
    assert found.bsn_state == "from_message"


def test_reading_a_person_takes_at_most_nine_queries(anja, anna, bert, record, noord):
    for number in range(5):
        other = record(own_name=f"Buur{number}", unit=noord, phones=["+3138000000" + str(number)])
        actions.add_relationship(
            viewer=anja.viewer, subject_ref=other.ref, object_ref=anna.ref, kind="neighbour"
        )
    viewer = anja.viewer
    with CaptureQueriesContext(connection) as captured:
        found = queries.person(viewer=viewer, ref=anna.ref)
        assert len([tie.phones for tie in found.ties]) == 5

    assert len(captured) <= 10


def test_another_unit_cannot_tell_that_a_person_exists(carla, anna):
    for ref in (anna.ref, "a" * 16):
        with pytest.raises(queries.PartyNotFound):
            queries.person(viewer=carla.viewer, ref=ref)
        with pytest.raises(queries.PartyNotFound):
            actions.change_person(viewer=carla.viewer, ref=ref, version=1, fields=NEW)


def test_care_opens_a_person_of_another_unit(noor, record, zuid, noord):
    from django.apps import apps

    person = record(own_name="Ver", unit=zuid)
    with pytest.raises(queries.PartyNotFound):
        queries.person(viewer=noor.viewer, ref=person.ref)
    apps.get_model("access", "CareRelation").objects.create(
        person=person, unit=noord, kind="care", origin="roster", starts_on=date(2020, 1, 1)
    )

    assert queries.person(viewer=noor.viewer, ref=person.ref).id == person.pk


def test_the_organisation_of_care_is_for_roles_with_that_right(bram, anja, anna, bert):
    actions.add_relationship(
        viewer=anja.viewer, subject_ref=bert.ref, object_ref=anna.ref, kind="child"
    )
    found = queries.person(viewer=bram.viewer, ref=anna.ref)

    assert (found.shows_organisation, found.client_number, found.ties) == (False, "", ())
    assert found.bsn_state == ""
    assert found.phones


def test_a_secret_address_is_hidden_from_roles_outside_the_care(anja, bram, record, noord):
    address = {"postcode": "8017CA", "house_number": "1", "city": "Ommen", "is_secret": True}
    person = record(own_name="Geheim", unit=noord, address=address)

    for colleague, shown in ((anja, 1), (bram, 0)):
        found = queries.person(viewer=colleague.viewer, ref=person.ref)
        assert len(found.addresses) == shown
        assert found.has_secret_address
        assert found.city == ""


@pytest.mark.parametrize("role", ["bram", "xander"])
def test_who_may_not_register_records_nothing(request, role, noord):
    viewer = request.getfixturevalue(role).viewer

    with pytest.raises(actions.MayNotRegister):
        actions.create_person(viewer=viewer, fields=NEW)
    assert not Party.objects.filter(name="Jo Nieuw").exists()


def test_a_person_needs_a_name(anja):
    with pytest.raises(actions.NameMissing):
        actions.create_person(viewer=anja.viewer, fields=PersonFields(name=PersonName()))


def test_a_colleague_records_for_her_own_teams_only(anja, zuid):
    with pytest.raises(actions.UnitNotYours):
        actions.create_person(viewer=anja.viewer, fields=replace(NEW, unit_id=zuid.pk))


def test_a_client_number_belongs_to_one_person(anja, anna):
    with pytest.raises(actions.ClientNumberTaken):
        actions.create_person(viewer=anja.viewer, fields=replace(NEW, client_number="10023"))


def test_every_recording_and_change_stands_in_the_log(anja, log):
    party = actions.create_person(viewer=anja.viewer, fields=NEW)
    actions.change_person(viewer=anja.viewer, ref=party.ref, version=1, fields=NEW)

    assert [(line.action, line.object_id) for line in log("person")] == [
        ("C", party.pk),
        ("U", party.pk),
    ]


def test_a_move_closes_the_old_address_and_opens_the_new(anja, anna):
    _pk, version, fields = queries.person_fields(viewer=anja.viewer, ref=anna.ref)
    Address.objects.filter(party=anna).update(starts_on=date(2020, 1, 1))
    moved = AddressFields(postcode="8012CD", house_number="7b", street="Kade", city="Kampen")
    actions.change_person(
        viewer=anja.viewer,
        ref=anna.ref,
        version=version,
        fields=replace(fields, addresses=(moved,)),
    )

    old, new = Address.objects.filter(party=anna).order_by("pk")
    assert old.ends_on == new.starts_on
    assert (new.house_number, new.suffix) == ("7", "b")
    assert Party.objects.get(pk=anna.pk).city == "Kampen"
    assert queries.search(viewer=anja.viewer, text="kampen vries").page.rows


def test_saving_without_a_change_keeps_every_row(anja, anna):
    before = set(Address.objects.values_list("pk", flat=True)) | set(
        ContactPoint.objects.values_list("pk", flat=True)
    )
    _pk, version, fields = queries.person_fields(viewer=anja.viewer, ref=anna.ref)
    actions.change_person(viewer=anja.viewer, ref=anna.ref, version=version, fields=fields)

    after = set(Address.objects.values_list("pk", flat=True)) | set(
        ContactPoint.objects.values_list("pk", flat=True)
    )
    assert before == after
    assert queries.person_fields(viewer=anja.viewer, ref=anna.ref)[2] == fields


def test_a_second_colleague_does_not_overwrite_the_first(anja, noor, anna, in_care):
    _pk, version, fields = queries.person_fields(viewer=anja.viewer, ref=anna.ref)
    first = replace(fields, language="tr")
    actions.change_person(viewer=noor.viewer, ref=anna.ref, version=version, fields=first)

    with pytest.raises(actions.ChangedMeanwhile) as caught:
        actions.change_person(viewer=anja.viewer, ref=anna.ref, version=version, fields=fields)
    assert caught.value.version == version + 1
    assert "Noor" in str(caught.value)
    assert queries.person_fields(viewer=anja.viewer, ref=anna.ref)[2].language == "tr"


def test_many_persons_are_recorded_in_a_few_queries(machine, db):
    persons = [replace(NEW, name=PersonName(own_name=f"Massa{n}")) for n in range(300)]
    with CaptureQueriesContext(connection) as captured:
        created = actions.create_persons(viewer=machine, persons=persons)

    assert len(captured) <= 10
    assert [party.name for party in created[:2]] == ["Massa0", "Massa1"]


def test_a_bsn_is_sealed_and_found_only_by_its_keyed_hash(anja, anna, machine):
    row = Identifier.objects.get(party=anna)

    assert b"123456782" not in bytes(row.cipher) + bytes(row.blind_index)
    assert row.value == ""
    assert queries.bsn_of(viewer=anja.viewer, person_id=anna.pk) == "123456782"
    found = queries.person_ids_with_bsn(viewer=machine, indexes=[bytes(row.blind_index)])
    assert found == {bytes(row.blind_index): [anna.pk]}


def test_a_sealed_bsn_cannot_be_moved_to_another_person(anja, anna, cor):
    from nabij.core.crypto import SealBroken

    actions.set_bsn(viewer=anja.viewer, ref=cor.ref, bsn="111222333", check=BsnCheckFields())
    stolen = Identifier.objects.get(party=anna).cipher
    Identifier.objects.filter(party=cor).update(cipher=stolen)

    with pytest.raises(SealBroken):
        queries.bsn_of(viewer=anja.viewer, person_id=cor.pk)


def test_a_bsn_is_shown_to_roles_that_use_it_after_the_log_says_so(anja, bram, carla, anna, log):
    assert actions.reveal_bsn(viewer=anja.viewer, ref=anna.ref).bsn == "123456782"
    (shown,) = log("bsn")
    assert (shown.action, shown.user_name, shown.categories) == ("R", "Anja", ["bsn"])
    assert (shown.purpose, shown.way_in, shown.detail) == ("HOPERAT", "", "identification")
    for colleague in (bram, carla):
        with pytest.raises(queries.PartyNotFound):
            actions.reveal_bsn(viewer=colleague.viewer, ref=anna.ref)


@pytest.mark.parametrize("bsn", ["123456783", "12345", "geen"])
def test_a_wrong_bsn_is_refused(anja, cor, bsn):
    with pytest.raises(actions.BsnWrong):
        actions.set_bsn(viewer=anja.viewer, ref=cor.ref, bsn=bsn, check=BsnCheckFields())


def test_a_bsn_of_another_person_needs_a_second_look(anja, anna, cor):
    """O-3: collisions are in real data, so they can be recorded, but not by accident."""
    check = BsnCheckFields(step="seen", document_kind="passport", checked_on=date(2026, 1, 1))
    with pytest.raises(actions.BsnBelongsToAnother):
        actions.set_bsn(viewer=anja.viewer, ref=cor.ref, bsn="123456782", check=check)
    actions.set_bsn(
        viewer=anja.viewer, ref=cor.ref, bsn="123456782", check=check, is_known_to_be_shared=True
    )

    assert queries.person(viewer=anja.viewer, ref=cor.ref).bsn_state == "seen"
    actions.set_bsn(viewer=anja.viewer, ref=cor.ref, bsn="", check=check)
    assert queries.bsn_of(viewer=anja.viewer, person_id=cor.pk) == ""


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "robot"},
        {"name": ""},
        {"birth_on": date(1941, 1, 1), "birth_precision": ""},
        {"client_number": ""},
    ],
)
def test_the_database_itself_refuses_what_cannot_be(anna, change):
    with pytest.raises(IntegrityError), transaction.atomic():
        Party.objects.filter(pk=anna.pk).update(**change)


def test_the_database_refuses_an_open_bsn_and_a_second_one(anna):
    for row in (
        Identifier(party=anna, system="bsn", value="123456782"),
        Identifier(party=anna, system="bsn", key_id="k", cipher=b"x", blind_index=b"y"),
        Identifier(party=anna, system="agb", value=""),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_contact_points_are_kept_in_e164_by_the_database(anna):
    with pytest.raises(IntegrityError), transaction.atomic():
        ContactPoint.objects.create(party=anna, system="phone", value="0381234567")


def test_a_contact_point_that_stays_keeps_its_note(anja, anna):
    _pk, version, fields = queries.person_fields(viewer=anja.viewer, ref=anna.ref)
    ContactPoint.objects.filter(party=anna, value="+31381234567").update(note="na 10 uur")
    _pk, version, fields = queries.person_fields(viewer=anja.viewer, ref=anna.ref)
    kept = tuple(point for point in fields.contact_points if point.value == "+31381234567")
    added = (*kept, ContactPointFields(system="phone", value="+31201234567"))
    actions.change_person(
        viewer=anja.viewer, ref=anna.ref, version=version,
        fields=replace(fields, contact_points=added),
    )  # fmt: skip

    assert sorted(ContactPoint.objects.filter(party=anna).values_list("value", "note")) == [
        ("+31201234567", ""),
        ("+31381234567", "na 10 uur"),
    ]


def test_a_shielded_person_without_a_unit_is_for_the_care_only(anja, record):
    person = record(own_name="Stil", is_shielded=True)

    with pytest.raises(queries.PartyNotFound):
        queries.person(viewer=anja.viewer, ref=person.ref)
