# SPDX-License-Identifier: EUPL-1.2
"""Who is drafted and written set by set is the same, row for row, as who is recorded by form."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db.models import Model

from nabij.access.models import AccessEntry
from nabij.core import crypto
from nabij.core.dates import PartialDate
from nabij.relations import actions
from nabij.relations.actions import drafts
from nabij.relations.models import (
    Address,
    BsnCheck,
    ContactPoint,
    Identifier,
    OrganisationDetail,
    Party,
    PersonDetail,
)
from nabij.relations.types import (
    AddressFields,
    ContactPointFields,
    OrganisationFields,
    PersonFields,
    PersonName,
)

pytestmark = pytest.mark.django_db

BSN = "999990019"
# What is drawn anew for every row, or sealed for it.
OF_ITS_OWN = {"id", "ref", "uid", "party_id", "person_id", "cipher", "created_at", "updated_at", "recorded_at"}  # fmt: skip


@pytest.fixture
def whole(noord):
    return PersonFields(
        name=PersonName(
            given_names="Johanna Alida", initials="J.A.", call_name="Anna", own_prefix="van den",
            own_name="Berg", partner_prefix="de", partner_name="Vries", name_use="partner_own",
        ),
        gender="female",
        birth=PartialDate(date(1941, 3, 1), "month"),
        deceased=PartialDate(date(2020, 1, 1), "year"),
        form_of_address="formal",
        language="fy",
        unit_id=noord.pk,
        addresses=(
            AddressFields(street="Dorps  straat", house_number="12a", postcode="8011 ab",
                          city="Zwolle", is_secret=True),
            AddressFields(use="postal", street="Postbus", house_number="1", city="Kampen"),
            AddressFields(use="temp"),
        ),
        contact_points=(
            ContactPointFields(system="phone", value="+31381234567", note="na 5 uur"),
            ContactPointFields(system="phone", value="+31381234567"),
            ContactPointFields(system="email", value="anna@example.nl", rank=2),
        ),
    )  # fmt: skip


def rows_of(party: Party) -> dict[str, list[dict[str, Any]]]:
    """Return every row of a party as plain values, without what is drawn anew for every row."""
    tables: list[tuple[type[Model], str]] = [
        (Party, "pk"), (PersonDetail, "party"), (OrganisationDetail, "party"), (Address, "party"),
        (ContactPoint, "party"), (Identifier, "party"), (BsnCheck, "person"),
    ]  # fmt: skip
    return {
        model._meta.db_table: [
            {
                field.attname: _plain(getattr(row, field.attname))
                for field in model._meta.concrete_fields
                if field.attname not in OF_ITS_OWN
            }
            for row in model._default_manager.filter(**{key: party.pk}).order_by("pk")
        ]
        for model, key in tables
    }


def _plain(value):
    return bytes(value) if isinstance(value, memoryview) else value


def written(viewer, kind, draft):
    (key,) = drafts.create_drafted(
        viewer=viewer, kind=kind, drafts=[drafts.encoded(draft)], event="import"
    )
    return Party.objects.get(pk=key)


def test_a_drafted_person_is_the_one_of_the_form(anja, whole):
    viewer = anja.viewer
    fields = replace(whole, client_number="1")
    by_form = actions.create_person(viewer=viewer, fields=fields, bsn=BSN)
    expected = rows_of(by_form)
    expected["relations_party"][0]["client_number"] = "2"

    draft = drafts.draft_person(viewer=viewer, fields=replace(whole, client_number="2"), bsn=BSN)
    drafted = written(viewer, "person", draft)

    assert rows_of(drafted) == expected
    sealed = Identifier.objects.get(party=drafted, system="bsn")
    assert crypto.unseal(bytes(sealed.cipher), context=sealed.uid.bytes).decode() == BSN


def test_a_person_of_whom_next_to_nothing_is_known_is_the_same_too(anja):
    fields = PersonFields(name=PersonName(own_name="Jansen"))
    by_form = actions.create_person(viewer=anja.viewer, fields=fields)

    draft = drafts.draft_person(viewer=anja.viewer, fields=fields)

    assert rows_of(written(anja.viewer, "person", draft)) == rows_of(by_form)


def test_a_drafted_organisation_is_the_one_of_the_form(anja):
    fields = OrganisationFields(
        name="Huisartsenpraktijk  De Brink",
        kind="general_practice",
        legal_name="De Brink B.V.",
        website="https://debrink.example",
        identifiers={"kvk": "12345678", "agb": ""},
        addresses=(AddressFields(use="visit", street="Brink", house_number="1", city="Zwolle"),),
        contact_points=(ContactPointFields(system="phone", value="+31381234567", use="work"),),
    )
    by_form = actions.create_organisation(viewer=anja.viewer, fields=fields)

    draft = drafts.draft_organisation(viewer=anja.viewer, fields=fields)

    assert rows_of(written(anja.viewer, "organisation", draft)) == rows_of(by_form)


def test_who_got_the_client_number_meanwhile_keeps_it(anja, record, whole):
    record(own_name="Eerder", client_number="77")
    made = [
        drafts.encoded(
            drafts.draft_person(viewer=anja.viewer, fields=replace(whole, client_number=number))
        )
        for number in ("77", "78")
    ]

    keys = drafts.create_drafted(viewer=anja.viewer, kind="person", drafts=made, event="import")

    assert keys[0] == 0
    assert Party.objects.get(pk=keys[1]).client_number == "78"
    assert AccessEntry.objects.filter(event="import").get().object_ids == [keys[1]]


def test_drafts_for_a_team_that_is_not_ours_or_by_who_may_not_are_refused(carla, bram, whole):
    made = [drafts.encoded(drafts.draft_person(viewer=carla.viewer, fields=whole))]
    for colleague, refusal in ((carla, actions.UnitNotYours), (bram, actions.MayNotRegister)):
        with pytest.raises(refusal):
            drafts.create_drafted(
                viewer=colleague.viewer, kind="person", drafts=made, event="import"
            )
    assert not Party.objects.filter(name__contains="Berg").exists()


def test_two_roles_of_the_database_draft_on_one_connection(machine, as_role):
    fields = PersonFields(name=PersonName(own_name="Jansen"))
    first, second = (drafts.draft_person(viewer=machine, fields=fields) for _ in range(2))
    with as_role("nabij_intake"):
        written(machine, "person", first)
    written(machine, "person", second)
    assert Party.objects.filter(sort_key__startswith="jansen").count() == 2
