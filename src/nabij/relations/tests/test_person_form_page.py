# SPDX-License-Identifier: EUPL-1.2
"""Recording and changing a person in the browser."""

import re

import pytest

from nabij.relations import actions, queries
from nabij.relations.models import Party

pytestmark = pytest.mark.django_db
NEW, KNOWN = "/relations/persons/new/", "/relations/persons/known/"
HTMX = {"HX-Request": "true"}
JO = {"call_name": "Jo", "own_name": "van der Nieuw", "birth": "9/3/41", "name_use": "own",
      "gender": "female", "phone": "038-1112233", "postcode": "8011 ab", "house_number": "5"}  # fmt: skip
LIKE_ANNA = {**JO, "call_name": "Anna", "own_name": "de Vries"}


def edit_url(person):
    return f"/relations/persons/{person.ref}/edit/"


def fields_in(page):
    """Return what the form on a page would send, hidden fields included."""
    found = {}
    for tag in re.findall(r"<input[^>]*>", page):
        name = re.search(r'name="([^"]+)"', tag)
        value = re.search(r'value="([^"]*)"', tag)
        if name and ('type="checkbox"' not in tag or "checked" in tag):
            found[name[1]] = value[1] if value else ("on" if "checked" in tag else "")
    for name, body in re.findall(r'<select name="([^"]+)".*?>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', body)
        found[name] = chosen[1] if chosen else ""
    return found


def test_a_person_is_recorded_from_what_people_type(anja):
    answer = anja.client.post(NEW, JO)

    party = Party.objects.get(name="Jo van der Nieuw")
    assert answer.headers["Location"] == f"/persons/{party.ref}/"
    found = queries.person(viewer=anja.viewer, ref=party.ref)
    assert (found.name.own_prefix, found.name.own_name) == ("van der", "Nieuw")
    assert str(found.birth) == "9-3-1941"
    assert found.phones[0].value == "+31381112233"
    assert found.home.postcode == "8011AB"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("birth", "31-2-1941"),
        ("birth", "1-1-2999"),
        ("phone", "geen"),
        ("email", "anna"),
        ("postcode", "8011SS"),
        ("name_use", "anders"),
        ("bsn", "123456783"),
        ("own_name", "n" * 200),
    ],
)
def test_a_wrong_field_is_named_and_nothing_typed_is_lost(anja, field, value):
    page = anja.client.post(NEW, {**JO, field: value})

    assert page.status_code == 422
    assert f'href="#id_{field}"' in page.text
    assert 'value="9/3/41"' in page.text or field == "birth"
    assert not Party.objects.filter(name__startswith="Jo").exists()


def test_without_script_the_warning_comes_before_the_recording(anja, anna):
    page = anja.client.post(NEW, LIKE_ANNA)
    assert page.status_code == 422
    assert anna.name in page.text
    assert Party.objects.count() == 1

    anja.client.post(NEW, {**LIKE_ANNA, "is_someone_else": "on"})
    assert Party.objects.count() == 2


def test_with_script_the_warning_comes_while_typing(anja, anna):
    piece = anja.client.post(KNOWN, {"own_name": "Vries", "call_name": "Anna", "birth": "9-3-41"},
        headers=HTMX)  # fmt: skip
    assert anna.name in piece.text
    assert "<html" not in piece.text

    half = anja.client.post(
        KNOWN, {"own_name": "Vries", "birth": "9-", "phone": "03"}, headers=HTMX
    )
    assert half.status_code == 200
    assert anna.name not in half.text


def test_the_warning_shows_another_unit_no_more_than_the_card(carla, anna):
    piece = carla.client.post(KNOWN, LIKE_ANNA, headers=HTMX).text

    assert anna.name in piece
    for secret in (anna.ref, "9-3-1941", "1234567", "8011", "10023", "Dorpsstraat"):
        assert secret not in piece


def test_a_bsn_is_recorded_at_once_by_roles_that_use_it(anja):
    anja.client.post(NEW, {**JO, "bsn": "1234 56 782", "client_number": "10055"})

    party = Party.objects.get(name="Jo van der Nieuw")
    assert queries.bsn_of(viewer=anja.viewer, person_id=party.pk) == "123456782"


def test_a_bsn_of_who_receives_no_care_is_refused_with_a_sentence(anja, bert):
    """A relative, a lead or a contact at an account has none here (Wabvpz)."""
    page = anja.client.post(NEW, {**JO, "bsn": "123456782"})

    assert page.status_code == 422
    assert "alleen vastgelegd van wie zorg van ons krijgt" in page.text
    assert not Party.objects.filter(name="Jo van der Nieuw").exists()
    url = f"/relations/persons/{bert.ref}/bsn/"
    page = anja.client.post(url, {"bsn": "123456782", "state": "from_message"})
    assert page.status_code == 422
    assert "alleen vastgelegd van wie zorg van ons krijgt" in page.text


@pytest.mark.parametrize("name", ["bram", "xander"])
def test_who_may_not_record_is_refused(request, name):
    colleague = request.getfixturevalue(name)

    assert colleague.client.get(NEW).status_code == 404
    assert colleague.client.post(NEW, JO).status_code == 404
    assert colleague.client.post(KNOWN, JO).status_code == 404


def test_carla_cannot_tell_that_a_person_exists(carla, anna):
    for url in (edit_url(anna), "/relations/persons/aaaaaaaaaaaaaaaa/edit/"):
        assert carla.client.get(url).status_code == 404
        assert carla.client.post(url, JO).status_code == 404


def test_bram_may_look_at_a_person_but_not_change_one(bram, anna):
    assert bram.client.get(edit_url(anna)).status_code == 404
    assert bram.client.post(edit_url(anna), JO).status_code == 404


