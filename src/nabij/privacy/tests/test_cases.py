# SPDX-License-Identifier: EUPL-1.2
"""After records were taken away: the log follows them, who saw the mixture hears of it."""

import pytest
from django.utils import timezone

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access.actions import CareRelationFields
from nabij.clientview.tests import building
from nabij.core.dates import DAY
from nabij.core.viewer import Role
from nabij.linkage import actions as linkage_actions
from nabij.linkage import queries as linkage_queries
from nabij.linkage.models import RecordLink
from nabij.privacy import actions, queries
from nabij.privacy.choices import CaseState
from nabij.privacy.models import Case, CaseNotice
from nabij.privacy.tests.conftest import colleague, person, signed_in, viewer_of
from nabij.relations import actions as relations_actions
from nabij.relations import queries as relations_queries


def machine():
    return access_queries.machine(at=timezone.now(), command="test")


@pytest.fixture
def noor(noord, anna):
    """Who cares for Anna, with her team."""
    access_actions.add_care_relations(
        viewer=machine(),
        relations=[
            CareRelationFields(
                person_id=anna.pk, unit_id=noord.pk, starts_on=timezone.localdate() - DAY
            )
        ],
    )
    return colleague("Noor", Role.CARE_PROFESSIONAL, unit=noord)


@pytest.fixture
def records(anna):
    """A record of Anna, and one of a namesake that stands with her; with an allergy each."""
    found = []
    for name, allergy in (("gp", "Penicilline"), ("isala", "Jodium")):
        source = building.add_source(name, name.title(), "gp", default_ground="consent")
        record = building.add_record(source, anna)
        building.store(building.fact(record, "allergy", allergy, type="AllergyIntolerance"))
        found.append(record)
    return found


def split(anja, anna, record):
    viewer = viewer_of(anja)
    preview = linkage_queries.split_preview(viewer=viewer, person_ref=anna.ref)
    link = RecordLink.objects.get(patient_record=record)
    return linkage_actions.split(
        viewer=viewer,
        person_ref=anna.ref,
        records=[link.ref],
        stamp=preview.stamp,
        reason="Andere Johanna",
    )


def log_of(petra, party_ref):
    viewer = viewer_of(petra)
    since, until = viewer.at - DAY, viewer.at + DAY
    return queries.log_of_person(viewer=viewer, ref=party_ref, since=since, until=until).lines


def ref_of(pk):
    viewer = machine()
    return relations_queries.person_cards(viewer=viewer, ids=[pk])[pk].ref


def test_the_log_of_both_is_right_after_a_split(petra, anja, noor, anna, records):
    assert signed_in(noor).get(f"/persons/{anna.ref}/").status_code == 200
    moved = split(anja, anna, records[1])

    seen = [(line.who, line.is_under_other) for line in log_of(petra, ref_of(moved.to_person_id))]
    assert ("Noor", True) in seen
    assert ("Noor", False) in [(li.who, li.is_under_other) for li in log_of(petra, anna.ref)]
    signed_in(noor).get(f"/persons/{anna.ref}/")
    later = [line.who for line in log_of(petra, ref_of(moved.to_person_id))]
    assert later.count("Noor") == 1


def test_who_saw_the_mixture_hears_what_was_foreign_and_the_officer_gets_a_case(
    petra, anja, noor, anna, records
):
    for _time in range(2):
        signed_in(noor).get(f"/persons/{anna.ref}/")
    split(anja, anna, records[1])

    assert actions.open_cases(viewer=machine()) == 1
    assert actions.open_cases(viewer=machine()) == 0
    notice = CaseNotice.objects.get()
    assert (notice.user, notice.times, notice.records) == (noor, 2, [records[1].pk])

    browser = signed_in(noor)
    assert f"/who-looked/notices/{notice.ref}/" in browser.get("/").text
    page = browser.get(f"/who-looked/notices/{notice.ref}/").text
    assert "Jodium" in page
    assert "Penicilline" not in page
    assert signed_in(anja).get(f"/who-looked/notices/{notice.ref}/").status_code == 404
    browser.post(f"/who-looked/notices/{notice.ref}/")
    assert f"/who-looked/notices/{notice.ref}/" not in browser.get("/").text

    shown = signed_in(petra).get("/who-looked/cases/").text
    assert "Noor" in shown
    assert "Jodium" not in shown
    signed_in(petra).post("/who-looked/cases/", {"case": notice.case.ref, "outcome": "Besproken"})
    assert Case.objects.get().state == CaseState.CLOSED


