# SPDX-License-Identifier: EUPL-1.2
"""The start page: each role finds what matters today, and nothing that is not theirs.

Capabilities A-02, A-91, A-117.
"""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nabij.access import actions as access_actions
from nabij.access.choices import Caller
from nabij.access.tests.cast import add_colleague
from nabij.core.viewer import Role
from nabij.desk import queries, rules

ROLES_WITHOUT_CLIENTS = sorted(set(Role) - {Role.CARE_PROFESSIONAL})


def _changed(person, *, days=0):
    apps.get_model("dossiers", "DossierNotice").objects.create(
        person=person, kind="changed", at=timezone.now() - timedelta(days=days)
    )


def test_a_nurse_finds_the_clients_of_her_team_by_surname(noor, noord, zuid, client_of):
    client_of(noord, "Visser")
    client_of(noord, "Bakker")
    client_of(zuid, "Elders")
    client_of(noord, "Vertrokken", ends_on=timezone.localdate())
    page = noor.client.get("/").text
    assert "Cliënten van Team Noord" in page
    assert page.index("Jo van Bakker") < page.index("Jo van Visser")
    assert "Elders" not in page
    assert "Vertrokken" not in page


def test_a_change_in_the_dossier_is_told_without_what_it_was(noor, noord, client_of):
    client = client_of(noord, "Bakker")
    old = client_of(noord, "Visser")
    _changed(client)
    _changed(old, days=30)
    team = queries.desk(viewer=noor.viewer).team
    assert [one.card.id for one in team.changed] == [client.pk]
    page = noor.client.get("/").text
    assert "Er is iets gewijzigd" in page
    assert page.count("Nieuw in het dossier") == 1


def test_after_a_large_delivery_three_changes_stand_open_and_the_rest_is_folded(
    noor, noord, client_of
):
    for n in range(8):
        _changed(client_of(noord, f"Naam{n}"))
    page = noor.client.get("/").text
    before, _fold, folded = page.partition("nog 5")
    assert (before.count("Nieuw in het dossier"), folded.count("Nieuw in het dossier")) == (3, 5)


def test_a_change_goes_from_the_list_when_one_has_opened_the_dossier(noor, noord, client_of):
    client = client_of(noord, "Bakker")
    mate = add_colleague("Kim Vos", Role.CARE_PROFESSIONAL, noord)
    _changed(client, days=1)
    assert len(queries.desk(viewer=noor.viewer).team.changed) == 1
    access_actions.record_event(
        viewer=noor.viewer, event="picture", action="R", person_id=client.pk
    )
    assert queries.desk(viewer=noor.viewer).team.changed == []
    assert len(queries.desk(viewer=mate.viewer).team.changed) == 1
    _changed(client)
    assert len(queries.desk(viewer=noor.viewer).team.changed) == 1


def test_one_line_in_the_log_names_the_cards_that_were_shown(noor, noord, client_of, log):
    shown = [client_of(noord, name).pk for name in ("Bakker", "Visser")]
    noor.client.get("/")
    (entry,) = log("desk")
    assert sorted(entry.object_ids) == sorted(shown)
    assert (entry.is_name_only, entry.user_id) == (True, noor.user.pk)


def test_the_start_page_reads_no_facts_and_costs_no_more_for_a_hundred_clients(
    noor, noord, client_of
):
    client = noor.client

    def statements():
        with CaptureQueriesContext(connection) as captured:
            assert client.get("/").status_code == 200
        assert not [q for q in captured.captured_queries if "dossiers_fact" in q["sql"]]
        return len(captured)

    client_of(noord, "Aa")
    few = statements()
    for n in range(40):
        client_of(noord, f"Naam{chr(97 + n % 26)}{n}")
    assert statements() <= few
    assert few <= 20


def test_of_two_teams_each_has_its_own_list(noord, zuid, client_of):
    both = add_colleague("Els Bos", Role.CARE_PROFESSIONAL, noord, zuid)
    client_of(noord, "Bakker")
    client_of(zuid, "Visser")
    assert "Bakker" in both.client.get("/").text
    second = both.client.get(f"/?team={zuid.ref}").text
    assert "Visser" in second
    assert "Bakker" not in second


def test_a_team_of_someone_else_cannot_be_asked_for(noor, noord, zuid, client_of):
    client_of(zuid, "Visser")
    assert "Visser" not in noor.client.get(f"/?team={zuid.ref}").text


