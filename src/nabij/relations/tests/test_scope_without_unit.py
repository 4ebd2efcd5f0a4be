# SPDX-License-Identifier: EUPL-1.2
"""Who sees the contact data of persons that belong to no unit (A-91)."""

import pytest
from django.utils import timezone

from nabij.core.viewer import Role, Viewer
from nabij.linkage.models import PatientRecord, RecordLink, Source
from nabij.relations.models import Party, Relationship

pytestmark = pytest.mark.django_db


def _party(name, kind="person"):
    return Party.objects.create(kind=kind, name=name, sort_key=name, search_text=f" {name}")


def _sees(role, party):
    viewer = Viewer(user_id=7, name="x", at=timezone.now(), roles=frozenset({role}))
    return Party.objects.visible_to(viewer).filter(pk=party.pk).exists()


@pytest.mark.parametrize("role", [Role.ACCOUNT_MANAGER, Role.MARKETEER, Role.PRIVACY_OFFICER])
def test_commerce_sees_who_works_somewhere_and_no_relatives(role):
    relative, buyer, office = (
        _party("dochter"),
        _party("inkoper"),
        _party("gemeente", "organisation"),
    )
    Relationship.objects.create(subject=buyer, object=office, kind="employee")
    Relationship.objects.create(subject=relative, object=_party("moeder"), kind="contact_person")
    assert not _sees(role, relative)
    assert _sees(role, buyer)
    assert _sees(role, office)


def test_a_patient_without_a_team_is_seen_by_who_judges_links_only():
    patient = _party("patient")
    source = Source.objects.create(name="h", title="Ziekenhuis", care_type="hospital")
    record = PatientRecord.objects.create(source=source, source_key="1", has_identity=True)
    RecordLink.objects.create(patient_record=record, person=patient, state="automatic")
    assert _sees(Role.FRONT_OFFICE, patient)
    for role in set(Role) - {Role.FRONT_OFFICE}:
        assert not _sees(role, patient)
