# SPDX-License-Identifier: EUPL-1.2
"""One who turns out to be two is split, records are put with somebody by hand, and both go back."""

import pytest

from nabij.linkage import actions, queries
from nabij.linkage.models import RecordLink, RecordMove
from nabij.linkage.queries.copies import RecordNotFound
from nabij.linkage.tests.building import MACHINE, person_of, record_of, row, take_in
from nabij.relations import actions as relations_actions
from nabij.relations.models import Party
from nabij.relations.tests.rows import all_rows
from nabij.relations.types import PersonFields, PersonName


@pytest.fixture
def mixed(maria, hospital):
    """A record of the hospital that joined Maria by itself."""
    take_in(hospital, row("p1"))
    assert person_of(hospital, "p1") == maria.pk
    return maria


def links_of(person):
    active = RecordLink.objects.filter(person=person, state__in=["automatic", "confirmed"])
    return {link.patient_record.source.name: link for link in active}


def split(colleague, person, *names, to="", **options):
    preview = queries.split_preview(viewer=colleague.viewer, person_ref=person.ref, to_ref=to)
    records = [links_of(person)[name].ref for name in names]
    values = {"records": records, "stamp": preview.stamp, "reason": "Andere Maria"} | options
    return actions.split(viewer=colleague.viewer, person_ref=person.ref, to_ref=to, **values)


def without_history(rows):
    left = {"linkage_recordmove", "linkage_judgement"}
    return {table: lines for table, lines in rows.items() if table not in left}


def test_a_record_goes_to_a_new_person_and_is_not_joined_again(anja, mixed, hospital):
    moved = split(anja, mixed, "hospital")

    assert person_of(hospital, "p1") == moved.to_person_id != mixed.pk
    assert set(links_of(mixed)) == {"gp"}
    take_in(hospital, row("p1", street="Nieuwstraat"))
    assert person_of(hospital, "p1") == moved.to_person_id


def test_a_split_is_taken_back_exactly(anja, mixed):
    before = without_history(all_rows())
    persons = set(Party.objects.values_list("pk", flat=True))
    moved = split(anja, mixed, "hospital")

    for _time in range(2):
        actions.undo_split(viewer=anja.viewer, ref=moved.ref)

    made = Party.objects.exclude(pk__in=persons).get()
    assert made.archived_at is not None
    after = without_history(all_rows())
    tables = ("linkage_recordlink", "linkage_patientrecord")
    assert {t: after[t] for t in tables} == {t: before[t] for t in tables}
    old = [row for row in after["relations_party"] if f'"id": {made.pk},' not in row]
    assert old == before["relations_party"]


def test_records_are_linked_again_by_hand(anja, mixed, hospital):
    link = links_of(mixed)["hospital"]
    shown = queries.link_to_unlink(viewer=anja.viewer, ref=link.ref)
    actions.unlink(viewer=anja.viewer, ref=link.ref, stamp=shown.record.stamp)
    alone = Party.objects.get(pk=person_of(hospital, "p1"))
    alone.unit = mixed.unit
    alone.save()

    split(anja, alone, "hospital", to=mixed.ref)

    assert person_of(hospital, "p1") == mixed.pk
    assert [move.kind for move in RecordMove.objects.order_by("pk")] == ["unlinked", "by_hand"]


def test_the_log_names_both_and_the_records(anja, mixed, hospital, log):
    moved = split(anja, mixed, "hospital")

    assert {line.object_id for line in log("split")} == {mixed.pk, moved.to_person_id}
    assert log("split")[0].records == [record_of(hospital, "p1").pk]


def test_what_does_not_do_is_said(anja, mixed):
    with pytest.raises(actions.NothingChosen):
        split(anja, mixed)
    with pytest.raises(actions.NobodyLeft):
        split(anja, mixed, "hospital", "gp")
    with pytest.raises(actions.WhyMissing):
        split(anja, mixed, "hospital", reason=" ")
    with pytest.raises(actions.DecisionIsStale):
        split(anja, mixed, "hospital", stamp="of before")
    assert not RecordMove.objects.exists()


def test_others_see_nothing_of_it(anja, carla, bram, noor, mixed):
    for colleague in (carla, bram, noor):
        with pytest.raises(RecordNotFound):
            split(colleague, mixed, "hospital")
    moved = split(anja, mixed, "hospital")
    for colleague in (carla, bram, noor):
        with pytest.raises(queries.MoveNotFound):
            actions.undo_split(viewer=colleague.viewer, ref=moved.ref)


def test_a_confirmed_question_leaves_its_trail(anja, proposal):
    shown = queries.link_review(viewer=anja.viewer, ref=proposal.ref)
    actions.confirm_link(viewer=anja.viewer, ref=proposal.ref, stamp=shown.stamp)

    move = RecordMove.objects.get()
    assert (move.kind, move.records) == ("linked", [proposal.patient_record_id])
    assert proposal.person_id in {move.person_id, move.to_person_id}


def test_the_page_splits_and_puts_back(anja, mixed, hospital):
    page = f"/linkage/persons/{mixed.ref}/split/"
    form = anja.client.get(page).context["form"]
    data = {
        "stamp": form.initial["stamp"],
        "records": [links_of(mixed)["hospital"].ref],
        "reason": "Andere Maria",
    }
    assert anja.client.post(page, data | {"reason": ""}).status_code == 422
    anja.client.post(page, data)
    move = RecordMove.objects.get()

    shown = anja.client.get(f"/linkage/persons/{mixed.ref}/").text
    assert "Andere Maria" in shown
    assert anja.client.post(f"/linkage/moves/{move.ref}/undo/").status_code == 302
    assert person_of(hospital, "p1") == mixed.pk


def test_somebody_known_is_found_by_name(anja, mixed, record_a_namesake):
    page = f"/linkage/persons/{mixed.ref}/split/"
    found = anja.client.post(page, {"q": "Karel"}).text

    assert f"{page}{record_a_namesake.ref}/" in found


@pytest.fixture
def record_a_namesake(noord):
    fields = PersonFields(name=PersonName(call_name="Karel", own_name="Berg"), unit_id=noord.pk)
    return relations_actions.create_person(viewer=MACHINE, fields=fields)
