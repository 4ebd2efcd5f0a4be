# SPDX-License-Identifier: EUPL-1.2
"""Between a record of care and who is known by commerce alone: never on a BSN,
and never to be seen.

docs/decisions/0039; capability A-103.
"""

import re

import pytest
from django.urls import reverse

from nabij.access.tests.cast import add_colleague
from nabij.core.dates import parse_fhir
from nabij.core.viewer import Role
from nabij.linkage.actions.link_all import link_all
from nabij.linkage.models import RecordLink
from nabij.linkage.tests.building import BSN, MACHINE, MARIA, person_of, row, take_in
from nabij.relations import actions as relations_actions
from nabij.relations.actions import bulk
from nabij.relations.types import AddressFields, BsnCheckFields, PersonFields, PersonName

pytestmark = pytest.mark.django_db
# What differs from one answer to the next by itself: tokens, and the minute it was printed.
_PASSING = re.compile(
    r'name="csrfmiddlewaretoken" value="[^"]*"|"X-CSRFToken": "[^"]*"|\b\d{1,2}:\d{2}\b'
)
# Where the sign stands, it is not offered any more to record that they object.
_OFFER = re.compile(
    r'\n {6}<details class="more"><summary>Wil deze persoon.*?</details>\n {4}', re.DOTALL
)
_SIGN = re.compile(r"<span[^>]*>niet benaderen</span>")
MOVED = {"street": "Kerkstraat", "house_number": "1", "postcode": "7411AA", "phones": ()}


def _register(client_number=""):
    """Record Maria without any care: a lead, a member, somebody's contact."""
    fields = PersonFields(
        name=PersonName(given_names="Maria Johanna", own_prefix="van den", own_name="Berg"),
        gender="female",
        birth=parse_fhir("1941-03-09"),
        client_number=client_number,
        addresses=(AddressFields(street="Assendorperstraat", house_number="12",
                                 postcode="8012DK", city="Zwolle"),),
    )  # fmt: skip
    (party,) = relations_actions.create_persons(viewer=MACHINE, persons=[fields])
    bulk.add_bsns(viewer=MACHINE, bsns={party.pk: (BSN, BsnCheckFields())})
    return party


def _one_by_one(source, *rows):
    take_in(source, *rows)


def _at_once(source, *rows):
    take_in(source, *rows, link=False)
    link_all(viewer=MACHINE)


both_ways = pytest.mark.parametrize("link", [_one_by_one, _at_once], ids=["one by one", "at once"])


@both_ways
def test_who_is_known_by_commerce_alone_is_never_linked_on_a_bsn(gp, link):
    lead = _register()
    link(gp, row("p1", **MOVED))
    assert person_of(gp, "p1") != lead.pk
    evidence = RecordLink.objects.filter(person=lead).values_list("evidence", flat=True)
    assert "bsn" not in {item["field"] for found in evidence for item in found}


@both_ways
def test_another_bsn_in_commerce_says_nothing_either(gp, link):
    lead = _register()
    link(gp, row("p1", bsn="999911120"))
    assert person_of(gp, "p1") == lead.pk  # by name, birth date and address


@both_ways
def test_a_client_is_linked_on_a_bsn(gp, link):
    client = _register(client_number="C1001")
    link(gp, row("p1", **MOVED))
    assert person_of(gp, "p1") == client.pk


@both_ways
def test_commerce_sees_no_difference_when_a_record_of_care_is_linked(gp, noord, link):
    lead = _register()
    lead.unit = noord
    lead.save(update_fields=["unit"])
    commerce = Role.ACCOUNT_MANAGER, Role.MARKETEER, Role.MANAGER
    colleagues = [add_colleague(f"Koen{n}", role, noord) for n, role in enumerate(commerce)]
    pages = [
        reverse("clientview:person", kwargs={"ref": lead.ref}),
        f"{reverse('relations:search')}?q=Berg",
        reverse("linkage:review"),
        reverse("linkage:person", kwargs={"ref": lead.ref}),
    ]

    def seen():
        answers = [(c.client.get(page), page) for c in colleagues for page in pages]
        return [(page, a.status_code, _PASSING.sub("", a.text)) for a, page in answers]

    before = seen()
    assert "van den Berg" in before[0][2]
    link(gp, MARIA)
    assert person_of(gp, "maria") == lead.pk
    assert seen() == before
    # All that crosses is that they do not want to be approached.
    relations_actions.record_objection(viewer=MACHINE, person_id=lead.pk)
    after = seen()
    assert after[0] != before[0]
    assert "niet benaderen" in after[0][2]
    offered = [(page, code, _OFFER.sub("", text)) for page, code, text in before]
    assert offered != before
    assert [(page, code, _SIGN.sub("", text)) for page, code, text in after] == offered