def test_a_look_at_the_notice_stands_in_the_log_of_whose_records_it_opens(
    petra, anja, noor, anna, records
):
    signed_in(noor).get(f"/persons/{anna.ref}/")
    moved = split(anja, anna, records[1])
    actions.open_cases(viewer=machine())
    signed_in(noor).get(f"/who-looked/notices/{CaseNotice.objects.get().ref}/")

    lines = log_of(petra, ref_of(moved.to_person_id))
    assert [line.who for line in lines if line.is_under_other].count("Noor") == 2


def test_nobody_saw_it_closes_the_case_by_itself(anja, anna, records):
    split(anja, anna, records[1])
    actions.open_cases(viewer=machine())

    case = Case.objects.get()
    assert (case.state, case.notices.count()) == (CaseState.CLOSED, 0)


def test_a_merge_that_was_taken_back_is_a_mixture_too(petra, anja, noor, anna, noord):
    other = person(noord, "Berg")
    source = building.add_source("gp", "Gp", "gp", default_ground="consent")
    record = building.add_record(source, other)
    viewer = viewer_of(anja)
    preview = relations_queries.merge_preview(viewer=viewer, kept_ref=anna.ref, given_ref=other.ref)
    merge = relations_actions.merge(
        viewer=viewer, kept_ref=anna.ref, given_ref=other.ref, stamp=preview.stamp, reason="x"
    )
    signed_in(noor).get(f"/persons/{anna.ref}/")
    relations_actions.unmerge(viewer=viewer_of(anja), ref=merge.ref, reason="Twee mensen")
    actions.open_cases(viewer=machine())

    notice = CaseNotice.objects.get()
    assert (notice.user, notice.records) == (noor, [record.pk])
    assert ("Noor", True) in [(li.who, li.is_under_other) for li in log_of(petra, other.ref)]


def test_what_came_while_two_were_one_is_asked_about_once_and_moves_nowhere(anja, anna, noord):
    other, source = person(noord, "Berg"), building.add_source("gp", "Gp", "gp")
    own = building.add_record(source, anna)
    RecordLink.objects.update(created_at=timezone.now() - DAY)
    viewer = viewer_of(anja)
    preview = relations_queries.merge_preview(viewer=viewer, kept_ref=anna.ref, given_ref=other.ref)
    merge = relations_actions.merge(
        viewer=viewer, kept_ref=anna.ref, given_ref=other.ref, stamp=preview.stamp, reason="x"
    )
    came = building.add_record(building.add_source("isala", "Isala", "gp"), anna)
    relations_actions.unmerge(viewer=viewer_of(anja), ref=merge.ref, reason="Twee mensen")
    actions.open_cases(viewer=machine())

    asked = RecordLink.objects.get(needs_review=True)
    assert (asked.patient_record, asked.person_id, asked.risk) == (came, anna.pk, 2)
    page = signed_in(anja).get(f"/linkage/{asked.ref}/").text
    assert "terwijl deze persoon één was met iemand anders" in page
    stamp = linkage_queries.link_review(viewer=viewer_of(anja), ref=asked.ref).stamp
    linkage_actions.confirm_link(viewer=viewer_of(anja), ref=asked.ref, stamp=stamp)
    actions.open_cases(viewer=machine())
    assert not RecordLink.objects.filter(needs_review=True).exists()
    assert RecordLink.objects.get(patient_record=own).state == "automatic"


@pytest.mark.parametrize("role", [Role.FRONT_OFFICE, Role.CARE_PROFESSIONAL, Role.ADMINISTRATOR])
def test_others_find_no_cases(noord, role):
    browser = signed_in(colleague("Karel", role, unit=noord))
    assert browser.get("/who-looked/cases/").status_code == 404
