# SPDX-License-Identifier: EUPL-1.2
"""A colleague of another team who tries to learn by the duplicate warning what no card says."""

from datetime import date

import pytest
from django.urls import reverse

from nabij.core.dates import PartialDate
from nabij.relations import queries
from nabij.relations.models import Address, Party
from nabij.relations.types import (
    AddressFields,
    ContactPointFields,
    PersonFields,
    PersonName,
)

pytestmark = pytest.mark.django_db

SWAP = {"HX-Request": "true"}
NEW, KNOWN, ASK = (
    reverse(f"relations:{name}") for name in ("person_new", "duplicates", "duplicates_ask")
)
ON_HER_CARD = {"call_name": "Anna", "own_name": "Vries", "birth": "1941", "name_use": "own",
               "gender": "unknown"}  # fmt: skip
# Of each closed field what is so of Anna, and what is not.
CLOSED = [
    ({"birth": "9-3-1941"}, {"birth": "8-4-1941"}),
    ({"phone": "038 123 45 67"}, {"phone": "038 123 45 68"}),
    ({"email": "anna@example.nl"}, {"email": "anna@example.com"}),
    ({"postcode": "8011AB", "house_number": "12", "suffix": "A"},
     {"postcode": "8011AC", "house_number": "12", "suffix": "A"}),
    ({"bsn": "123456782"}, {"bsn": "111222333"}),
    ({"gender": "female"}, {"gender": "male"}),
]  # fmt: skip


@pytest.mark.parametrize(("right", "wrong"), CLOSED, ids=[next(iter(r)) for r, _w in CLOSED])
@pytest.mark.parametrize(
    "name",
    [ON_HER_CARD, {"own_name": "Iemand"}, {"initials": "J.", "own_name": "Berg", "birth": "1941"}],
    ids=["as on her card", "another name", "an initial"],
)
def test_what_is_right_and_what_is_wrong_look_the_same_byte_for_byte(
    carla, anna, name, right, wrong
):
    one, other = (
        carla.client.post(KNOWN, name | closed, headers=SWAP) for closed in (right, wrong)
    )
    assert one.status_code == other.status_code == 200
    assert one.content == other.content


def test_her_card_comes_up_by_what_stands_on_it(carla, anna, log):
    page = carla.client.post(KNOWN, ON_HER_CARD, headers=SWAP).text
    assert "Anna de Vries-van den Berg" in page
    assert "mogelijk dezelfde" in page
    assert "zeer waarschijnlijk" not in page
    [line] = log("duplicates")
    assert (line.object_ids, line.detail) == ([anna.pk], "by name, birth-year")


def test_all_that_is_closed_does_not_bring_up_her_card(carla, anna):
    closed = {key: value for right, _wrong in CLOSED for key, value in right.items()}
    page = carla.client.post(KNOWN, {"own_name": "Smit", **closed}, headers=SWAP).text
    assert "Anna" not in page


def test_the_place_in_the_list_does_not_depend_on_what_is_closed(carla, anna, record, noord):
    for number in range(3):
        record(call_name="Anna", own_name="Vries", birth=f"1941-05-1{number}", unit=noord)
    fields = _typed(ContactPointFields(system="phone", value="+31381234567"))
    plain = _typed()
    assert _shown(carla, fields) == _shown(carla, plain)
    assert len(_shown(carla, plain)) == 4


def test_a_namesake_of_her_own_team_is_still_compared_on_all(anja, anna, record, noord):
    other = record(call_name="Anna", own_name="Vries", birth="1941-12-24", unit=noord)
    assert [card for card, _strong in _shown(anja, _typed())] == [anna.pk]
    year = _typed(birth=PartialDate(date(1941, 1, 1), "year"))
    assert {card for card, _strong in _shown(anja, year)} == {anna.pk, other.pk}


def test_the_hint_is_the_same_for_who_is_shielded_and_who_is_not(carla, record, noord, log):
    said = []
    for is_shielded, phone in ((False, "0381112223"), (True, "0381112224")):
        her = record(
            call_name="Greet", own_name="Stil", birth="1950-01-01", phones=[f"+31{phone[1:]}"],
            unit=noord, is_shielded=is_shielded,
        )  # fmt: skip
        typed = {"call_name": "Greet", "own_name": "Stil", "phone": phone, "name_use": "own",
                 "gender": "unknown"}  # fmt: skip
        assert carla.client.post(KNOWN, typed, headers=SWAP).text.strip() == ""
        page = carla.client.post(NEW, typed)
        assert page.status_code == 422
        start = page.text.index('<div id="hinted"')
        said.append(page.text[start : page.text.index("</section>", start)])
        assert log("duplicates-hinted")[-1].object_ids == [her.pk]

    assert said[0] == said[1]
    assert "Dit kan iemand zijn die jij niet mag zien" in said[0]


