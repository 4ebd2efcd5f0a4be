# SPDX-License-Identifier: EUPL-1.2
"""What goes when somebody asks, what stays and why (mission A-118, W-11, R13)."""

import doctest

import pytest
from django.apps import apps
from django.db import connection
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.access.models import Emergency
from nabij.clientview.tests import building
from nabij.contact.models import (
    Appointment,
    AppointmentParty,
    Interaction,
    InteractionParty,
    Task,
    WorkedTime,
)
from nabij.core.refs import new_ref
from nabij.privacy.actions import erasures
from nabij.privacy.actions import requests as asking
from nabij.privacy.actions.erasures import opened_to_erase
from nabij.privacy.models import Find, LegalHold
from nabij.privacy.queries import holdings
from nabij.privacy.rules import erasing, masking
from nabij.privacy.rules.classification import TABLE
from nabij.privacy.tests import somebody as world
from nabij.privacy.tests.conftest import person as new_person
from nabij.privacy.tests.conftest import viewer_of
from nabij.relations import actions as relations_actions
from nabij.relations.types import OrganisationFields


def worker(user):
    return access_queries.machine_for(user_id=user.pk, at=timezone.now(), command="test")


def granted(petra, party, kind="erasure"):
    viewer = viewer_of(petra)
    row = asking.record_request(
        viewer=viewer,
        person_ref=party.ref,
        fields=asking.RequestFields(
            kind=kind, asker="person", received_on=timezone.localdate(), identity="document"
        ),
        entry_key=new_ref(),
    )
    return asking.decide_request(
        viewer=viewer, ref=row.ref, version=1, decision="granted", ground="", explanation=""
    )


def listed(petra, row):
    erasure = erasures.ask_for_list(viewer=viewer_of(petra), ref=row.ref)
    return erasures.list_what_goes(viewer=worker(petra), erasure_id=erasure.pk)


def carried_out(petra, frits, row):
    erasure = listed(petra, row)
    erasures.approve(viewer=viewer_of(frits), ref=row.ref, stamp=erasure.stamp)
    return erasures.carry_out(viewer=worker(petra), erasure_id=erasure.pk)


def test_of_a_lead_everything_goes(petra, frits, lead, found_in):
    assert len(found_in(world.CANARY)) > 15
    done = carried_out(petra, frits, granted(petra, lead))
    assert done.carried_out_at
    lead.refresh_from_db()
    assert (lead.name, lead.search_text, lead.birth_on, lead.city) == ("Gewist", "", None, "")
    assert lead.archived_at
    assert found_in(world.CANARY) == []


def by_why(erasure):
    return {(line["label"], line["fate"], line["why"]) for line in erasure.plan}


def test_of_a_client_only_what_may_go_goes_and_the_rest_has_its_ground(
    petra, frits, client, found_in
):
    done = carried_out(petra, frits, granted(petra, client))
    assert {
        ("relations.Relationship", "goes", "asked"),
        ("contact.Interaction", "goes", "asked"),
        ("contact.Interaction", "stays", "care_term"),
        ("dossiers.Fact", "stays", "care_term"),
        ("relations.Address", "stays", "with_care"),
        ("access.AccessEntry", "stays", "log"),
    } <= by_why(done)
    client.refresh_from_db()
    assert client.name != "Gewist"
    assert found_in("als member", "als lead", "over de club") == []
    assert len(found_in(f"{world.CARE_CANARY} besproken")) == 1


def test_destruction_takes_the_care_record_and_leaves_the_relation(petra, frits, client, found_in):
    done = carried_out(petra, frits, granted(petra, client, kind="destruction"))
    assert ("dossiers.Fact", "goes", "asked") in by_why(done)
    assert ("relations.Address", "stays", "no_care") in by_why(done)
    assert found_in(world.CARE_CANARY) == []
    assert len(found_in("als member")) == 2


def test_there_is_a_row_of_every_kind_and_of_all_that_may_go_nothing_is_left(
    petra, frits, known_everywhere, found_in
):
    """R13: every model that is about somebody, each text of it with a word of its own."""
    assert kinds_without_a_row(petra, known_everywhere) == set()
    assert len(found_in(world.CANARY)) > 50
    carried_out(petra, frits, granted(petra, known_everywhere, kind="destruction"))
    done = carried_out(petra, frits, granted(petra, known_everywhere))
    left = found_in(world.CANARY, world.CARE_CANARY)
    assert left == [], left
    assert ("privacy.Breach", "stays", "masked") in by_why(done)
    assert sorted(apps.get_model("privacy.Breach").objects.values_list("what", flat=True)) == [
        "Brief aan [gewist] ([gewist])", "De map [gewist] lag in de bus",
    ]  # fmt: skip


