# SPDX-License-Identifier: EUPL-1.2
"""Linking everybody at once: the same rules as one by one, and a second run changes nothing.

Capability A-103; O-3 to O-9; decision 39.
"""

import json

import pytest
from django.core.management import CommandError, call_command

from nabij.access.models import AccessEntry
from nabij.core import jobs
from nabij.core.models import Job
from nabij.linkage import tasks
from nabij.linkage.actions import link_all as action
from nabij.linkage.actions.link_all import EVERYBODY, LINK_ALL, LinkingAlreadyRuns, link_all
from nabij.linkage.models import LinkRun, LinkWeights, PatientRecord, PlannedLink, RecordLink
from nabij.linkage.queries import LinkNotFound
from nabij.linkage.queries.weights import weights_in_force
from nabij.linkage.rules.weights import scale_of
from nabij.linkage.tests.building import (
    AT,
    MACHINE,
    MARIA,
    OTHER_BSN,
    person_of,
    proposals,
    record_of,
    row,
    take_in,
)
from nabij.linkage.tests.invented import invented
from nabij.relations.models import Party

pytestmark = pytest.mark.django_db


def _counts(**changes):
    return {"new": 0, "automatic": 0, "proposed": 0, "doubted": 0} | changes


def _store(source, *rows):
    take_in(source, *rows, link=False)


def _everything():
    """Return all that a run may change, as it stands."""
    links = RecordLink.objects.order_by("pk").values()
    persons = Party.objects.order_by("pk").values()
    records = PatientRecord.objects.order_by("pk").values()
    return list(links), list(persons), list(records)


def _run():
    return link_all(viewer=MACHINE).counts


def test_records_of_nobody_become_persons_and_find_each_other(gp, hospital):
    _store(gp, MARIA)
    _store(hospital, row("p1"), row("else", own_name="Smit", own_prefix="", given_names="Jan",
                                    initials="J.", call_name="", bsn=OTHER_BSN, birth="1950-01-01",
                                    phones=(), postcode="7411AA"))  # fmt: skip
    assert _run() == _counts(new=2, automatic=1)
    assert person_of(gp, "maria") == person_of(hospital, "p1") != person_of(hospital, "else")
    person = Party.objects.get(pk=person_of(gp, "maria"))
    assert person.name == "Marie van den Berg"
    link = RecordLink.objects.get(patient_record=record_of(hospital, "p1"))
    assert {"field": "bsn", "level": "same"}.items() <= link.evidence[0].items()
    assert link.score > 0.999
    assert not PatientRecord.objects.filter(examined_at=None).exists()
    assert not PlannedLink.objects.exists()


def test_a_second_run_changes_nothing(gp, hospital):
    _store(gp, MARIA, row("twin", given_names="Anna", call_name="", initials="A.", bsn=OTHER_BSN))
    _store(hospital, row("p1"), row("p2", bsn="", bsn_state="masked", postcode="", phones=()),
           row("p3", birth="1941-09-03"))  # fmt: skip
    assert _run()["proposed"] >= 1
    before = _everything()
    assert _run() == _counts()
    assert _everything() == before


def test_after_linking_one_by_one_there_is_nothing_left_to_link(gp, hospital):
    take_in(gp, MARIA)
    take_in(hospital, row("p1"), row("p2", bsn="", bsn_state="masked", postcode="", phones=()))
    before = _everything()
    assert _run() == _counts()
    assert _everything() == before


@pytest.mark.parametrize(
    "other",
    [
        {"given_names": "Pieter", "initials": "P.", "call_name": "", "gender": "male"},
        {"own_prefix": "", "own_name": "Verweij", "birth": "1964-02-08"},
        {"birth": "1994-07-01"},
        {"birth": "1941-03-08"},
    ],
    ids=["another name", "another name and birth date", "another birth date", "a day later"],
)
def test_one_bsn_for_two_persons_goes_to_review(gp, hospital, other):
    """O-3."""
    _store(gp, MARIA)
    _store(hospital, row("p1", **other))
    assert _run() == _counts(new=2, proposed=1)
    assert person_of(hospital, "p1") != person_of(gp, "maria")


def test_four_persons_under_one_bsn_stay_four_persons(gp):
    """O-3: 999911120 is used for Helleman, Verweij, Pietersen and Van Putten."""
    people = [("Helleman", "1964-01-01"), ("Verweij", "1964-06-02"),
              ("Pietersen", "1998-03-04"), ("Putten", "1994-05-06")]  # fmt: skip
    _store(gp, *(row(name, own_prefix="", own_name=name, birth=birth) for name, birth in people))
    assert _run()["new"] == 4


