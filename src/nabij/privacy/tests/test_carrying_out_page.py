# SPDX-License-Identifier: EUPL-1.2
"""The pages on which a request is carried out, with the worker that does it (A-118)."""

import re

import pytest
from django.utils import timezone

from nabij.access import queries as access_queries
from nabij.core.tests.working import work
from nabij.privacy.models import Erasure, LegalHold, PersonCopy
from nabij.privacy.tests import somebody as world
from nabij.privacy.tests.conftest import person as new_person
from nabij.privacy.tests.conftest import signed_in
from nabij.privacy.tests.test_erasures import granted


@pytest.fixture
def lead(noord, anja):
    machine = access_queries.machine(at=timezone.now(), command="test")
    party = world.somebody(machine, noord)
    world.spoken_with(party, anja, text=f"{world.CANARY} wil iets weten", about=[party.pk])
    return party


def url(row, part=""):
    return f"/who-looked/requests/{row.ref}/{part}"


def test_a_copy_is_made_and_taken_from_the_page(petra, frits, anja, noord, lead):
    daughter = new_person(noord, "Dochter")
    remark = world.spoken_with(
        daughter, anja, text="Zij drinkt", about=[lead.pk], in_confidence_at=timezone.now()
    )
    client, row = signed_in(petra), granted(petra, lead, kind="access")
    page = client.get(url(row)).text
    assert "In vertrouwen gezegd" in page
    assert "Kopie maken" not in page
    answer = client.post(url(row, "copy/"), follow=True).text
    assert "Beslis eerst over elke opmerking" in answer
    empty = client.post(url(row, f"remarks/{remark.ref}/"), {"decision": "out"}, follow=True)
    assert "Schrijf op waarom." in empty.text
    data = {"decision": "out", "reason": "Zij vroeg erom"}
    assert "blijft eruit" in client.post(url(row, f"remarks/{remark.ref}/"), data, follow=True).text
    assert "wordt gemaakt" in client.post(url(row, "copy/"), follow=True).text
    work()
    page = client.get(url(row)).text
    assert "Er is 1 ding weggelaten." in page
    assert "Niet in uw kopie: 1, in vertrouwen gezegd door een ander" in page
    files = re.findall(r'href="(/who-looked/copies/[^"]+)"', page)
    for file, start in zip(files, (b"%PDF", b'{"resourceType": "Bundle"'), strict=True):
        answer = client.get(file)
        assert answer.content.startswith(start)
        assert "attachment" in answer.headers["Content-Disposition"]
        assert signed_in(frits).get(file).status_code == 404
        assert signed_in(anja).get(file).status_code == 404
    ref = PersonCopy.objects.get().ref
    assert client.get(f"/who-looked/copies/{ref}/word/").status_code == 404


def test_what_goes_is_listed_held_approved_by_another_and_told(petra, frits, anja, lead):
    client, row = signed_in(petra), granted(petra, lead)
    assert "Lijst maken" in client.get(url(row)).text
    client.post(url(row, "list/"))
    work()
    page = client.get(url(row)).text
    assert "Uw naam en geboortedatum" in page
    assert "Goedkeuren en uitvoeren" not in page
    data = {"ground": "claim", "reason": "Rechtszaak"}
    client.post(url(row, "hold/"), data)
    client.post(url(row, "list/"))
    work()
    page = signed_in(frits).get(url(row)).text
    assert "Een klacht, claim of wet houdt het nu tegen." in page
    assert "Goedkeuren en uitvoeren" not in page
    client.post(url(row, f"holds/{LegalHold.objects.get().ref}/"))
    client.post(url(row, "list/"))
    work()
    stamp = Erasure.objects.get().stamp
    assert signed_in(anja).post(url(row, "approve/"), {"stamp": stamp}).status_code == 404
    assert "Iemand anders" in client.post(url(row, "approve/"), {"stamp": stamp}, follow=True).text
    assert "Goedkeuren en uitvoeren" in signed_in(frits).get(url(row)).text
    signed_in(frits).post(url(row, "approve/"), {"stamp": stamp})
    work()
    page = client.get(url(row)).text
    assert "Wat wegging en wat bleef" in page
    assert "Dit is weg:" in page
    assert "Van de wet moeten wij vijf jaar bewaren wie naar uw gegevens keek" in page
    assert "Beste meneer of mevrouw" in page
    assert world.CANARY not in page
    assert "gewist" in client.get("/who-looked/requests/").text


def test_where_carrying_out_failed_the_list_is_made_again(petra, frits, anja, lead):
    client, row = signed_in(petra), granted(petra, lead)
    client.post(url(row, "list/"))
    work()
    approved = Erasure.objects.get()
    signed_in(frits).post(url(row, "approve/"), {"stamp": approved.stamp})
    busy = client.post(url(row, "list/"), follow=True).text
    assert "wordt nu uitgevoerd" in busy
    hold = LegalHold.objects.create(
        person=lead, ground="claim", reason="Rechtszaak", placed_by=petra,
        placed_at=timezone.now(),
    )  # fmt: skip
    work()
    page = client.get(url(row)).text
    assert "Lijst opnieuw maken" in page
    assert "Rechtszaak" in page
    client.post(url(row, f"holds/{hold.ref}/"))
    client.post(url(row, "list/"))
    work()
    signed_in(frits).post(url(row, "approve/"), {"stamp": Erasure.objects.get().stamp})
    work()
    assert Erasure.objects.get().carried_out_at
    lead.refresh_from_db()
    assert lead.name == "Gewist"


def test_the_protection_officer_makes_no_list_and_no_copy(petra, frits, lead):
    row, other = granted(petra, lead), granted(petra, lead, kind="access")
    client = signed_in(frits)
    assert "Lijst maken" not in client.get(url(row)).text
    for one, part in ((row, "list/"), (row, "hold/"), (other, "copy/")):
        assert client.post(url(one, part)).status_code == 404
