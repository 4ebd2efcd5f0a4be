# SPDX-License-Identifier: EUPL-1.2
"""The copy that a person asks for: complete, logged, and gone in time (A-118, R13)."""

import doctest
import json
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone, translation

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access.models import AccessEntry, Representation
from nabij.clientview.tests import building
from nabij.contact.models import ClientStatement, Interaction, TaskStep
from nabij.database.testing.scratch import acting_as
from nabij.dossiers.models import Fact
from nabij.linkage.models import Source
from nabij.privacy.actions import copies
from nabij.privacy.models import PersonCopy, Withholding
from nabij.privacy.papers import paper
from nabij.privacy.queries.copying import Row
from nabij.privacy.rules import keeping_copies
from nabij.privacy.tests import somebody as world
from nabij.privacy.tests.conftest import person as new_person
from nabij.privacy.tests.conftest import viewer_of
from nabij.privacy.tests.test_erasures import DiedError, DiesAt, granted, worker
from nabij.relations import actions as relations_actions
from nabij.relations.types import OrganisationFields


@pytest.fixture
def client(noord, anja):
    """Somebody who is a client, a member and a lead at once."""
    machine = access_queries.machine(at=timezone.now(), command="test")
    party = world.somebody(machine, noord, number="10023")
    club = relations_actions.create_organisation(
        viewer=machine, fields=OrganisationFields(name="Ledenservice Noord", kind="home_care")
    )
    world.is_known_as(party, club, "member", "lead")
    world.in_care(party, noord)
    world.dossier_of(party)
    world.spoken_with(party, anja, text="Gesproken kanarie", about=[party.pk])
    world.task_for(party, anja, text="Taak kanarie")
    world.appointment_with(party, anja, text="Afspraak kanarie")
    return party


def made(petra, row):
    copy = copies.ask_for_copy(viewer=viewer_of(petra), ref=row.ref)
    return copies.make_copy(viewer=worker(petra), copy_id=copy.pk)


def taken(petra, copy, part):
    return copies.take_copy(viewer=viewer_of(petra), ref=copy.ref, part=part)


def test_the_copy_has_everything_and_says_who_took_it(petra, client):
    copy = made(petra, granted(petra, client, kind="access"))
    file = taken(petra, copy, "fhir")
    found = json.loads(file.content)
    text = file.content.decode()
    for word in (
        world.CANARY, world.CARE_CANARY, "als member", "als lead", "Gesproken kanarie",
        "Taak kanarie", "Afspraak kanarie", f"{world.CANARY}straat", "hoort slecht",
    ):  # fmt: skip
        assert word in text, word
    assert (found["resourceType"], found["type"]) == ("Bundle", "collection")
    urls = [entry["fullUrl"] for entry in found["entry"]]
    assert len(urls) == len(set(urls))
    kinds = {entry["resource"]["resourceType"] for entry in found["entry"]}
    assert {"Patient", "Basic", "Condition", "AuditEvent"} <= kinds
    assert taken(petra, copy, "pdf").content.startswith(b"%PDF")
    entries = AccessEntry.objects.filter(object_id=client.pk).order_by("id")
    events = [entry.event for entry in entries if entry.event.startswith("copy")]
    assert events == ["copy-asked", "copy", "copy-taken", "copy-taken"]
    assert AccessEntry.objects.get(event="copy").purpose == "PATRQT"


def test_on_paper_the_codes_of_sources_are_words(petra, client):
    values = (
        ("status", "how it stands", "entered-in-error"),
        ("category", "sort", "dispense"),
        ("details", "more", {"verification": "unconfirmed", "dosage": "1 keer per dag"}),
        ("code_text", "what", "Jicht"),
    )
    with translation.override("nl"):
        (line,) = [paper._line(Row("dossiers.Fact", "x", values))]
    told = dict(line)
    assert told["how it stands"] == "foutief ingevoerd"
    assert "unconfirmed" not in told["more"]
    assert "niet bevestigd" in told["more"]
    assert "1 keer per dag" in told["more"]
    assert told["what"] == "Jicht"


