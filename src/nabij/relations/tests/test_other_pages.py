# SPDX-License-Identifier: EUPL-1.2
"""Relationships, households, instructions, key safe and organisations in the browser."""

import pytest

from nabij.relations import actions, queries
from nabij.relations.models import Party, Relationship
from nabij.relations.types import OrganisationFields

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def url(person, rest):
    return f"/relations/persons/{person.ref}/{rest}"


def test_a_relationship_is_found_chosen_and_recorded(anja, anna, bert):
    address = f"/relations/{anna.ref}/relationships/new/"
    assert anja.client.get(address).status_code == 200
    found = anja.client.post(address, {"q": "bert"}, headers=HTMX)
    assert f"?other={bert.ref}" in found.text
    assert "<html" not in found.text
    assert bert.name in anja.client.get(f"{address}?other={bert.ref}").text
    saved = anja.client.post(
        address, {"other": bert.ref, "kind": "child", "rank": "1", "starts": "1966"}
    )

    assert saved.headers["Location"] == f"/persons/{anna.ref}/"
    row = Relationship.objects.get()
    assert (row.subject_id, row.object_id, row.kind, row.rank) == (bert.pk, anna.pk, "child", 1)


def test_who_deals_with_organisations_is_offered_organisations_only(amber, anna, practice, machine):
    """What cannot be saved is not offered: no person, and no form for a new one."""
    union = actions.create_organisation(
        viewer=machine, fields=OrganisationFields(name="Coöperatie Linde")
    )
    address = f"/relations/{practice.ref}/relationships/new/"
    page = amber.client.post(address, {"q": "linde"}).text
    assert f"?other={union.ref}" in page
    assert "Nieuwe persoon" not in page
    assert "Anna" not in amber.client.post(address, {"q": "anna"}).text
    assert amber.client.get(f"{address}?other={anna.ref}").status_code == 404
    saved = amber.client.post(address, {"other": union.ref, "kind": "partner_organisation"})
    assert saved.status_code == 302
    row = Relationship.objects.get()
    changed = {"kind": "partner_organisation", "version": "1", "ends": "2026"}
    tie = f"/relations/{practice.ref}/relationships/{row.ref}/"
    assert amber.client.get(tie).status_code == 200
    assert amber.client.post(tie, changed).status_code == 302
    row.refresh_from_db()
    assert row.ends_on


def test_a_relationship_can_be_told_the_other_way_round(anja, anna, bert):
    address = f"/relations/{bert.ref}/relationships/new/"
    anja.client.post(address, {"other": anna.ref, "kind": "informal_carer<"})

    row = Relationship.objects.get()
    assert (row.subject_id, row.object_id) == (bert.pk, anna.pk)


def test_what_is_offered_holds_between_the_two(anja, anna, practice):
    page = anja.client.get(f"/relations/{anna.ref}/relationships/new/?other={practice.ref}")
    groups = page.context["form"].fields["kind"].choices
    offered = {code for _name, choices in groups for code, _label in choices}
    assert {"client<", "employee<", "practitioner<", "mentor"} <= offered
    assert offered.isdisjoint({"child", "partner", "branch", "prospect<", "lead<"})


def test_an_impossible_relationship_is_explained(anja, anna):
    address = f"/relations/{anna.ref}/relationships/new/"
    page = anja.client.post(address, {"other": anna.ref, "kind": "child"})

    assert page.status_code == 422
    assert page.context["form"].errors["kind"] == [str(actions.ImpossibleRelationship())]


@pytest.mark.parametrize("rest", ["instructions/", "key-safe/", "household/", "bsn/", "edit/"])
def test_carla_cannot_tell_that_a_person_exists(carla, anna, rest):
    assert carla.client.get(url(anna, rest)).status_code == 404
    assert carla.client.get(f"/relations/persons/aaaaaaaaaaaaaaaa/{rest}").status_code == 404


@pytest.mark.parametrize("rest", ["instructions/", "key-safe/", "household/", "bsn/", "edit/"])
def test_bram_who_may_only_read_changes_nothing(bram, anna, rest):
    assert bram.client.get(url(anna, rest)).status_code == 404


def test_a_relationship_ends_on_a_day_that_was_typed(anja, anna, bert):
    row = actions.add_relationship(
        viewer=anja.viewer, subject_ref=bert.ref, object_ref=anna.ref, kind="child"
    )
    address = f"/relations/{anna.ref}/relationships/{row.ref}/"
    given = {"kind": "child", "version": "1"}
    refused = anja.client.post(address, given | {"ends": "gisteren", "note": "Typt verder"})
    assert refused.status_code == 422
    assert "ends" in refused.context["form"].errors
    assert "Typt verder" in refused.text
    assert Relationship.objects.get().ends_on is None
    assert anja.client.post(address, given | {"ends": "1 mrt 26"}).status_code == 302

    assert str(Relationship.objects.get().ends) == "1-3-2026"


