# SPDX-License-Identifier: EUPL-1.2
"""Mevrouw De Vries, the client of the tour: one story that five sources tell each in their way."""

from collections import Counter
from datetime import date, timedelta

import pytest

from nabij.demo.generator import providers
from nabij.demo.generator.institution import generate
from nabij.demo.generator.sources.dossier import World
from nabij.demo.generator.stories.tell import Teller
from nabij.demo.generator.write import dossier_of

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def institution():
    return generate(seed=3, clients=30, today=TODAY)


@pytest.fixture(scope="module")
def jo(institution):
    number = institution.cast["jo"]
    return next(client for client in institution.clients if client.client_number == number)


@pytest.fixture(scope="module")
def story(institution, jo):
    return Teller(institution).story(jo)


@pytest.fixture(scope="module")
def dossiers(institution, jo):
    teller, world = Teller(institution), World(institution)
    return {
        record.source: dossier_of(jo, record, teller=teller, world=world).resources
        for record in jo.records
    }


def _of(resources, type_):
    return [resource for resource in resources if resource["resourceType"] == type_]


def test_five_sources_know_her_and_may_be_opened(jo, dossiers):
    """A-102: one picture out of the dossiers of several providers."""
    assert list(dossiers) == [
        providers.OWN,
        providers.GP,
        providers.HOSPITAL,
        providers.PHARMACY,
        providers.DAY_CARE,
    ]
    assert all(record.ground and record.ground.decision == "given" for record in jo.records)
    assert sum(map(len, dossiers.values())) > 300


def test_the_gp_knows_a_penicillin_allergy_that_the_hospital_refuted(story):
    penicillin = next(item for item in story.allergies if item.key == "penicilline")
    assert penicillin.views[providers.GP] == "confirmed"
    assert penicillin.views[providers.HOSPITAL] == "refuted"
    assert penicillin.views[providers.PHARMACY] == "confirmed"


def test_metoprolol_was_stopped_in_hospital_and_is_still_dispensed_in_another_dose(story):
    """A-105: contradictions are shown, not solved silently."""
    metoprolol = next(item for item in story.medications if item.drug.key == "metoprolol")
    hospital = metoprolol.views[providers.HOSPITAL]
    pharmacy = metoprolol.views[providers.PHARMACY]
    gp = metoprolol.views[providers.GP]
    assert (hospital.status, gp.status, pharmacy.status) == ("stopped", "active", "active")
    assert pharmacy.amount != gp.amount


def test_she_is_not_to_be_resuscitated_and_all_say_so(story):
    first = story.directives[0]
    assert set(first.views.values()) == {"NEE"}
    assert set(first.views) == {providers.GP, providers.OWN, providers.HOSPITAL}
    assert story.wills


def test_two_visits_and_no_day_care_today(story):
    today = [meeting for meeting in story.meetings if meeting.day == TODAY]
    assert [meeting.start for meeting in today] == ["10:15", "17:30"]
    assert {meeting.source for meeting in today} == {providers.OWN}
    later = [meeting for meeting in story.meetings if meeting.day > TODAY]
    assert {meeting.source for meeting in later} == {
        providers.OWN,
        providers.HOSPITAL,
        providers.DAY_CARE,
    }


@pytest.mark.parametrize("offset", range(7))
def test_the_demo_is_alive_on_every_day_of_the_week(offset):
    today = TODAY + timedelta(days=offset)
    institution = generate(seed=3, clients=30, today=today)
    told = Teller(institution).story(institution.clients[0])
    assert len([meeting for meeting in told.meetings if meeting.day == today]) == 2
    assert max(report.day for report in told.reports) < today
    weekend = {
        meeting.day.weekday() for meeting in told.meetings if meeting.source != providers.OWN
    }
    assert weekend <= {0, 1, 2, 3, 4}


def test_her_daughter_is_carer_first_contact_and_speaks_for_her(story, dossiers):
    marja = next(one for one in story.circle if one.person.name.call_name == "Marja")
    assert set(marja.kinds) == {"child", "first_contact", "informal_carer", "authorised"}
    assert story.circle[0] == marja
    wills = [item for item in _of(dossiers[providers.OWN], "Consent") if "consentingParty" in item]
    assert {item["consentingParty"][0]["display"] for item in wills} == {"Marja de Vries"}


def test_sources_know_her_under_different_names_and_numbers(dossiers):
    patients = {source: resources[0] for source, resources in dossiers.items()}
    masked = patients[providers.GP]["identifier"][0]
    assert "value" not in masked
    assert masked["_value"]["extension"][0]["valueCode"] == "masked"
    assert patients[providers.HOSPITAL]["identifier"][0]["system"].startswith("urn:oid:")
    assert patients[providers.PHARMACY]["name"][0]["given"] == ["J.", "M."]
    assert len(patients[providers.DAY_CARE]["identifier"]) == 1
    assert len({patient["id"] for patient in patients.values()}) == 5


def test_her_weight_tells_how_the_heart_failed_and_recovered(story):
    weights = [item.values[0] for item in story.measurements if item.kind == "weight"]
    assert max(weights) - weights[0] > 3
    assert weights[-1] < weights[0]


def test_her_dossier_holds_all_that_the_picture_shows(dossiers):
    kinds = Counter(
        resource["resourceType"] for resources in dossiers.values() for resource in resources
    )
    for type_ in ("CarePlan", "Goal", "CareTeam", "Coverage", "Flag", "Device", "Task", "NutritionOrder",
                  "QuestionnaireResponse", "Composition", "DocumentReference", "Immunization"):  # fmt: skip
        assert kinds[type_], type_
    assert kinds["Coverage"] == 2
    assert any(item.get("status") == "in-progress" for item in _of(dossiers[providers.OWN], "Task"))


def test_her_story_does_not_depend_on_the_seed(dossiers):
    institution = generate(seed=8, clients=30, today=TODAY)
    teller, world = Teller(institution), World(institution)
    other = institution.clients[0]
    for record in other.records:
        resources = dossier_of(other, record, teller=teller, world=world).resources
        assert len(resources) == len(dossiers[record.source])
