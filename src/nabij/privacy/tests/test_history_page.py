# SPDX-License-Identifier: EUPL-1.2
"""Who changed what when, old and new, and one field put back (mission A-118)."""

import html
import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.functional import Promise

from nabij.access.models import AccessEntry, CareRelation
from nabij.contact.models import Task
from nabij.core import changes, history
from nabij.core.viewer import Role
from nabij.privacy.choices.history import FIELDS, PARTS, TABLES, UNSAID
from nabij.privacy.queries import history as history_queries
from nabij.privacy.tests.conftest import colleague, person, signed_in, viewer_of
from nabij.relations import actions as relations_actions
from nabij.relations import queries as relations_queries
from nabij.relations.models import Address, ContactPoint, PersonDetail


def url(person):
    return f"/who-looked/history/{person.ref}/"


@pytest.fixture
def married(anja, anna):
    """Anja changes the name and gender of Anna."""
    viewer = viewer_of(anja)
    _key, version, fields = relations_queries.person_fields(viewer=viewer, ref=anna.ref)
    changed = replace(
        fields, gender="female", name=replace(fields.name, own_name="Bakker", call_name="Jo")
    )
    with history.by(viewer, way="person-edit"):
        relations_actions.change_person(
            viewer=viewer, ref=anna.ref, version=version, fields=changed
        )
    return anna


def restored(client, person, name):
    return client.post(f"{url(person)}restore/", form_of(client, person, name), follow=True)


def form_of(client, person, name):
    """Return what the button of a field sends."""
    found = re.search(
        rf'name="version" value="(\d+)">\s*<input[^>]+name="change" value="([^"]+)">'
        rf'\s*<input[^>]+name="field" value="{name}"',
        client.get(url(person)).text,
    )
    return {"version": found[1], "change": found[2], "field": name}


def test_old_and_new_stand_beside_each_other_with_who_did_it(anja, married):
    page = signed_in(anja).get(url(married)).text
    assert re.search(r"<del>Vries</del>.*?<ins>Bakker</ins>", page, re.DOTALL)
    assert "Anja" in page
    entry = AccessEntry.objects.filter(event="history").latest("id")
    assert (entry.object_id, entry.outcome) == (married.pk, "success")


def test_one_field_goes_back_and_that_is_a_change_too(anja, married):
    client = signed_in(anja)
    before = relations_queries.person_fields(viewer=viewer_of(anja), ref=married.ref)[1]
    answer = restored(client, married, "own_name")
    assert PersonDetail.objects.get(party=married).own_name == "Vries"
    assert PersonDetail.objects.get(party=married).call_name == "Jo"  # the rest stays
    assert relations_queries.person_fields(viewer=viewer_of(anja), ref=married.ref)[1] == before + 1
    assert re.search(r"<del>Bakker</del>.*?<ins>Vries</ins>", answer.text, re.DOTALL)
    assert "teruggezet naar hoe het was" in answer.text
    last = PersonDetail.pgh_event_model.objects.latest("pgh_id")
    assert last.pgh_context["user"] == anja.pk
    assert last.pgh_context["way"] == "restore"


def test_what_a_colleague_saved_meanwhile_is_not_lost(anja, married):
    """Two editors: whoever puts back what they saw does not overwrite what came after it."""
    client = signed_in(anja)
    form = form_of(client, married, "own_name")
    viewer = viewer_of(anja)
    _key, version, fields = relations_queries.person_fields(viewer=viewer, ref=married.ref)
    newer = replace(fields, name=replace(fields.name, own_name="Smit"))
    relations_actions.change_person(viewer=viewer, ref=married.ref, version=version, fields=newer)
    answer = client.post(f"{url(married)}restore/", form, follow=True)
    assert "intussen" in answer.text
    assert PersonDetail.objects.get(party=married).own_name == "Smit"
    form["version"] = ""  # nor without a version at all
    client.post(f"{url(married)}restore/", form)
    assert PersonDetail.objects.get(party=married).own_name == "Smit"
    assert "teruggezet" in restored(client, married, "own_name").text


def test_commerce_reads_no_care_in_a_history_and_puts_nothing_back(anja, anna, noord):
    machine = history.by(viewer_of(anja))
    with machine:
        Address.objects.create(
            party=anna, street="Geheimweg", city="Wierden", starts_on=timezone.localdate()
        )
        CareRelation.objects.create(
            person=anna, unit=noord, kind="team", starts_on=timezone.localdate(), origin="hand"
        )
        ContactPoint.objects.create(party=anna, system="phone", value="+31612345678")
        Task.objects.create(
            kind="task", party=anna, owner=anja, created_by=anja, due_on=timezone.localdate(),
            is_guarded=True,
        )  # fmt: skip
    own = signed_in(anja).get(url(anna)).text
    assert "Geheimweg" in own
    for name, role in (("Saar", Role.ACCOUNT_MANAGER), ("Mo", Role.MARKETEER)):
        client = signed_in(colleague(name, role, unit=noord))
        page = client.get(url(anna)).text
        assert "612345678" in page
        for said in ("Geheimweg", "Zorgrelatie", "Taak", "10023", "Zet terug"):
            assert said not in page.split("<main")[1], (name, said)
        assert client.post(f"{url(anna)}restore/", {"version": "1"}).status_code == 404
    totals = signed_in(colleague("Henriette", Role.MANAGER, unit=noord))
    assert totals.get(url(anna)).status_code == 404