def test_a_household_is_made_and_left(anja, anna, bert):
    address = url(bert, "household/")
    assert f"?other={anna.ref}" in anja.client.post(address, {"q": "anna"}).text
    anja.client.post(address, {"other": anna.ref, "on": "1-1-2020"})
    household = queries.person(viewer=anja.viewer, ref=bert.ref).household
    assert [member.name for member in household.members] == [anna.name]
    anja.client.post(f"{address}leave/", {"ends": ""})

    assert queries.person(viewer=anja.viewer, ref=bert.ref).household is None


def test_instructions_are_recorded_shown_and_ended(anja, anna):
    address = url(anna, "instructions/")
    page = anja.client.get(address)
    assert page.status_code == 200
    given = {"kind": "hearing", "text": "Laat lang overgaan", "starts_on": "1-1-26",
        "ends_on": "1-1-30"}  # fmt: skip
    shown = anja.client.post(address, given, follow=True)
    assert "Laat lang overgaan" in shown.text
    assert anja.client.post(address, {**given, "ends_on": "1-1-26"}).status_code == 422
    assert anja.client.post(address, {**given, "ends_on": "2030"}).status_code == 422
    [row] = queries.person(viewer=anja.viewer, ref=anna.ref).instructions
    ended = anja.client.post(f"{address}{row.ref}/end/", follow=True)

    assert "Laat lang overgaan" not in ended.text


def test_an_instruction_that_lies_in_the_past_is_refused_in_words(anja, anna):
    data = {"kind": "hearing", "text": "Luid", "starts_on": "1-1-2020", "ends_on": "1-2-2020"}
    page = anja.client.post(f"/relations/persons/{anna.ref}/instructions/", data)

    assert page.status_code == 422
    assert "Deze dag is voorbij" in page.text


def test_a_fourth_instruction_is_refused_in_words(anja, anna):
    given = {"kind": "time", "text": "Na tien uur", "starts_on": "1-1-26", "ends_on": "1-1-30"}
    answers = [anja.client.post(url(anna, "instructions/"), given) for _number in range(4)]

    assert [answer.status_code for answer in answers] == [302, 302, 302, 422]


def test_the_code_of_a_key_safe_is_shown_on_request_only(noor, anja, anna, in_care):
    address = url(anna, "key-safe/")
    assert noor.client.post(address, {"code": "4711", "place": "links"}).status_code == 302
    assert "4711" not in noor.client.get(address).text
    shown = noor.client.post(f"{address}show/", headers=HTMX)
    assert "4711" in shown.text
    assert "no-store" in shown.headers["Cache-Control"]

    refused = anja.client.post(f"{address}show/")
    assert refused.status_code == 404
    assert "4711" not in refused.text


ORGANISATION = {
    "name": "Apotheek De Vijzel", "kind": "pharmacy", "agb": "2123456", "phone": "038 1112233",
    "postcode": "8011 ab", "house_number": "1", "city": "Zwolle",
}  # fmt: skip
NEW = "/relations/organisations/new/"


def test_an_organisation_is_recorded_and_changed(anja):
    answer = anja.client.post(NEW, ORGANISATION)
    party = Party.objects.get(name="Apotheek De Vijzel")
    assert answer.headers["Location"] == f"/organisations/{party.ref}/"
    address = f"/relations/organisations/{party.ref}/edit/"
    assert "02123456" in anja.client.get(address).text
    changed = {**ORGANISATION, "version": "1", "name": "Apotheek De Mortier"}
    assert anja.client.post(address, changed).status_code == 302
    assert anja.client.post(address, changed).status_code == 409
    other = {**changed, "initial-name": ORGANISATION["name"], "name": "Apotheek Het Blok"}
    page = anja.client.post(address, other)
    assert page.status_code == 409
    for shown in ("De Vijzel", "De Mortier", "Het Blok"):
        assert shown in page.text

    found = queries.organisation(viewer=anja.viewer, ref=party.ref)
    assert (found.name, found.fields.identifiers["agb"]) == ("Apotheek De Mortier", "02123456")


def test_a_known_organisation_is_warned_about(anja, practice):
    like = {**ORGANISATION, "name": practice.name}
    page = anja.client.post(NEW, like)
    assert page.status_code == 422
    assert practice.ref in page.text
    assert anja.client.post(NEW, {**like, "is_someone_else": "on"}).status_code == 302


@pytest.mark.parametrize(("field", "value"), [("agb", "12"), ("kvk", "abc"), ("name", "")])
def test_a_wrong_number_is_named(anja, field, value):
    page = anja.client.post(NEW, {**ORGANISATION, field: value})

    assert page.status_code == 422
    assert f'href="#id_{field}"' in page.text


def test_bram_records_no_organisation(bram, practice):
    assert bram.client.get(NEW).status_code == 404
    assert bram.client.get(f"/relations/organisations/{practice.ref}/edit/").status_code == 404