def kinds_without_a_row(petra, party):
    viewer = worker(petra)
    person = holdings.whose(viewer=viewer, person_id=party.pk)
    with opened_to_erase(
        viewer=viewer, person_id=party.pk, event="erasure-list", action="R", request_ref="test"
    ):
        return {
            label
            for label, held in TABLE.items()
            if held.found_by and not holdings.found(label, person).exists()
        }


def test_who_receives_care_keeps_who_they_are_and_who_comes(petra, frits, client, noord):
    world.in_care(client, noord, days=10)
    done = carried_out(petra, frits, granted(petra, client, kind="destruction"))
    assert ("access.CareRelation", "stays", "in_care") in by_why(done)
    assert ("dossiers.Fact", "goes", "asked") in by_why(done)


def test_after_both_nothing_is_left(petra, frits, client, found_in):
    carried_out(petra, frits, granted(petra, client, kind="destruction"))
    carried_out(petra, frits, granted(petra, client))
    client.refresh_from_db()
    assert client.name == "Gewist"
    left = found_in(world.CANARY, world.CARE_CANARY)
    assert left == [], left


def test_two_emergencies_and_a_look_at_night_of_one_pair_and_day_are_in_nobodys_way(
    petra, frits, anja, client, found_in
):
    now = timezone.now()
    for _ in range(2):
        push = Emergency.objects.create(
            person=client, user=anja, entry_key=new_ref(), reason=world.CARE_CANARY, starts_at=now,
            ends_at=now, review_by=timezone.localdate(),
        )  # fmt: skip
        world.looked_into(client, anja, emergency=push)
    world.looked_into(client, anja)
    carried_out(petra, frits, granted(petra, client, kind="destruction"))
    done = carried_out(petra, frits, granted(petra, client))
    assert ("access.Emergency", "stays", "proof") in by_why(done)
    assert Find.objects.filter(emergency__isnull=False).count() == 2
    assert found_in(world.CANARY, world.CARE_CANARY) == []


def test_of_a_contact_at_an_organisation_its_own_records_stay(
    petra, frits, anja, machine, noord, found_in
):
    town = relations_actions.create_organisation(
        viewer=machine, fields=OrganisationFields(name="Gemeente Noord", kind="municipality")
    )
    contact = world.somebody(machine, noord)
    said = world.spoken_with(contact, anja, text="Contract besproken", about=[], on_behalf_of=town)
    InteractionParty.objects.create(
        interaction=said, party=town, is_on_behalf_of=True, at=timezone.now()
    )
    world.hours(said, town, anja, is_billable=False)
    alone = world.spoken_with(contact, anja, text="Zoekt zelf werk", about=[])
    task = world.task_for(town, anja, text="Offerte sturen", about=[], counterpart=contact)
    planned = world.appointment_with(town, anja, text="Overleg", about=[])
    AppointmentParty.objects.create(appointment=planned, party=contact, is_subject=False)
    carried_out(petra, frits, granted(petra, contact))
    assert list(Interaction.objects.values_list("pk", flat=True)) == [said.pk]
    assert not Interaction.objects.filter(pk=alone.pk).exists()
    assert WorkedTime.objects.filter(party=town).exists()
    assert Task.objects.filter(pk=task.pk).exists()
    assert Appointment.objects.filter(pk=planned.pk).exists()
    assert found_in(world.CANARY) == []
    assert found_in("Contract besproken", "Offerte sturen", "Overleg")


def test_a_copy_of_another_provider_is_no_record_of_ours(petra, frits, lead, found_in):
    """Never in our care, and the ground was withdrawn: it goes with its ground."""
    source = building.add_source("huisarts", "Huisarts", "gp")
    record = building.add_record(source, lead, decision="withdrawn", evidence=world.CARE_CANARY)
    building.store(building.fact(record, "problem", world.CARE_CANARY))
    done = carried_out(petra, frits, granted(petra, lead))
    assert ("dossiers.Fact", "goes", "asked") in by_why(done)
    lead.refresh_from_db()
    assert lead.name == "Gewist"
    assert found_in(world.CANARY, world.CARE_CANARY) == []


def test_a_copy_without_ground_goes_and_our_own_record_stays(petra, frits, client, found_in):
    source = building.add_source("huisarts", "Huisarts", "gp")
    record = building.add_record(source, client, decision="withdrawn")
    building.store(building.fact(record, "problem", "Van de huisarts"))
    done = carried_out(petra, frits, granted(petra, client))
    assert {("dossiers.Fact", "goes", "asked"), ("dossiers.Fact", "stays", "care_term")} <= by_why(
        done
    )
    assert found_in("Van de huisarts") == []