def test_what_the_client_states_goes_along_in_every_version(petra, client):
    fact = {"source_id": Source.objects.get().pk, "fact_type": "Condition"}
    with acting_as("nabij_backup"):
        fact["fact_key"] = Fact.objects.values_list("source_key", flat=True).get()
    for version, text in ((1, "Zo is het niet"), (2, "Zo is het wel een beetje")):
        ClientStatement.objects.bulk_create(
            [
                ClientStatement(
                    ref="x" * 16, version=version, person=client, person_ids=[client.pk],
                    data_class="c", text=text, author=petra, written_at=timezone.now(),
                    channel="visit", said_on=timezone.localdate(), **fact,
                )
            ]
        )  # fmt: skip
    copy = made(petra, granted(petra, client, kind="access"))
    found = json.loads(taken(petra, copy, "fhir").content)
    stated = [
        entry["resource"]["extension"]
        for entry in found["entry"]
        if entry["resource"]["resourceType"] == "Basic"
        and entry["resource"]["code"]["coding"][0]["code"] == "contact.ClientStatement"
    ]
    told = [{one["url"].rpartition(".")[2]: one for one in of} for of in stated]
    assert [one["text"]["valueString"] for one in told] == [
        "Zo is het niet", "Zo is het wel een beetje",
    ]  # fmt: skip
    assert {one["beside"]["valueString"] for one in told} == {world.CARE_CANARY}
    assert len({entry["fullUrl"] for entry in found["entry"]}) == len(found["entry"])


def test_the_same_content_has_the_same_bytes(petra, client):
    row = granted(petra, client, kind="portability")
    copy = copies.ask_for_copy(viewer=viewer_of(petra), ref=row.ref)
    files = []
    for _ in range(2):
        PersonCopy.objects.update(made_at=None)
        copies.make_copy(viewer=worker(petra), copy_id=copy.pk)
        files.append([taken(petra, copy, part).content for part in ("fhir", "pdf")])
    assert files[0] == files[1]


def test_killed_anywhere_it_is_made_once(petra, client):
    row = granted(petra, client, kind="access")
    copy = copies.ask_for_copy(viewer=viewer_of(petra), ref=row.ref)
    deaths = 0
    for number in range(3, 1000, 12):
        try:
            with connection.execute_wrapper(DiesAt(number)):
                copies.make_copy(viewer=worker(petra), copy_id=copy.pk)
            break
        except DiedError:
            deaths += 1
            assert PersonCopy.objects.get().bundle is None
    assert deaths > 4
    first = PersonCopy.objects.get().bundle
    copies.make_copy(viewer=worker(petra), copy_id=copy.pk)
    assert PersonCopy.objects.get().bundle == first


def test_what_was_said_in_confidence_asks_for_a_decision_first(petra, anja, noord, client):
    daughter = new_person(noord, "Dochter")
    remark = world.spoken_with(
        daughter, anja, text="Zij drinkt weer", about=[client.pk], in_confidence_at=timezone.now()
    )
    row = granted(petra, client, kind="access")
    with pytest.raises(copies.ConfidenceUndecided):
        copies.ask_for_copy(viewer=viewer_of(petra), ref=row.ref)

    def decide(**given):
        return copies.decide_on_remark(
            viewer=viewer_of(petra), ref=row.ref, interaction_ref=remark.ref, **given
        )

    with pytest.raises(copies.ReasonMissing):
        decide(is_withheld=True, reason="")
    decide(is_withheld=True, reason="De dochter vroeg erom")
    copy = made(petra, row)
    text = taken(petra, copy, "fhir").content.decode()
    assert "Zij drinkt weer" not in text
    assert "Dochter" not in text
    assert copy.withheld == [{"ground": "confidence", "count": 1}]
    decide(is_withheld=False, reason="De dochter vindt het goed")
    again = made(petra, row)
    assert "Zij drinkt weer" in taken(petra, again, "fhir").content.decode()
    decided = Withholding.objects.order_by("pk").values_list("reason", flat=True)
    assert list(decided) == ["De dochter vroeg erom", "De dochter vindt het goed"]


