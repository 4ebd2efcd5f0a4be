# SPDX-License-Identifier: EUPL-1.2
"""The machine links what surely is one person, asks about the rest, and keeps to what was said.

Capability A-103; O-3 to O-9.
"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nabij.access.models import AccessEntry
from nabij.linkage import actions
from nabij.linkage.models import PatientRecord, RecordLink
from nabij.linkage.tests.building import (
    MACHINE,
    MARIA,
    OTHER_BSN,
    person_of,
    proposals,
    row,
    take_in,
)
from nabij.linkage.types import LinkCounts
from nabij.relations import actions as relations_actions
from nabij.relations.models import Identifier, Party
from nabij.relations.types import AddressFields, PersonFields, PersonName

pytestmark = pytest.mark.django_db


def _register(*, client_number="", **changes):
    """Record Maria by hand, as a colleague would."""
    from nabij.core.dates import parse_fhir

    fields = PersonFields(
        name=PersonName(given_names="Maria Johanna", own_prefix="van den", own_name="Berg"),
        gender="female",
        birth=parse_fhir("1941-03-09"),
        client_number=client_number,
        addresses=(AddressFields(street="Assendorperstraat", house_number="12",
                                 postcode="8012DK", city="Zwolle"),),
    )  # fmt: skip
    return relations_actions.create_persons(viewer=MACHINE, persons=[fields])[0].pk


def test_a_record_of_somebody_unknown_makes_a_person(gp):
    assert take_in(gp, MARIA) == LinkCounts(new=1)
    person = Party.objects.get(pk=person_of(gp, "maria"))
    assert person.name == "Marie van den Berg"
    assert str(person.birth) == "9-3-1941"
    assert person.city == "Zwolle"
    assert Identifier.objects.get(party=person).system == "bsn"
    link = RecordLink.objects.get()
    assert (link.state, link.is_origin, link.needs_review) == ("automatic", True, False)


def test_a_record_that_says_that_somebody_died_records_no_death(gp):
    take_in(gp, row("p1", is_deceased=True, deceased="2026-11-19"))
    person = Party.objects.get(pk=person_of(gp, "p1")).person
    assert (person.is_deceased, person.deceased) == (False, None)
    assert PatientRecord.objects.get(source=gp).is_deceased


def test_bsn_with_name_and_birth_date_joins_whatever_the_address(gp, hospital):
    take_in(gp, MARIA)
    moved = row("p1", street="Kerkstraat", house_number="1", postcode="7411AA", city="Deventer")
    assert take_in(hospital, moved) == LinkCounts(automatic=1)
    assert person_of(hospital, "p1") == person_of(gp, "maria")
    assert proposals() == []


def test_name_birth_date_and_address_join_without_a_bsn(gp, hospital):
    take_in(gp, MARIA)
    assert take_in(hospital, row("p1", bsn="", bsn_state="masked")) == LinkCounts(automatic=1)


def test_a_masked_bsn_is_unknown_and_never_a_contradiction(gp, hospital):
    """O-5: with and without a BSN, elsewhere on another address: proposed, not joined."""
    take_in(gp, MARIA)
    masked = row("p1", bsn="", bsn_state="masked", postcode="", street="", house_number="",
                 phones=())  # fmt: skip
    assert take_in(hospital, masked) == LinkCounts(proposed=1, new=1)
    assert proposals() == [("p1", person_of(gp, "maria"))]
    assert not RecordLink.objects.get(needs_review=True).has_conflict


@pytest.mark.parametrize(
    "other",
    [
        {"given_names": "Pieter", "initials": "P.", "call_name": "", "gender": "male"},
        {"own_prefix": "", "own_name": "Verweij", "birth": "1964-02-08"},
        {"birth": "1994-07-01"},
    ],
    ids=["another name", "another name and birth date", "another birth date"],
)
def test_one_bsn_for_two_persons_goes_to_review(gp, hospital, other):
    """O-3."""
    take_in(gp, MARIA)
    counts = take_in(hospital, row("p1", **other))
    assert counts == LinkCounts(proposed=1, new=1)
    assert person_of(hospital, "p1") != person_of(gp, "maria")
    assert RecordLink.objects.get(needs_review=True).has_conflict


def test_four_persons_under_one_bsn_stay_four_persons(gp):
    """O-3: 999911120 is used for Helleman, Verweij, Pietersen and Van Putten."""
    people = [("Helleman", "1964-01-01"), ("Verweij", "1964-06-02"),
              ("Pietersen", "1998-03-04"), ("Putten", "1994-05-06")]  # fmt: skip
    rows = [
        row(name, own_prefix="", own_name=name, birth=birth, bsn=OTHER_BSN)
        for name, birth in people
    ]
    take_in(gp, *rows)
    assert len({person_of(gp, name) for name, _birth in people}) == 4
    assert not RecordLink.objects.filter(state="automatic", is_origin=False).exists()


def test_the_same_person_twice_under_a_shared_bsn_still_joins(gp, hospital):
    take_in(gp, MARIA, row("verweij", own_prefix="", own_name="Verweij", birth="1964-02-08"))
    counts = take_in(hospital, row("p1"))
    assert counts.automatic == 1
    assert person_of(hospital, "p1") == person_of(gp, "maria")


def test_a_twin_at_the_same_address_is_someone_else(gp, hospital):
    """O-6: name, birth date and address agree, only the given name does not."""
    take_in(gp, row("anna", given_names="Anna", call_name="", initials="A.", bsn="",
                    bsn_state="absent"))  # fmt: skip
    twin = row("bea", given_names="Bea", call_name="", initials="B.", bsn="", bsn_state="absent")
    counts = take_in(hospital, twin)
    assert counts.automatic == 0
    assert person_of(hospital, "bea") != person_of(gp, "anna")


def test_a_twin_known_by_surname_only_is_not_joined(gp, hospital):
    take_in(gp, row("anna", given_names="Anna", call_name="", initials="A.", bsn="",
                    bsn_state="absent"))  # fmt: skip
    unclear = row("x", given_names="", call_name="", initials="A.", name="", bsn="",
                  bsn_state="absent")  # fmt: skip
    counts = take_in(hospital, unclear)
    assert counts.automatic == 0


def test_father_and_son_with_one_name_and_address_are_two_persons(gp, hospital):
    take_in(gp, row("senior", birth="1941-03-09", bsn="", bsn_state="absent"))
    counts = take_in(hospital, row("junior", birth="1971-03-09", bsn="", bsn_state="absent"))
    assert (counts.automatic, counts.new) == (0, 1)


def test_namesakes_of_one_birth_date_under_different_bsns_stay_apart(gp, hospital):
    """O-6: Erika Goede, Ronald Moes and Paula Prins in the BRP test data."""
    take_in(gp, MARIA)
    counts = take_in(hospital, row("p1", bsn=OTHER_BSN))
    assert (counts.automatic, counts.new) == (0, 1)
    assert person_of(hospital, "p1") != person_of(gp, "maria")


def test_near_twins_with_one_birth_date_only_make_no_work(gp):
    """O-6: eleven patients born on 18-9-1963 who are not even alike."""
    rows = [
        row(f"n{n}", own_prefix="", own_name=name, given_names=name, initials="", call_name="",
            birth="1963-09-18", bsn="", bsn_state="absent", postcode="", phones=())
        for n, name in enumerate(["Molog", "Cevat", "Mesker", "Jansen", "Visser", "Bakker"])
    ]  # fmt: skip
    assert take_in(gp, *rows) == LinkCounts(new=6)


def test_a_record_strong_for_two_persons_joins_neither(gp, hospital, own):
    """Two persons that a colleague said are not one: a third record cannot choose."""
    take_in(gp, MARIA)
    first = person_of(gp, "maria")
    second = _register()
    counts = take_in(hospital, row("p1", bsn="", bsn_state="absent"))
    assert counts == LinkCounts(proposed=1, new=1)
    assert {person for key, person in proposals() if key == "p1"} == {first, second}


def test_an_equal_bsn_decides_between_two_persons_who_both_agree(gp, hospital):
    """Of the one the BSN is masked and only name, birth date and the new address are known."""
    take_in(gp, MARIA)
    moved = {"street": "Kerkstraat", "house_number": "1", "postcode": "7411AA", "phones": ()}
    take_in(hospital, row("masked", bsn="", bsn_state="masked", **moved))
    assert person_of(hospital, "masked") != person_of(gp, "maria")
    assert take_in(hospital, row("p1", **moved)) == LinkCounts(automatic=1)
    assert person_of(hospital, "p1") == person_of(gp, "maria")
    assert len(proposals()) == 1


def test_records_of_one_person_in_one_delivery_find_each_other(gp):
    """O-13."""
    assert take_in(gp, MARIA, row("again")) == LinkCounts(automatic=1, new=1)
    assert person_of(gp, "again") == person_of(gp, "maria")


def test_records_find_each_other_over_two_batches(gp, monkeypatch):
    from nabij.linkage.actions import linking

    monkeypatch.setattr(linking, "BATCH", 1)
    assert take_in(gp, MARIA, row("again")) == LinkCounts(automatic=1, new=1)


@pytest.mark.parametrize(
    "change",
    [
        {"own_prefix": "van den", "partner_name": "Smit", "name_use": "partner"},
        {"own_prefix": "", "own_name": "van den Berg"},
        {"own_name": "Bérg"},
        {"given_names": "", "initials": "M.J.", "call_name": ""},
        {"given_names": "M.", "initials": "", "call_name": "Marie"},
    ],
    ids=["married", "prefix in the name", "accent", "initials only", "call name"],
)
def test_a_name_written_another_way_still_joins_with_a_bsn(gp, hospital, change):
    """O-8."""
    take_in(gp, MARIA)
    assert take_in(hospital, row("p1", **change)).automatic == 1


@pytest.mark.parametrize("birth", ["1941", "1941-03"])
def test_a_partial_birth_date_is_enough_to_ask_but_not_to_join(gp, hospital, birth):
    """O-9."""
    take_in(gp, MARIA)
    counts = take_in(hospital, row("p1", birth=birth, bsn="", bsn_state="absent"))
    assert counts == LinkCounts(proposed=1, new=1)
    assert PatientRecord.objects.get(source_key="p1").birth_precision in {"year", "month"}


@pytest.mark.parametrize("where", [{}, {"postcode": "", "phones": ()}], ids=["here", "elsewhere"])
def test_a_swapped_day_and_month_is_asked_about(gp, hospital, where):
    take_in(gp, MARIA)
    swapped = row("p1", birth="1941-09-03", bsn="", bsn_state="absent", **where)
    assert take_in(hospital, swapped) == LinkCounts(proposed=1, new=1)


def test_a_person_registered_by_a_colleague_is_found(gp):
    person = _register()
    assert take_in(gp, row("p1", bsn="", bsn_state="absent")) == LinkCounts(automatic=1)
    assert person_of(gp, "p1") == person


def test_our_own_client_number_decides(own):
    """A record of our own source without address or BSN is still our client."""
    person = _register(client_number="C1001")
    bare = row("c1", client_number="C1001", bsn="", bsn_state="absent", postcode="", phones=(),
               given_names="", initials="", call_name="")  # fmt: skip
    assert take_in(own, bare) == LinkCounts(automatic=1)
    assert person_of(own, "c1") == person


def test_our_own_client_number_decides_without_any_name(own):
    person = _register(client_number="C1001")
    nameless = row("c1", client_number="C1001", name="", given_names="", initials="",
                   call_name="", own_prefix="", own_name="", birth="", bsn="", bsn_state="absent")  # fmt: skip
    unknown = row("c2", client_number="C9999", name="", given_names="", initials="",
                  call_name="", own_prefix="", own_name="", birth="", bsn="", bsn_state="absent")  # fmt: skip
    assert take_in(own, nameless, unknown) == LinkCounts(automatic=1, waiting=1)
    assert person_of(own, "c1") == person


@pytest.mark.parametrize(
    "other",
    [{"birth": "1950-01-01"}, {"own_prefix": "", "own_name": "Verweij"},
     {"given_names": "Pieter", "call_name": "", "initials": "P."}],
)  # fmt: skip
def test_our_own_client_number_under_another_name_or_birth_date_is_asked_about(own, other):
    person = _register(client_number="C1001")
    counts = take_in(own, row("c1", client_number="C1001", bsn="", bsn_state="absent", **other))
    assert counts == LinkCounts(proposed=1, new=1)
    assert proposals() == [("c1", person)]
    assert Party.objects.get(pk=person_of(own, "c1")).client_number is None


def test_a_client_number_of_another_source_says_nothing(gp):
    _register(client_number="C1001")
    other = row("c1", client_number="C1001", own_prefix="", own_name="Verweij", birth="1964-02-08",
                bsn="", bsn_state="absent", postcode="", phones=())  # fmt: skip
    assert take_in(gp, other) == LinkCounts(new=1)


def test_a_client_of_our_own_source_gets_its_client_number(own):
    take_in(own, row("c1", client_number="C1001"))
    assert Party.objects.get(pk=person_of(own, "c1")).client_number == "C1001"


def test_a_record_without_identity_waits(gp):
    actions.ensure_records(viewer=MACHINE, source_id=gp.pk, keys=["maria"])
    assert actions.link_new_records(viewer=MACHINE, source_id=gp.pk) == LinkCounts(waiting=1)
    assert take_in(gp, MARIA) == LinkCounts(new=1)


def test_a_different_bsn_at_any_copy_of_a_person_keeps_a_record_apart(gp, hospital):
    take_in(gp, row("maria", bsn="", bsn_state="absent"))
    take_in(gp, row("again"))  # this copy of her has the BSN
    counts = take_in(hospital, row("p1", bsn=OTHER_BSN))
    assert (counts.automatic, counts.new, counts.proposed) == (0, 1, 1)


def test_every_batch_is_one_line_in_the_log_with_the_persons(gp):
    take_in(gp, MARIA, row("again"))
    entry = AccessEntry.objects.get(event="link")
    assert entry.object_ids == [person_of(gp, "maria")]
    assert (entry.user_id, entry.access_point) == (0, "test")


def test_linking_hundreds_costs_as_many_statements_as_linking_one(gp, hospital):
    def rows(prefix, count):
        return [
            row(f"{prefix}{n}", birth=f"19{10 + n % 80}-0{n % 9 + 1}-1{n % 9}", own_prefix="",
                own_name=f"Naam{chr(97 + n % 26)}{n}", bsn="", bsn_state="absent",
                house_number=str(n), phones=())
            for n in range(count)
        ]  # fmt: skip

    def statements(source, given):
        actions.store_patient_records(viewer=MACHINE, source_id=source.pk, rows=given)
        with CaptureQueriesContext(connection) as queries:
            actions.link_new_records(viewer=MACHINE, source_id=source.pk)
        return len(queries)

    one = statements(gp, rows("x", 1))
    # One of them is known by now: what there is of that person is read too.
    assert statements(hospital, rows("y", 300)) <= one + 4


def test_the_intake_role_may_link(gp, hospital, as_role):
    with as_role("nabij_intake"):
        take_in(gp, MARIA)
        assert take_in(hospital, row("p1"), row("p2", own_name="Smit")).automatic == 1
