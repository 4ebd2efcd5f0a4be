# SPDX-License-Identifier: EUPL-1.2
"""Who asked whether somebody is known finds the answer on the start page, and never who it is."""

from dataclasses import replace
from datetime import timedelta

import pytest

from nabij.access.tests.cast import add_colleague
from nabij.core.viewer import Role
from nabij.desk import queries
from nabij.relations import actions as relations_actions
from nabij.relations.queries.questions import questions


@pytest.fixture
def asked(anja, noord, client_of):
    """Anja asks about two people whom she may not see: one question to her."""
    persons = [client_of(noord, "Stil"), client_of(noord, "Zacht")]
    relations_actions.ask_whether_known(
        viewer=anja.viewer, person_ids=[person.pk for person in persons]
    )
    return persons


@pytest.fixture
def ada():
    return add_colleague("Ada Vos", Role.ADMINISTRATOR)


def answer(ada, *given):
    waiting = [line.ref for line in questions(viewer=ada.viewer) if not line.answer]
    for ref, said in zip(waiting, given, strict=False):
        relations_actions.answer_question(viewer=ada.viewer, ref=ref, answer=said)


def test_until_there_is_an_answer_it_waits(anja, asked):
    page = anja.client.get("/").text
    assert page.count("De beheerder zoekt het voor je uit.") == 1
    assert "Jo van Stil" not in page


def test_one_known_person_is_the_answer(anja, asked, ada):
    answer(ada, "other")
    assert [one.answer for one in queries.desk(viewer=anja.viewer).own_questions] == [""]
    answer(ada, "same")
    page = anja.client.get("/").text
    assert "Leg deze persoon niet nog eens vast" in page
    assert "Jo van Stil" not in page


def test_someone_else_may_be_recorded_from_there(anja, asked, ada):
    answer(ada, "other", "other")
    page = anja.client.get("/").text
    assert "Je kunt deze persoon vastleggen." in page
    assert 'href="/relations/persons/new/"' in page


def test_it_goes_after_a_week_and_is_nobody_elses(anja, asked, ada, noor):
    answer(ada, "other", "other")
    later = replace(anja.viewer, at=anja.viewer.at + timedelta(days=8))
    assert queries.desk(viewer=later).own_questions == []
    assert queries.desk(viewer=noor.viewer).own_questions == []
    assert "Je vroeg of iemand" not in ada.client.get("/").text
