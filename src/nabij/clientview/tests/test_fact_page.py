# SPDX-License-Identifier: EUPL-1.2
"""One fact with its origin, its versions and its original; and the picture on paper."""

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from nabij.clientview.rules.originals import pretty
from nabij.clientview.tests.building import fact, store
from nabij.database.testing.scratch import acting_as
from nabij.dossiers.choices import ReferenceState
from nabij.dossiers.models import Fact

pytestmark = pytest.mark.usefixtures("in_care", "petra")


@pytest.fixture
def fact_url(anna):
    return lambda one: reverse("clientview:fact", args=[anna.ref, one.ref])


def test_a_fact_opens_its_original_and_tells_where_it_comes_from(fatima, dossier, fact_url, log):
    client = fatima.client
    log(since_now=True)
    page = client.get(fact_url(dossier["allergy"])).text
    assert "&quot;resourceType&quot;: &quot;AllergyIntolerance&quot;" in page
    assert "Huisartsenpraktijk De Linde" in page
    assert "Dr. Verdwenen" in page
    assert escape(str(ReferenceState.DANGLING.label)) in page
    assert "CANARY-GGZ-REFERRED" not in page
    (entry,) = log()
    assert (entry.event, entry.detail) == ("fact", f"fact {dossier['allergy'].ref}")
    assert entry.records == [dossier["allergy"].patient_record_id]
    assert entry.sensitive_records == []
    assert entry.categories == ["allergy", "original"]


def test_earlier_versions_are_listed_and_say_that_they_are(fatima, dossier, records, fact_url):
    first = fact(records["gp"], "problem", "Oud verhaal", source_key="changed")
    second = fact(records["gp"], "problem", "Nieuw verhaal", source_key="changed", version=2)
    store(first, second)
    with acting_as("nabij_intake"):
        Fact.objects.filter(pk=first.pk).update(superseded_at=timezone.now())
    client = fatima.client
    page = client.get(fact_url(second)).text
    assert "Versie 1" in page
    assert fact_url(first) in page
    earlier = client.get(fact_url(first)).text
    assert "Oud verhaal" in earlier
    assert "Dit is een eerdere versie" in earlier


def test_a_fact_that_is_not_open_is_as_absent_as_one_that_does_not_exist(
    fatima, dossier, fact_url, anna, log
):
    client = fatima.client
    absent = client.get(reverse("clientview:fact", args=[anna.ref, "x" * 16]))
    assert absent.status_code == 404
    for one in dossier["facts"]:
        if one.data_class == "d" or "SHUT" in one.code_text:
            log(since_now=True)
            response = client.get(fact_url(one))
            assert response.content == absent.content
            (entry,) = log()
            assert (entry.outcome, entry.object_id) == ("refused", anna.pk)
            assert entry.detail == f"ref {anna.ref} fact_ref {one.ref}"


def test_a_fact_of_another_client_does_not_open_under_this_one(
    fatima, dossier, records, noord, fact_url
):
    from nabij.clientview.tests import building
    from nabij.clientview.tests.conftest import _person

    other = _person(noord, own_name="Ander")
    source = building.add_source("other", "Andere bron", "gp", default_ground="own_record")
    record = building.add_record(source, other)
    (foreign,) = store(fact(record, "problem", "CANARY-FOREIGN"))
    response = fatima.get(fact_url(foreign))
    assert response.status_code == 404
    assert "CANARY" not in response.text


def test_a_call_opens_a_visit_and_no_problem(anja, anna, dossier, fact_url):
    client = anja.client
    client.post(reverse("clientview:call", args=[anna.ref]), {"caller": "client"})
    assert client.get(fact_url(dossier["visit"])).status_code == 200
    assert client.get(fact_url(dossier["allergy"])).status_code == 404


def test_without_a_way_in_no_fact_and_no_paper(
    karim, carla, anja, others, anna, dossier, fact_url, log
):
    paper = reverse("clientview:print", args=[anna.ref])
    for colleague in (karim, carla, anja, *others.values()):
        client = colleague.client
        for address in (fact_url(dossier["allergy"]), fact_url(dossier["visit"]), paper):
            log(since_now=True)
            response = client.get(address)
            assert response.status_code == 404
            assert "CANARY" not in response.text
            assert [entry.outcome for entry in log()] == ["refused"]


def test_the_picture_on_paper_is_logged_as_print(fatima, anna, dossier, log):
    client = fatima.client
    log(since_now=True)
    page = client.get(reverse("clientview:print", args=[anna.ref])).text
    assert "CANARY-C-ALLERGY" in page
    assert "CANARY-D" not in page
    assert "Afgedrukt" in page
    assert [entry.event for entry in log()] == ["print"]


def test_what_a_source_sends_is_text_and_never_markup(fatima, anna, records, fact_url):
    """R14: a payload in every field."""
    payload = "<script>alert(1)</script><img src=x onerror=alert(2)>"
    hostile = fact(
        records["gp"],
        "allergy",
        f"Noten {payload}",
        type="AllergyIntolerance",
        category=payload[:80],
        status="active",
        author=payload,
        text=payload,
        unit=payload[:40],
        value=payload,
        details={"reactions": [{"manifestation": payload}], payload: payload, "dosage": payload},
    )
    store(hostile, references=[])
    client = fatima.client
    for address in (
        reverse("clientview:person", args=[anna.ref]),
        reverse("clientview:print", args=[anna.ref]),
        fact_url(hostile),
    ):
        page = client.get(address).text
        assert "Noten &lt;script&gt;" in page
        assert "<script>alert" not in page
        assert "<img src=x" not in page


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (b'{"identifier": [{"system": "bsn", "value": "999900080"}], "n": "123456789"}', "json"),
        (b'<identifier><value value="999900080"/></identifier><n value="123456789"/>', "xml"),
    ],
)
def test_a_bsn_in_an_original_is_hidden(content, media):
    """It shows by a click of its own, which the log names."""
    text, _ = pretty(content, media)
    assert "999900080" not in text
    assert "123456789" in text, "nine digits that are no BSN stay"