def test_the_form_opens_filled_in_and_saving_it_changes_nothing(anja, anna, log):
    page = anja.client.get(edit_url(anna))
    before = queries.person_fields(viewer=anja.viewer, ref=anna.ref)[2]
    answer = anja.client.post(edit_url(anna), fields_in(page.text))

    assert answer.status_code == 302
    assert queries.person_fields(viewer=anja.viewer, ref=anna.ref)[2] == before
    assert [line.event for line in log()][-2:] == ["person-form", "person"]


def test_changes_of_two_colleagues_come_together(anja, noor, anna, in_care):
    """What only the other changed is taken over; what both changed is asked; nothing is lost."""
    mine = fields_in(anja.client.get(edit_url(anna)).text)
    theirs = {**mine, "language": "tr", "call_name": "Annie"}
    assert noor.client.post(edit_url(anna), theirs).status_code == 302

    page = anja.client.post(edit_url(anna), {**mine, "call_name": "Ans", "city": "Kampen"})
    assert page.status_code == 409
    assert "Noor" in page.text
    again = fields_in(page.text)
    assert (again["call_name"], again["city"], again["language"]) == ("Ans", "Kampen", "tr")
    assert "Annie" in page.text

    assert anja.client.post(edit_url(anna), again).status_code == 302
    found = queries.person(viewer=anja.viewer, ref=anna.ref)
    assert (found.name.call_name, found.city, found.language) == ("Ans", "Kampen", "tr")


def test_a_team_of_a_client_in_care_stays_when_a_colleague_of_another_team_saves(
    noor, record, zuid, noord
):
    from datetime import date

    from django.apps import apps

    person = record(own_name="Ver", unit=zuid)
    apps.get_model("access", "CareRelation").objects.create(
        person=person, unit=noord, kind="care", origin="roster", starts_on=date(2020, 1, 1)
    )
    data = fields_in(noor.client.get(edit_url(person)).text)
    assert noor.client.post(edit_url(person), data).status_code == 302
    assert Party.objects.get(pk=person.pk).unit_id == zuid.pk


def test_a_new_person_for_a_relationship_leads_on_to_it(anja, anna):
    answer = anja.client.post(NEW, {**JO, "relate_to": anna.ref})

    assert answer.headers["Location"].startswith(f"/relations/{anna.ref}/relationships/new/?other=")
    assert anja.client.get(answer.headers["Location"]).status_code == 200
    strange = anja.client.post(NEW, {**JO, "own_name": "Ander", "phone": "", "birth": "1950",
        "relate_to": "//evil.example"})  # fmt: skip
    assert strange.headers["Location"].startswith("/persons/")


def test_a_bsn_is_saved_with_how_it_was_checked(anja, cor):
    url = f"/relations/persons/{cor.ref}/bsn/"
    assert "123456782" not in anja.client.get(url).text
    incomplete = anja.client.post(url, {"bsn": "123456782", "state": "seen"})
    assert incomplete.status_code == 422
    seen = {
        "bsn": "123456782",
        "state": "seen",
        "document_kind": "passport",
        "document_number": "NX4711CANARY",
        "checked_on": "1-2-26",
    }
    assert anja.client.post(url, seen).status_code == 302
    page = anja.client.get(url).text
    assert "paspoort, nummer vastgelegd" in page
    assert "1 februari 2026, vastgelegd door Anja op" in page
    assert "NX4711CANARY" not in page

    shown = anja.client.post(f"{url}show/", headers=HTMX)
    assert "123456782" in shown.text
    assert "NX4711CANARY" in shown.text
    assert "no-store" in shown.headers["Cache-Control"]
    assert "<html" in anja.client.post(f"{url}show/").text


def test_a_check_is_added_without_typing_the_bsn_again_and_removing_is_asked(anja, anna, cor):
    url = f"/relations/persons/{anna.ref}/bsn/"
    seen = {"state": "seen", "document_kind": "passport", "document_number": "N1"}
    assert anja.client.post(url, seen | {"checked_on": "1-2-26"}).status_code == 302
    assert queries.bsn_of(viewer=anja.viewer, person_id=anna.pk) == "123456782"
    assert queries.person(viewer=anja.viewer, ref=anna.ref).bsn_state == "seen"

    none_known = anja.client.post(f"/relations/persons/{cor.ref}/bsn/", {"state": "confirmed"})
    assert "Vul het BSN in" in none_known.text

    data = {"state": "from_message", "is_removed": "on"}
    assert anja.client.post(url, data).status_code == 302
    assert queries.bsn_of(viewer=anja.viewer, person_id=anna.pk) == ""
    steps = [line.step for line in queries.bsn_history(viewer=anja.viewer, person_id=anna.pk)]
    assert steps == ["removed", "seen", "from_message"]


def test_a_bsn_is_hidden_from_others(bram, carla, anna):
    url = f"/relations/persons/{anna.ref}/bsn/"
    for colleague in (bram, carla):
        assert colleague.client.get(url).status_code == 404
        assert colleague.client.post(f"{url}show/").status_code == 404


def test_looking_by_address_bar_shows_no_secret(anja, anna):
    assert anja.client.get(f"/relations/persons/{anna.ref}/bsn/show/").status_code == 405


def test_a_shared_bsn_asks_for_a_second_look(anja, anna, cor):
    url = f"/relations/persons/{cor.ref}/bsn/"
    data = {"bsn": "123456782", "state": "from_message"}
    assert anja.client.post(url, data).status_code == 422
    assert anja.client.post(url, {**data, "is_known_to_be_shared": "on"}).status_code == 302


def test_another_persons_client_number_is_refused_in_words(anja, anna):
    page = anja.client.post(NEW, {**JO, "client_number": "10023"})

    assert page.status_code == 422
    assert str(actions.ClientNumberTaken()) in page.text