@pytest.mark.parametrize("bsn", ["masked", "absent"])
@pytest.mark.parametrize(
    "other",
    [
        {"given_names": "Anna", "call_name": "", "initials": "A."},
        {"given_names": "", "call_name": "", "initials": "A.", "name": ""},
        {"birth": "1971-03-09"},
        {"given_names": "Kees", "call_name": "", "initials": "K.", "gender": "male",
         "birth": "1938-06-01"},
    ],
    ids=["twin", "twin by initials", "parent and child of one name", "house-mate"],
)  # fmt: skip
def test_who_share_a_house_stay_apart_or_go_to_review(gp, hospital, bsn, other):
    """O-6; a masked BSN is unknown, not different."""
    unknown = {"bsn": "", "bsn_state": bsn}
    _store(gp, row("maria", **unknown))
    _store(hospital, row("p1", **unknown, **other))
    counts = _run()
    assert (counts["new"], counts["automatic"]) == (2, 0)


def test_namesakes_of_one_birth_date_elsewhere_are_asked_about_or_left(gp, hospital):
    """O-6: nothing but name and birth date is never enough; another BSN keeps them apart."""
    elsewhere = {"postcode": "7411AA", "house_number": "1", "street": "Kerkstraat", "phones": ()}
    _store(gp, MARIA)
    _store(hospital, row("p1", bsn=OTHER_BSN, **elsewhere),
           row("p2", bsn="", bsn_state="masked", **elsewhere))  # fmt: skip
    assert _run()["automatic"] <= 1
    assert person_of(gp, "maria") != person_of(hospital, "p1")
    assert person_of(gp, "maria") != person_of(hospital, "p2")


def test_a_masked_bsn_hinders_nothing(gp, hospital):
    """O-5."""
    _store(gp, MARIA)
    _store(hospital, row("p1", bsn="", bsn_state="masked"))
    assert _run() == _counts(new=1, automatic=1)


def test_a_record_that_fits_two_persons_joins_neither(gp, hospital):
    take_in(gp, MARIA)
    take_in(gp, row("other", bsn=OTHER_BSN))
    _store(hospital, row("p1", bsn="", bsn_state="absent"))
    counts = _run()
    assert (counts["new"], counts["automatic"], counts["proposed"]) == (1, 0, 2)
    assert {person for key, person in proposals() if key == "p1"} == {
        person_of(gp, "maria"), person_of(gp, "other"),
    }  # fmt: skip


def test_not_the_same_is_remembered(gp, hospital):
    take_in(gp, MARIA)
    take_in(hospital, row("p1", bsn="", bsn_state="masked", postcode="", phones=()))
    RecordLink.objects.filter(needs_review=True).update(
        state="rejected", needs_review=False, decided_at=AT
    )
    _store(hospital, row("p1"))  # now its BSN is known, which by itself would join it
    mine = person_of(hospital, "p1")
    assert _run() == _counts()
    assert person_of(hospital, "p1") == mine
    assert proposals() == []


def test_a_confirmed_link_that_is_contradicted_is_asked_about_and_stays(gp, hospital):
    take_in(gp, MARIA)
    take_in(hospital, row("p1"))
    RecordLink.objects.filter(patient_record=record_of(hospital, "p1")).update(state="confirmed")
    person = person_of(gp, "maria")
    _store(hospital, row("p1", own_prefix="", own_name="Verweij", birth="1964-02-08",
                         given_names="Kees", initials="K.", call_name="", gender="male"))  # fmt: skip
    assert _run() == _counts(doubted=1)
    link = RecordLink.objects.get(patient_record=record_of(hospital, "p1"), state="confirmed")
    assert (link.person_id, link.needs_review, link.has_conflict) == (person, True, True)
    assert _run() == _counts()


def test_our_own_client_number_decides_unless_name_or_birth_date_contradicts_it(own):
    take_in(own, row("c1", client_number="C1"))
    bare = {"bsn": "", "bsn_state": "absent", "postcode": "", "phones": (), "given_names": "",
            "initials": "", "call_name": ""}  # fmt: skip
    _store(own, row("again", client_number="C1", **bare),
           row("wrong", client_number="C1", **(bare | {"birth": "1999-01-01"})))  # fmt: skip
    counts = _run()
    assert person_of(own, "again") == person_of(own, "c1") != person_of(own, "wrong")
    assert (counts["automatic"], counts["new"]) == (1, 1)
    assert Party.objects.get(pk=person_of(own, "wrong")).client_number is None


def test_a_record_without_any_name_waits(own):
    nameless = row("c9", client_number="C9", name="", given_names="", initials="", call_name="",
                   own_prefix="", own_name="", birth="", bsn="", bsn_state="absent")  # fmt: skip
    _store(own, nameless)
    assert _run() == _counts()
    assert not RecordLink.objects.exists()


def test_a_record_that_changed_since_it_was_read_waits_for_the_next_run(gp, hospital):
    _store(gp, MARIA)
    _store(hospital, row("p1"))

    def change(step):
        if step.name == "write" and not step.done:
            _store(hospital, row("p1", birth="1994-07-01"))

    assert link_all(viewer=MACHINE, tell=change).counts == _counts(new=1)
    assert _run() == _counts(new=1, proposed=1)


