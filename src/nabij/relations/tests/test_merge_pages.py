# SPDX-License-Identifier: EUPL-1.2
"""The pages on which two of the same become one, and two again."""

from dataclasses import replace

import pytest

from nabij.relations import actions, queries
from nabij.relations.models import Merge, Party

REASON = "Zelfde telefoon, haar dochter zegt het"


@pytest.fixture
def annie(record, noord):
    return record(
        call_name="Annie", own_name="Berg", birth="1941-03-09", unit=noord,
        phones=["+31699999999"],
    )  # fmt: skip


def page(ref, *parts):
    return "/".join(["/relations", ref, "merges", *parts, ""])


def sent(colleague, anna, annie, **fields):
    address = page(anna.ref, annie.ref)
    form = colleague.client.get(address).context["form"]
    data = {"stamp": form.initial["stamp"], "reason": REASON}
    data |= {"points": [str(point.id) for point in form.preview.points]}
    return colleague.client.post(address, data | fields)


def test_the_other_is_found_and_compared(anja, anna, annie):
    found = anja.client.post(page(anna.ref), {"q": "Annie"}).text
    assert page(anna.ref, annie.ref) in found

    shown = anja.client.get(page(anna.ref, annie.ref)).text
    for text in ("06 99 99 99 99", "verschilt", "Wat gebeurt er dan?"):
        assert text in shown


def test_what_is_chosen_is_merged_and_taken_back(anja, anna, annie):
    response = sent(anja, anna, annie, **{"field-name": "given"}, points=[])
    assert response.headers["Location"].endswith(f"/persons/{anna.ref}/")
    assert Party.objects.get(pk=anna.pk).name.startswith("Annie")

    merge = Merge.objects.get()
    assert merge.ref in anja.client.get(page(anna.ref)).text
    anja.client.post(f"/relations/merges/{merge.ref}/undo/", {"reason": "Twee zussen"})
    assert Party.objects.get(pk=anna.pk).name == anna.name
    assert "Twee zussen" in anja.client.get(page(anna.ref)).text


def test_without_a_reason_nothing_happens_and_nothing_is_lost(anja, anna, annie):
    response = sent(anja, anna, annie, reason="", **{"field-name": "given"})

    assert response.status_code == 422
    assert response.context["form"]["field-name"].value() == "given"
    assert not Merge.objects.exists()


def test_who_looked_at_something_else_looks_again(anja, anna, annie):
    response = sent(anja, anna, annie, stamp="of before")

    assert response.status_code == 409
    assert REASON in response.text
    assert not Merge.objects.exists()


def test_an_obstacle_is_said_before_anybody_decides(anja, anna, annie):
    shown = anja.client.get(page(annie.ref, anna.ref)).text
    assert "Draai het om" in shown
    assert sent(anja, annie, anna).status_code == 422


def test_the_address_of_the_one_who_was_merged_leads_on(anja, anna, annie):
    sent(anja, anna, annie)

    assert anja.client.get(f"/persons/{annie.ref}/").headers["Location"] == f"/persons/{anna.ref}/"


@pytest.mark.parametrize("colleague", ["carla", "bram", "noor", "xander"])
def test_others_cannot_tell_that_it_exists(colleague, anja, anna, annie, request, client):
    sent(anja, anna, annie)
    merge = Merge.objects.get()
    browser = request.getfixturevalue(colleague).client
    browser.raise_request_exception = False

    for address in (page(anna.ref), page(anna.ref, annie.ref)):
        assert browser.get(address).status_code == 404
    assert browser.post(f"/relations/merges/{merge.ref}/undo/", {"reason": "x"}).status_code == 404
    assert Merge.objects.filter(ended_at__isnull=True).exists()


def test_organisations_are_merged_on_a_page_too_and_the_old_address_leads_on(
    anja, practice, machine
):
    fields = queries.organisation(viewer=anja.viewer, ref=practice.ref).fields
    other = actions.create_organisation(viewer=machine, fields=replace(fields, name="De Linde"))
    assert page(practice.ref) in anja.client.get(f"/organisations/{practice.ref}/").text

    address = sent(anja, practice, other, **{"field-name": "given"}).headers["Location"]

    assert "De Linde" in anja.client.get(address).text
    assert anja.client.get(f"/organisations/{other.ref}/").headers["Location"] == address
