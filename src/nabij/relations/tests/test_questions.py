# SPDX-License-Identifier: EUPL-1.2
"""A hint is a read: of who may not be seen it says that somebody may be known, and no more."""

from datetime import date

import pytest
from django.urls import reverse

from nabij.access.models import AccessEntry
from nabij.core.dates import PartialDate
from nabij.core.viewer import Role
from nabij.relations import actions, queries
from nabij.relations.models import DuplicateQuestion, Party
from nabij.relations.types import PersonFields, PersonName

pytestmark = pytest.mark.django_db

TYPED = {"call_name": "Greet", "own_name": "Stil", "birth": "1-1-1950", "name_use": "own",
         "gender": "female"}  # fmt: skip
SWAP = {"HX-Request": "true"}
NEW, KNOWN, ASK = (
    reverse(f"relations:{name}") for name in ("person_new", "duplicates", "duplicates_ask")
)


@pytest.fixture
def greet(record, noord):
    return record(
        call_name="Greet", own_name="Stil", birth="1950-01-01", unit=noord, is_shielded=True
    )


def _says_nothing_of(greet, page):
    for secret in (greet.ref, greet.name, "1950", "Zwolle"):
        assert secret not in page


def _without_what_was_typed(page):
    return page.replace('value="1-1-1950"', "")


def test_of_somebody_shielded_the_hint_says_that_she_may_be_known(carla, greet, log):
    page = carla.client.post(NEW, TYPED).text
    assert "Mogelijk al bekend" in page
    assert "Vraag het de beheerder" in page
    assert "Ik weet zeker: dit is iemand anders" in page
    _says_nothing_of(greet, _without_what_was_typed(page))

    [line] = log("duplicates-hinted")
    assert (line.object_ids, line.detail) == ([greet.pk], "by name, birth-year, birth-date")
    [line] = log("duplicates")
    assert line.object_ids == []


def test_while_typing_nobody_hears_of_who_may_not_be_seen(carla, greet, log):
    assert carla.client.post(KNOWN, TYPED, headers=SWAP).text.strip() == ""
    [line] = log("duplicates")
    assert line.object_ids == []
    assert not log("duplicates-hinted")


def test_the_colleague_says_that_it_is_someone_else_before_recording(carla, greet):
    before = Party.objects.count()
    assert carla.client.post(NEW, TYPED).status_code == 422
    assert Party.objects.count() == before
    assert carla.client.post(NEW, {**TYPED, "is_sure": "on"}).status_code == 302


def test_a_question_reaches_the_administrator_who_sees_nobody(carla, xander, greet, log):
    page = carla.client.post(ASK, TYPED, headers=SWAP).text
    assert "Je hebt het de beheerder gevraagd" in page
    carla.client.post(ASK, TYPED, headers=SWAP)
    row = DuplicateQuestion.objects.get()
    assert (row.party_id, row.asked_by.name) == (greet.pk, "Carla")
    [line] = log("duplicate-question")
    assert (line.action, line.object_id) == ("C", greet.pk)

    assert "Er wacht één collega op je antwoord" in xander.client.get("/").text
    listed = xander.client.get(reverse("relations:questions")).text
    assert "Carla" in listed
    assert "Team Noord" in listed
    _says_nothing_of(greet, listed)
    [line] = log("duplicate-questions")
    assert (line.object_count, line.object_ids) == (1, [])


def test_without_script_what_was_typed_stays_in_the_form(carla, greet):
    page = carla.client.post(ASK, TYPED).text
    assert "<html" in page
    assert 'value="Greet"' in page
    assert "Je hebt het de beheerder gevraagd" in page


@pytest.mark.parametrize(
    ("answer", "says", "status"), [("same", "al bekend", 422), ("other", "iemand anders", 302)]
)
def test_the_answer_appears_in_the_form(carla, xander, greet, answer, says, status, log):
    carla.client.post(ASK, TYPED)
    row = DuplicateQuestion.objects.get()
    address = reverse("relations:question_answer", args=[row.ref])
    assert xander.client.post(address, {"answer": answer}).status_code == 302

    page = carla.client.post(ASK, TYPED, headers=SWAP).text
    assert says in page
    _says_nothing_of(greet, page)
    assert DuplicateQuestion.objects.count() == 1, "an answer is not asked for twice"
    assert carla.client.post(NEW, TYPED).status_code == status
    [line] = log("duplicate-answer")
    assert (line.object_id, line.detail) == (greet.pk, f"answer {answer}")
    assert xander.client.post(address, {"answer": answer}).status_code == 404, "answered once"


def test_only_the_administrator_answers_and_only_who_records_asks(request, greet, carla, xander):
    carla.client.post(ASK, TYPED)
    answer = reverse("relations:question_answer", args=[DuplicateQuestion.objects.get().ref])
    for name in ("anja", "carla", "bram"):
        colleague = request.getfixturevalue(name)
        assert colleague.client.get(reverse("relations:questions")).status_code == 404
        assert colleague.client.post(answer, {"answer": "other"}).status_code == 404
    for name in ("bram", "xander"):
        colleague = request.getfixturevalue(name)
        assert colleague.client.post(ASK, TYPED).status_code == 404
    assert AccessEntry.objects.filter(outcome="refused").count() == 8
    with pytest.raises(queries.PartyNotFound):
        actions.answer_question(viewer=carla.viewer, ref="x" * 16, answer="other")


def test_who_registers_nobody_gets_no_hint(bram, greet):
    fields = PersonFields(
        name=PersonName(call_name="Greet", own_name="Stil"), birth=PartialDate(date(1950, 1, 1))
    )
    assert Role.COMPLAINTS_OFFICER in bram.viewer.roles
    known = queries.duplicates_of(viewer=bram.viewer, fields=fields, is_recording=True)
    assert (known.hidden, known.is_withheld) == (None, False)