def test_who_may_not_see_the_person_may_not_see_or_restore_either(anja, married):
    zuid = colleague("Carla", Role.FRONT_OFFICE)
    client = signed_in(zuid)
    absent = client.get("/who-looked/history/AAAAAAAAAAAAAAAA/")
    assert client.get(url(married)).status_code == absent.status_code == 404
    assert client.get(url(married)).content == absent.content
    data = {"change": "relations.PersonDetail-1", "field": "own_name"}
    assert client.post(f"{url(married)}restore/", data).status_code == 404
    assert PersonDetail.objects.get(party=married).own_name == "Bakker"


def test_a_change_of_somebody_else_cannot_be_put_back_here(anja, married, noord):
    other = person(noord, "Jansen")
    row = PersonDetail.pgh_event_model.objects.filter(party=married.pk).latest("pgh_id")
    data = {"change": f"relations.PersonDetail-{row.pk}", "field": "own_name"}
    assert signed_in(anja).post(f"{url(other)}restore/", data).status_code == 404
    assert PersonDetail.objects.get(party=other).own_name == "Jansen"


def test_a_field_that_is_changed_elsewhere_is_not_put_back(anja, married):
    row = PersonDetail.pgh_event_model.objects.filter(party=married.pk).latest("pgh_id")
    data = {"version": "2", "change": f"relations.PersonDetail-{row.pk}", "field": "surname_key"}
    answer = signed_in(anja).post(f"{url(married)}restore/", data, follow=True)
    assert "formulier" in answer.text


def test_contact_and_tasks_show_only_where_the_organisation_of_care_is_open(anja, anna):
    viewer = viewer_of(anja)
    with history.by(viewer, way="task"):
        task = Task.objects.create(
            kind="task", party=anna, owner=anja, created_by=anja, due_on=timezone.localdate(),
            is_guarded=True,
        )  # fmt: skip
        Task.objects.filter(pk=task.pk).update(priority=1)
    assert "Prioriteit" not in signed_in(anja).get(url(anna)).text
    assert "Prioriteit" in signed_in(anja).get(f"/who-looked/history/tasks/{task.ref}/").text
    other = signed_in(colleague("Carla", Role.FRONT_OFFICE))
    assert other.get(f"/who-looked/history/tasks/{task.ref}/").status_code == 404


def test_the_officer_sees_a_period_and_a_colleague_and_no_values_of_who_stays_shut(
    petra, anja, married
):
    client = signed_in(petra)
    today = f"{timezone.localdate():%Y-%m-%d}"
    page = client.get(f"/who-looked/changes/?since={today}&until={today}&colleague={anja.pk}").text
    assert "Anja" in page
    assert "Bakker" not in page.split("<main")[1].replace("Jo Bakker", "")  # the card
    nobody = client.get(
        f"/who-looked/changes/?since={today}&until={today}&colleague={petra.pk}"
    ).text
    assert "Anja</span>" not in nobody
    assert signed_in(anja).get("/who-looked/changes/").status_code == 404


def test_the_officer_turns_pages_there_and_back_and_misses_nothing(petra, married, monkeypatch):
    """Many tables at one moment too: in one transaction everything changes at once."""
    client, address = signed_in(petra), "/who-looked/changes/"

    def lines(page):
        return re.findall(r'<li id="([\w.]+-\d+)">', page)

    def turned(page, way):
        found = re.search(rf'rel="{way}" href="([^"]+)"', page)
        return client.get(address + html.unescape(found[1])).text if found else ""

    every = lines(client.get(address).text)
    assert len({line.split("-")[0] for line in every}) > 2
    monkeypatch.setattr(history_queries, "MOST_CHANGES", 2)
    page, there = client.get(address).text, []
    while page:
        there.append(lines(page))
        page, last = turned(page, "next"), page
    assert [line for part in there for line in part] == every
    back = []
    while last:
        back.insert(0, lines(last))
        last = turned(last, "prev")
    assert back == there


def test_every_table_with_a_history_has_words_and_so_has_each_column_that_is_shown():
    tables = {changes.tracked_label(one) for one in changes.histories()}
    assert tables == set(TABLES) | PARTS
    assert not set(TABLES) & PARTS
    for one in changes.histories(set(TABLES)):
        label, model = changes.tracked_label(one), one.pgh_tracked_model
        for column in one._meta.concrete_fields:
            name = column.name
            if name.startswith("pgh_") or name in UNSAID or f"{label}.{name}" in UNSAID:
                continue
            said = FIELDS.get(name, model._meta.get_field(name).verbose_name)
            assert isinstance(said, Promise), f"{label}.{name}"


def test_a_history_is_of_who_its_row_points_to_and_of_nobody_by_another_key(anja):
    """The number of a meeting is not that of a person, though histories are found by both."""
    (attendance,) = changes.histories(["contact.MeetingAttendance"])
    assert changes.party_columns(attendance) == ["party"]
    (meeting,) = changes.histories(["contact.Meeting"])
    assert changes.party_columns(meeting) == []


def test_more_changes_ask_no_more_of_the_database(petra, anja, anna):
    def asked(client, address):
        client.get(address)  # what the first page of a session asks besides
        with CaptureQueriesContext(connection) as queries:
            assert client.get(address).status_code == 200
        return len(queries)

    def change(times):
        for number in range(times):
            rows = PersonDetail.objects.filter(party=anna)
            with history.by(viewer_of(anja)):
                rows.update(call_name=f"Jo {number}")

    change(2)
    nurse, officer = signed_in(anja), signed_in(petra)
    few = asked(nurse, url(anna)), asked(officer, "/who-looked/changes/")
    change(20)
    many = asked(nurse, url(anna)), asked(officer, "/who-looked/changes/")
    assert many == few
    assert max(many) < 90