def test_of_who_decided_for_a_client_no_name_stays_in_the_proof(
    petra, frits, noord, lead, found_in
):
    father = new_person(noord, "Vader")
    building.add_record(
        building.add_source("huisarts", "Huisarts", "gp"), father, decision="given",
        evidence=f"{world.CANARY} tekende", given_by=lead,
    )  # fmt: skip
    carried_out(petra, frits, granted(petra, lead))
    assert found_in(world.CANARY) == []


def test_what_is_erased_is_not_called_done_by_hand(petra, lead):
    row = granted(petra, lead)
    with pytest.raises(asking.GoesByItsList):
        asking.finish_request(viewer=viewer_of(petra), ref=row.ref, version=row.version)


@pytest.mark.parametrize("held_by", ["hold", "discontent"])
def test_what_is_held_refuses_with_its_ground(petra, frits, anja, lead, held_by):
    if held_by == "hold":
        LegalHold.objects.create(
            person=lead, ground="claim", reason="Rechtszaak", placed_by=petra,
            placed_at=timezone.now(),
        )  # fmt: skip
    else:
        world.task_for(
            lead, anja, text="Niet tevreden", kind="discontent", manner="oral",
            received_on=timezone.localdate(),
        )  # fmt: skip
    row = granted(petra, lead)
    erasure = listed(petra, row)
    assert {line["fate"] for line in erasure.plan} == {"stays"}
    with pytest.raises(erasures.IsHeld):
        erasures.approve(viewer=viewer_of(frits), ref=row.ref, stamp=erasure.stamp)


def test_a_second_person_approves_the_list_that_was_shown(petra, frits, anja, lead):
    row = granted(petra, lead)
    erasure = listed(petra, row)
    with pytest.raises(erasures.SecondPersonNeeded):
        erasures.approve(viewer=viewer_of(petra), ref=row.ref, stamp=erasure.stamp)
    with pytest.raises(erasures.ListChanged):
        erasures.approve(viewer=viewer_of(frits), ref=row.ref, stamp="another")
    with pytest.raises(erasures.RequestNotFound):
        erasures.approve(viewer=viewer_of(anja), ref=row.ref, stamp=erasure.stamp)
    with pytest.raises(erasures.NotApproved):
        erasures.carry_out(viewer=worker(petra), erasure_id=erasure.pk)
    erasures.approve(viewer=viewer_of(frits), ref=row.ref, stamp=erasure.stamp)
    world.task_for(lead, anja, text="Intussen gemaakt")
    with pytest.raises(erasures.ListChanged):
        erasures.carry_out(viewer=worker(petra), erasure_id=erasure.pk)
    lead.refresh_from_db()
    assert lead.name != "Gewist"
    again = erasures.Erasure.objects.get()
    erasures.approve(viewer=viewer_of(frits), ref=row.ref, stamp=again.stamp)
    assert erasures.carry_out(viewer=worker(petra), erasure_id=erasure.pk).carried_out_at


def test_it_is_all_or_nothing_wherever_it_is_killed(petra, frits, lead):
    row = granted(petra, lead)
    erasure = listed(petra, row)
    erasures.approve(viewer=viewer_of(frits), ref=row.ref, stamp=erasure.stamp)
    deaths = 0
    for number in range(5, 1000, 15):
        try:
            with connection.execute_wrapper(DiesAt(number)):
                erasures.carry_out(viewer=worker(petra), erasure_id=erasure.pk)
            break
        except DiedError:
            deaths += 1
            lead.refresh_from_db()
            is_gone = lead.name == "Gewist"  # it died after the commit
            assert Interaction.objects.exists() != is_gone
    assert deaths > 5
    assert erasures.carry_out(viewer=worker(petra), erasure_id=erasure.pk).carried_out_at
    first = erasures.Erasure.objects.get().carried_out_at
    erasures.carry_out(viewer=worker(petra), erasure_id=erasure.pk)
    assert erasures.Erasure.objects.get().carried_out_at == first
    assert not Interaction.objects.exists()


class DiedError(Exception):
    pass


class DiesAt:
    """Die before the statement of this number."""

    def __init__(self, number):
        self.left = number

    def __call__(self, execute, sql, params, many, context):
        self.left -= 1
        if not self.left:
            raise DiedError
        return execute(sql, params, many, context)


def test_the_examples_are_true():
    assert doctest.testmod(erasing).failed == doctest.testmod(masking).failed == 0