def test_a_question_that_misses_is_a_line_in_the_log_and_makes_a_person(carla, anna, log):
    typed = {"own_name": "Vries", "phone": "038 123 45 68", "name_use": "own", "gender": "unknown"}
    before = Party.objects.count()
    assert carla.client.post(NEW, typed).status_code == 302
    assert Party.objects.count() == before + 1
    [line] = log("duplicates-hinted")
    assert (line.object_count, line.detail) == (0, "by name, phone")


def test_after_so_many_questions_right_and_wrong_look_the_same(carla, anna, settings, log):
    settings.NABIJ_DUPLICATE_HINTS_PER_DAY = 2
    name = {"call_name": "Anna", "own_name": "Vries", "name_use": "own", "gender": "unknown"}
    right, wrong = {**name, "phone": "0381234567"}, {**name, "phone": "0381234568"}
    assert carla.client.post(NEW, right).status_code == 422
    assert carla.client.post(ASK, right, headers=SWAP).status_code == 200

    pages = []
    for typed in (right, wrong):
        done = carla.client.post(NEW, typed, follow=True)
        assert done.redirect_chain
        pages.append("Je hebt vandaag veel mensen vastgelegd" in done.text)
    assert pages == [True, True]
    asked = [carla.client.post(ASK, typed, headers=SWAP).content for typed in (right, wrong)]
    assert asked[0] == asked[1]
    assert "Morgen vertelt nabij" in asked[0].decode()
    assert len(log("duplicates-hinted")) == 2
    assert [line.object_count for line in log("duplicates-withheld")] == [0] * 4


def test_the_count_is_of_one_colleague_and_one_day(carla, anja, anna, settings):
    settings.NABIJ_DUPLICATE_HINTS_PER_DAY = 1
    typed = {"own_name": "Nieuw", "phone": "0389999999", "name_use": "own", "gender": "unknown"}
    assert carla.client.post(NEW, typed).status_code == 302
    fields = PersonFields(name=PersonName(own_name="X"), birth=PartialDate(date(1941, 3, 9)))

    def ask(colleague):
        return queries.duplicates_of(viewer=colleague.viewer, fields=fields, is_recording=True)

    assert ask(carla).is_withheld
    assert not ask(anja).is_withheld


def test_what_stands_on_every_card_is_no_question_that_counts(carla, anna, log):
    assert carla.client.post(NEW, ON_HER_CARD).status_code == 422
    assert not log("duplicates-hinted")


def test_whether_a_bsn_is_known_cannot_be_tried_without_end(carla, anna, settings, log):
    settings.NABIJ_DUPLICATE_HINTS_PER_DAY = 1
    name = {"own_name": "Smit", "client_number": "C9", "name_use": "own", "gender": "unknown",
            "is_someone_else": "on", "is_sure": "on"}  # fmt: skip
    first = carla.client.post(NEW, {**name, "bsn": "123456782"}).text
    assert "Dit BSN staat al bij iemand anders" in first
    [line] = log("duplicates-hinted")
    assert (line.object_ids, line.detail) == ([anna.pk], "by bsn")

    for bsn in ("123456782", "111222333"):
        page = carla.client.post(NEW, {**name, "bsn": bsn})
        assert page.status_code == 422
        assert "Leg deze persoon vast zonder BSN" in page.text
        assert "Dit BSN staat al bij iemand anders" not in page.text
    assert len(log("duplicates-hinted")) == 1


def test_a_bsn_is_not_compared_for_roles_that_may_not_use_it(bram, anna):
    known = queries.duplicates_of(
        viewer=bram.viewer, fields=PersonFields(name=PersonName(own_name="Smit")), bsn="123456782"
    )
    assert known == queries.Duplicates()


def test_a_secret_address_takes_part_in_nothing(anja, carla, anna, machine):
    Address.objects.filter(party=anna).update(is_secret=True)
    [record] = queries.match_records(viewer=machine, ids=[anna.pk])
    assert (record.postcode, record.house_number, record.suffix) == ("", "", "")
    fields = PersonFields(
        name=PersonName(call_name="Anna", own_name="Vries"),
        addresses=(AddressFields(postcode="8011AB", house_number="12", suffix="A"),),
    )
    for colleague in (anja, carla):
        known = queries.duplicates_of(viewer=colleague.viewer, fields=fields, is_recording=True)
        assert (known.shown, known.hidden) == ((), None)


def test_a_secret_address_makes_no_key(record):
    at = {"postcode": "8011AB", "house_number": "12"}
    one = record(call_name="Piet", own_name="Stil", address=at)
    other = record(call_name="Piet", own_name="Stil", address={**at, "is_secret": True})
    assert len(one.person.match_keys) == 3
    assert other.person.match_keys == []


def _typed(*points, birth=None):
    return PersonFields(
        name=PersonName(call_name="Anna", own_name="Vries"),
        birth=birth or PartialDate(date(1941, 3, 9)),
        contact_points=points,
    )


def _shown(colleague, fields):
    known = queries.duplicates_of(viewer=colleague.viewer, fields=fields)
    return [(one.card.id, one.is_strong) for one in known.shown]
