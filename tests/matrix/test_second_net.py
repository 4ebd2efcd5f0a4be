# SPDX-License-Identifier: EUPL-1.2
"""R3: no log, no read. What a dossier says stays shut when the gate says yes to everybody."""

from contextlib import contextmanager

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from nabij.access import actions as access_actions
from nabij.access import queries as access_queries
from nabij.access.choices import PurposeOfUse
from nabij.access.queries import WayIn
from nabij.access.rules import DataClass
from nabij.dossiers.models import Fact, Original, Reference
from nabij.relations.models.parties import PartyQuerySet
from tests.matrix import judge, routes
from tests.matrix.world import sign_in

WAY = WayIn("care_relation", 1, PurposeOfUse.TREATMENT, True)
EVERYTHING = frozenset(set(DataClass) - {DataClass.SHIELDED})


@pytest.fixture
def open_gate(monkeypatch):
    """Let every role see every party, by a way in to each, and open each dossier without a line."""

    @contextmanager
    def open_dossier(**_given):
        with transaction.atomic():
            yield access_actions.Opening(WAY, EVERYTHING, has_sensitive=True)

    @contextmanager
    def open_dossiers(*, persons, **_given):
        with transaction.atomic():
            yield {one.person_id: access_actions.Opening(WAY, EVERYTHING, True) for one in persons}

    monkeypatch.setattr(PartyQuerySet, "visible_to", lambda self, viewer: self)
    monkeypatch.setattr(access_queries, "way_in", lambda **_given: WAY)
    monkeypatch.setattr(access_queries, "classes_for", lambda **_given: EVERYTHING)
    monkeypatch.setattr(access_actions, "open_dossier", open_dossier)
    monkeypatch.setattr(access_actions, "open_dossiers", open_dossiers)


@pytest.mark.parametrize("viewer", ["marketeer of zuid", "care professional of noord"])
def test_no_page_shows_a_fact_when_the_gate_says_yes_and_writes_nothing(world, open_gate, viewer):
    client, asked = sign_in(world, viewer), 0
    every = {route.name: route for route in routes.routes()}
    for name, asks_for in [
        ("clientview:person", "person"),
        ("clientview:print", "person"),
        *(("clientview:fact", fact) for fact in routes.FACTS),
        ("round_sheets:make", "team"),
    ]:
        for owner in ("anna", "cor", "dora", "team noord"):
            url = routes.address(world, every[name], asks_for, owner)
            if url:
                ask = client.post if name == "round_sheets:make" else client.get
                answer = judge.read(world, ask(url))
                asked += 1
                told = [c for c in answer.shown if c.field.partition("-")[0] in world.sources]
                assert not told, f"{url}: {told}"
                assert answer.status != 200, url
    assert asked > 15


@pytest.mark.parametrize("model", [Fact, Original, Reference])
def test_a_table_of_the_dossier_raises_without_a_line_in_the_log(world, open_gate, model):
    for read in (
        lambda: list(model.objects.all()[:1]),
        lambda: model.objects.count(),
        lambda: model.objects.exists(),
    ):
        with pytest.raises(DatabaseError, match="no-access-entry"):
            read()


def test_row_level_security_is_forced_on_every_table_that_says_of_whom_and_of_which_class(world):
    with connection.cursor() as cursor:
        cursor.execute(
            "select relname, relrowsecurity and relforcerowsecurity from pg_class"
            " where relkind = 'r' and relnamespace = 'public'::regnamespace and oid in"
            " (select attrelid from pg_attribute where attname = 'data_class')"
            " and oid in (select attrelid from pg_attribute where attname = 'patient_record_id')"
        )
        guarded = dict(cursor.fetchall())
    assert set(guarded) >= {"dossiers_fact", "dossiers_original", "dossiers_reference"}
    assert all(guarded.values()), guarded


def test_the_same_pages_show_facts_when_the_gate_decides_and_writes(world):
    """Else the tests above would pass on pages that never show anything."""
    url = reverse("clientview:person", args=[world.refs["anna"]["person"]])
    answer = judge.read(world, sign_in(world, "care professional of noord").get(url))
    assert world.canaries.classes_of("anna", answer.shown) == "nabcd"