def test_a_run_that_was_stopped_goes_on_with_its_plan(gp, hospital):
    _store(gp, MARIA, row("jan", own_name="Smit", birth="1950-01-01", bsn=OTHER_BSN))
    _store(hospital, row("p1"))

    class PowerCut(Exception):
        pass

    def stop(step):
        if step.name == "write" and step.done == 2:
            raise PowerCut

    with pytest.raises(PowerCut):
        link_all(viewer=MACHINE, tell=stop)
    assert RecordLink.objects.count() == 2
    assert _run() == _counts(new=2, automatic=1)
    assert LinkRun.objects.count() == 1


def test_every_piece_and_the_whole_run_are_in_the_log(gp, hospital):
    _store(gp, MARIA)
    _store(hospital, row("p1"))
    AccessEntry.objects.all()
    _run()
    lines = AccessEntry.objects.order_by("id")
    assert [entry.object_ids for entry in lines.filter(event="link")] == [
        [person_of(gp, "maria")]
    ] * 2
    (whole,) = lines.filter(event="link-all")
    assert (whole.user_id, whole.access_point, whole.purpose) == (0, "test", "HOPERAT")
    assert whole.detail == "2 records: 1 automatic, 0 doubted, 1 new, 0 proposed"


def test_a_colleague_starts_it_as_a_job_only(anja, gp):
    with pytest.raises(LinkNotFound):
        link_all(viewer=anja.viewer)


def test_few_records_teach_nothing_so_the_weights_that_came_along_count(gp):
    _store(gp, MARIA)
    _run()
    assert not LinkWeights.objects.exists()
    assert LinkRun.objects.get().weights is None


def test_weights_are_learned_once_and_anew_only_when_asked_and_relink_nothing(
    gp, hospital, monkeypatch
):
    monkeypatch.setattr(action, "FEWEST_PAIRS", 100)
    rows = [row for row, _person in invented(records=400, seed=7)]
    _store(gp, *rows[::2])
    _store(hospital, *rows[1::2])
    counts = _run()
    assert min(counts["automatic"], counts["proposed"]) > 10
    (first,) = LinkWeights.objects.all()
    assert (first.version, first.records, first.pairs) == (1, 400, LinkRun.objects.get().pairs)
    before = _everything()
    assert _run() == _counts()
    assert LinkWeights.objects.get() == first
    again = link_all(viewer=MACHINE, is_to_learn=True)
    assert again.weights.version == 2
    assert (again.counts["new"], again.counts["automatic"], again.counts["doubted"]) == (0, 0, 0)
    links, persons, records = _everything()
    assert links[: len(before[0])] == before[0]
    assert (persons, records) == before[1:]
    # Whoever comes alone is explained with what all taught.
    taught = scale_of(weights_in_force(viewer=MACHINE).model)
    take_in(hospital, row("p1"), row("p2", birth="1941-09-03"))
    (link,) = RecordLink.objects.filter(patient_record=record_of(hospital, "p2"), state="proposed")
    assert {e["field"]: e["weight"] for e in link.evidence}["bsn"] == taught.weights["bsn"]["same"]


def test_the_worker_links_for_who_asked(gp, anja, bram):
    _store(gp, MARIA)
    job = action.start_link_all(viewer=anja.viewer)
    assert (job.kind, job.subject_ref, job.owner_id) == (LINK_ALL, EVERYBODY, anja.user.pk)
    tasks.link_all(jobs.Progress(job), user_id=anja.user.pk)
    assert person_of(gp, "maria")
    line = AccessEntry.objects.get(event="link-all")
    assert (line.user_id, line.responsible_id) == (0, anja.user.pk)
    job.refresh_from_db()
    assert job.done == job.total == 1
    with pytest.raises(LinkNotFound):
        action.start_link_all(viewer=bram.viewer)


def test_the_command_tells_what_it_did(gp, hospital, capsys):
    _store(gp, MARIA)
    _store(hospital, row("p1"))
    call_command("link", "--all", "--json")
    found = json.loads(capsys.readouterr().out)
    assert found == _counts(records=2, pairs=1, left_out=0, new=1, automatic=1)
    job = Job.objects.get(kind=LINK_ALL)
    assert (job.state, job.done, job.total) == ("done", 2, 2)
    call_command("link", "--all")
    assert "vergeleken paren" in capsys.readouterr().out
    with pytest.raises(CommandError, match="--all"):
        call_command("link")


def test_two_whole_runs_at_once_are_refused(gp, cluster):
    from django.db import connection

    from nabij.linkage.actions.link_all import ONE_WHOLE_RUN

    with cluster.admin(connection.settings_dict["NAME"]) as other:
        other.execute("SELECT pg_advisory_lock(%s)", [ONE_WHOLE_RUN])
        with pytest.raises(LinkingAlreadyRuns):
            link_all(viewer=MACHINE)


def test_the_intake_role_may_link_everybody(gp, hospital, as_role):
    with as_role("nabij_intake"):
        _store(gp, MARIA)
        _store(hospital, row("p1"), row("p2", own_name="Smit", birth="1960-01-01"))
        assert _run()["automatic"] == 1