def test_what_was_to_be_done_after_a_withheld_remark_stays_out_too(petra, anja, noord, client):
    remark = world.spoken_with(
        new_person(noord, "Dochter"), anja, text="Zij drinkt", about=[client.pk],
        in_confidence_at=timezone.now(),
    )  # fmt: skip
    task = world.task_for(client, anja, text="Huisarts bellen om drank", interaction=remark)
    TaskStep.objects.create(
        task=task, kind="attempt", outcome="no_answer", colleague=anja, at=timezone.now()
    )
    row = granted(petra, client, kind="access")
    copies.decide_on_remark(
        viewer=viewer_of(petra), ref=row.ref, interaction_ref=remark.ref, is_withheld=True,
        reason="In vertrouwen",
    )  # fmt: skip
    copy = made(petra, row)
    text = taken(petra, copy, "fhir").content.decode()
    assert "drank" not in text
    assert "contact.TaskStep" not in text
    assert "Taak kanarie" in text


def test_a_remark_that_comes_in_while_the_copy_waits_ends_the_job(petra, anja, noord, client):
    row = granted(petra, client, kind="access")
    copy = copies.ask_for_copy(viewer=viewer_of(petra), ref=row.ref)
    world.spoken_with(
        new_person(noord, "Dochter"), anja, text="Zij drinkt", about=[client.pk],
        in_confidence_at=timezone.now(),
    )  # fmt: skip
    with pytest.raises(copies.ConfidenceUndecided):
        copies.make_copy(viewer=worker(petra), copy_id=copy.pk)
    assert PersonCopy.objects.get().bundle is None


def test_of_a_list_the_copy_names_nobody_else_and_not_what_was_typed(petra, anja, noord, client):
    other = new_person(noord, "Buurman")
    access_actions.record_list(
        viewer=viewer_of(anja), event="search", object_ids=[other.pk, client.pk],
        query="Buurman Noord",
    )  # fmt: skip
    copy = made(petra, granted(petra, client, kind="access"))
    found = json.loads(taken(petra, copy, "fhir").content)
    lines = [
        one["resource"] for one in found["entry"] if one["resource"]["resourceType"] == "AuditEvent"
    ]
    (searched,) = [line for line in lines if line["subtype"][0]["code"] == "search"]
    (entity,) = searched["entity"]
    assert entity["what"]["identifier"]["value"] == str(client.pk)
    assert {"type": "object_ids", "valueString": str(client.pk)} in entity["detail"]


def test_of_who_stands_for_somebody_the_copy_does_not_tell_of_whom(petra, anja, noord, client):
    """A daughter asks for her copy: what her father agreed and who is a mentor is his."""
    father = new_person(noord, "Vader")
    Representation.objects.create(
        person=father, other=client, kind="authorised", evidence_kind="paper",
        evidence="Machtiging van vader", starts_on=timezone.localdate(),
    )  # fmt: skip
    source = building.add_source("huisarts", "Huisarts", "gp")
    building.add_record(source, father, decision="given", evidence="Vader knikte", given_by=client)
    copy = made(petra, granted(petra, client, kind="access"))
    text = taken(petra, copy, "fhir").content.decode()
    assert "Machtiging van vader" not in text
    assert "Vader knikte" not in text
    assert copy.withheld == [{"ground": "others", "count": 2}]


def test_what_is_also_about_somebody_else_stays_out_and_is_counted(petra, anja, noord, client):
    other = new_person(noord, "Buurman")
    world.spoken_with(client, anja, text="Over twee", about=[client.pk, other.pk])
    copy = made(petra, granted(petra, client, kind="access"))
    assert "Over twee" not in taken(petra, copy, "fhir").content.decode()
    assert copy.withheld == [{"ground": "others", "count": 1}]


def test_a_copy_is_wiped_on_its_day_and_given_to_officers_only(petra, frits, anja, client):
    copy = made(petra, granted(petra, client, kind="access"))
    for user in (frits, anja):
        with pytest.raises(copies.RequestNotFound):
            taken(user, copy, "fhir")
    assert copy.expires_on == timezone.localdate() + timedelta(days=30)
    late = access_queries.machine(at=timezone.now() + timedelta(days=31), command="test")
    assert copies.wipe_expired_copies(viewer=late) == 1
    with pytest.raises(copies.CopyNotFound):
        taken(petra, copy, "fhir")


def test_nothing_is_made_before_it_is_granted(petra, client):
    row = granted(petra, client, kind="erasure")
    with pytest.raises(copies.RequestNotFound):
        copies.ask_for_copy(viewer=viewer_of(petra), ref=row.ref)
    assert not Interaction.objects.filter(in_confidence_at__isnull=False).exists()


def test_the_examples_are_true():
    assert doctest.testmod(keeping_copies).failed == 0