def test_a_team_without_clients_is_told_so(noor):
    assert "niemand in zorg bij dit team" in noor.client.get("/").text


def test_the_front_office_finds_search_open_calls_links_and_deliveries(anja, noord, client_of):
    person = client_of(noord, "Bakker")
    access_actions.open_call(viewer=anja.viewer, person_id=person.pk, caller=Caller.RELATIVE)
    page = anja.client.get("/").text
    assert 'role="search"' in page
    assert "Jouw lopende gesprekken" in page
    assert "Jo van Bakker" in page
    assert "Alle koppelingen zijn beoordeeld" in page
    assert "Er zijn nog geen dossiers binnengekomen" in page


def test_a_call_of_a_colleague_or_of_yesterday_is_not_yours(anja, noord, client_of):
    other = add_colleague("Kim Vos", Role.FRONT_OFFICE, noord)
    person = client_of(noord, "Bakker")
    access_actions.open_call(viewer=other.viewer, person_id=person.pk, caller=Caller.CLIENT)
    past = apps.get_model("access", "Occasion").objects.create(
        person=person,
        user=anja.user,
        kind="call",
        caller="client",
        starts_at=timezone.now() - timedelta(hours=3),
        ends_at=timezone.now() - timedelta(hours=2),
    )
    assert past.pk
    assert queries.desk(viewer=anja.viewer).calls == []


def test_the_front_office_sees_the_last_deliveries_and_no_shielded_source(anja):
    source = apps.get_model("linkage", "Source")
    intake = apps.get_model("dossiers", "Intake")
    for name, data_class in (("Isala", "b"), ("GGZ Zwolle", "d")):
        place = source.objects.create(
            name=name.split()[0].lower(), title=name, care_type="other", data_class=data_class
        )
        intake.objects.create(source=place, key=name.encode(), state="done")
    page = anja.client.get("/").text
    assert "Isala" in page
    assert "GGZ" not in page
    assert "bron afgeschermd" in page


def test_a_manager_sees_totals_with_their_date_and_number_and_nobody_by_name(
    mia, noord, zuid, client_of
):
    for team, names in ((noord, ["Bakker", "Visser"]), (zuid, ["Mulder"])):
        for name in names:
            client_of(team, name)
    found = queries.desk(viewer=mia.viewer)
    assert [(total.name, total.clients) for total in found.totals] == [
        ("Team Noord", 2),
        ("Team Zuid", 1),
    ]
    page = mia.client.get("/").text
    assert "n = 3" in page
    for name in ("Bakker", "Visser", "Mulder"):
        assert name not in page


@pytest.mark.parametrize("role", ROLES_WITHOUT_CLIENTS)
def test_no_other_role_gets_the_clients_of_its_team(role, noord, client_of):
    client_of(noord, "Bakker")
    other = add_colleague("Bo Prins", role, noord)
    assert "Bakker" not in other.client.get("/").text
    assert queries.desk(viewer=other.viewer).team is None


@pytest.mark.parametrize(
    ("role", "told"),
    [(Role.ADMINISTRATOR, "Er wacht geen collega"), (None, "Hier wacht niets op je")],
)
def test_who_sees_no_persons_is_told_so_kindly(role, told, noord):
    page = add_colleague("Xander Vos", role, noord).client.get("/").text
    assert told in page
    assert 'id="id_q"' not in page


def test_the_page_greets_by_the_hour():
    assert [rules.part_of_day(hour) for hour in (0, 6, 12, 18, 23)] == [
        "night", "morning", "afternoon", "evening", "evening",
    ]  # fmt: skip


def test_no_page_is_kept_by_a_browser_and_none_is_shown_without_sign_in(noor, client):
    assert noor.client.get("/").headers["Cache-Control"] == "no-store"
    assert client.get("/").status_code == 302


def test_without_the_log_nobody_is_shown(noor, noord, client_of):
    client_of(noord, "Bakker")
    colleague = noor.client
    assert colleague.get("/").status_code == 200
    with connection.cursor() as cursor:
        cursor.execute("SET ROLE nabij_owner")
        cursor.execute("REVOKE INSERT ON access_accessentry FROM nabij_app")
        cursor.execute("SET ROLE nabij_app")
    response = colleague.get("/")
    assert response.status_code == 503
    assert "Bakker" not in response.text
