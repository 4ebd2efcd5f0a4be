# SPDX-License-Identifier: EUPL-1.2
"""The invented institution goes in by the doors of real data (A-02: a demo that is whole)."""

from datetime import date

import pytest
from django.apps import apps
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.access.models import CareRelation, RoleAssignment, User
from nabij.core.models import History
from nabij.core.viewer import Role
from nabij.demo import actions
from nabij.demo.actions.grounds import _grounds
from nabij.demo.generator.institution import generate
from nabij.demo.generator.shapes import Ground
from nabij.relations.models import ContactInstruction, Identifier, Party, Relationship

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def institution():
    return generate(seed=1, clients=30, today=date(2026, 11, 22))


@pytest.fixture
def loaded(db, institution):
    actions.load_institution(
        viewer=access_queries.machine(at=timezone.now(), command="demo"), institution=institution
    )
    return institution


def test_all_clients_are_there_with_team_and_bsn(loaded):
    numbers = {client.client_number for client in loaded.clients}
    clients = Party.objects.exclude(client_number=None)
    former = {"900001", "900002", "900003"}  # their term is over
    assert set(clients.values_list("client_number", flat=True)) == numbers | former
    agreed = CareRelation.objects.filter(origin="agreement").count()
    assert agreed == len(numbers) + len(former)
    with_bsn = sum(bool(client.person.bsn) for client in loaded.clients)
    assert Identifier.objects.filter(system="bsn").count() == with_bsn
    assert ContactInstruction.objects.exists()


def test_the_circle_reads_the_right_way_round(loaded):
    jo = Party.objects.get(client_number=loaded.cast["jo"])
    kinds = set(Relationship.objects.filter(object=jo).values_list("kind", flat=True))
    assert {"child", "contact_person"} <= kinds


def test_every_role_has_somebody_who_can_sign_in(loaded):
    able = {user.pk for user in User.objects.all() if user.has_usable_password()}
    roles = set(RoleAssignment.objects.filter(user__in=able).values_list("role", flat=True))
    assert roles == set(Role)


def test_what_changed_stands_under_the_name_of_a_colleague(loaded):
    """Not under nabij itself: the demo shows who did what, as the real history does."""
    for model in apps.get_models():
        if issubclass(model, History):
            unsaid = model.objects.exclude(pgh_context__has_key="user")
            assert not unsaid.exists(), model.__name__
    party = apps.get_model("relations", "Party").pgh_event_model
    anja = User.objects.get(
        email=next(c.email for c in loaded.colleagues if c.key == loaded.cast["anja"])
    )
    assert party.objects.filter(pgh_context__user=anja.pk).exists()


def test_a_withdrawn_consent_was_given_before():
    consent = Ground(
        kind="consent",
        decision="withdrawn",
        starts_on=date(2025, 1, 1),
        ends_on=date(2026, 1, 1),
        evidence="",
    )
    given, withdrawn = _grounds("patient-1", consent, is_sensitive=True)
    assert (given.decision, given.starts_on, given.ends_on) == (
        "given",
        date(2025, 1, 1),
        date(2026, 1, 1),
    )
    assert (withdrawn.decision, withdrawn.starts_on, withdrawn.ends_on) == (
        "withdrawn",
        date(2026, 1, 1),
        None,
    )
