# SPDX-License-Identifier: EUPL-1.2
"""Rights of the person as requests with legal clocks (mission A-118, R13)."""

import doctest
from datetime import date, timedelta

import pytest
from django.utils import timezone

from nabij.access.models import AccessEntry
from nabij.core.refs import new_ref
from nabij.privacy.actions import requests as actions
from nabij.privacy.models import PrivacyRequest
from nabij.privacy.queries import requests as queries
from nabij.privacy.rules import terms
from nabij.privacy.tests.conftest import signed_in, viewer_of
from nabij.relations.models import PersonDetail
from nabij.relations.queries.marketing import no_marketing


def test_the_examples_of_the_clocks_are_true():
    assert doctest.testmod(terms).failed == 0


@pytest.mark.parametrize(
    ("received", "last"),
    [
        (date(2027, 2, 28), date(2027, 3, 30)),  # 28 March is Easter, and summer time begins
        (date(2028, 1, 31), date(2028, 2, 29)),  # a leap year
        (date(2026, 9, 25), date(2026, 10, 26)),  # summer time ends; the 25th is a Sunday
        (date(2026, 11, 25), date(2026, 12, 28)),  # Christmas on Friday, Boxing Day on Saturday
    ],
)
def test_a_month_ends_on_a_working_day(received, last):
    assert terms.due_on(received) == last


def asked(petra, anna, **given):
    fields = {"kind": "access", "asker": "person", "received_on": timezone.localdate()} | given
    return actions.record_request(
        viewer=viewer_of(petra),
        person_ref=anna.ref,
        fields=actions.RequestFields(**fields),
        entry_key=new_ref(),
    )


def test_no_marketing_holds_in_the_same_request(petra, anna):
    row = asked(petra, anna, kind="marketing")
    assert (row.state, row.decision) == ("done", "granted")
    assert PersonDetail.objects.get(party=anna).no_marketing_since == timezone.localdate()
    assert list(no_marketing(viewer=viewer_of(petra))) == [anna.pk]


def test_the_same_form_twice_is_one_request(petra, anna):
    key = new_ref()
    fields = actions.RequestFields(kind="access", asker="person", received_on=timezone.localdate())
    for _ in range(2):
        actions.record_request(
            viewer=viewer_of(petra), person_ref=anna.ref, fields=fields, entry_key=key
        )
    assert PrivacyRequest.objects.count() == 1


def test_a_term_is_extended_once_and_only_in_time_with_a_reason(petra, anna):
    viewer = viewer_of(petra)
    row = asked(petra, anna)
    with pytest.raises(actions.ReasonMissing):
        actions.extend_request(viewer=viewer, ref=row.ref, version=1, reason="")
    longer = actions.extend_request(viewer=viewer, ref=row.ref, version=1, reason="Veel papier")
    assert longer.due_on == terms.due_on(row.received_on, is_extended=True)
    with pytest.raises(actions.TermIsOver):
        actions.extend_request(viewer=viewer, ref=row.ref, version=2, reason="Nog meer")
    late = asked(petra, anna, received_on=timezone.localdate() - timedelta(days=60))
    with pytest.raises(actions.TermIsOver):
        actions.extend_request(viewer=viewer, ref=late.ref, version=1, reason="Te laat")
    assert queries.overdue_requests(viewer=viewer) == (2, 1)


def test_a_refusal_says_on_what_ground_and_nothing_is_granted_to_a_stranger(petra, anna):
    viewer, row = viewer_of(petra), asked(petra, anna, kind="erasure")

    def decide(**given):
        base = {"decision": "granted", "ground": "", "explanation": "", "identity": ""}
        return actions.decide_request(viewer=viewer, ref=row.ref, version=1, **(base | given))

    with pytest.raises(actions.IdentityUnknown):
        decide()
    with pytest.raises(actions.GroundMissing):
        decide(decision="refused", explanation="Nee")
    with pytest.raises(actions.ReasonMissing):
        decide(decision="refused", ground="wgbo_454")
    refused = decide(decision="refused", ground="wgbo_454", explanation="U kreeg zorg.")
    assert refused.state == "done"
    with pytest.raises(actions.DecidedBefore):
        decide(identity="document")


def test_the_officer_walks_from_a_request_to_its_letter(petra, anna):
    client = signed_in(petra)
    page = client.get(f"/who-looked/requests/of/{anna.ref}/").text
    key = page.split('name="entry_key" value="')[1].split('"')[0]
    form = {
        "kind": "access", "asker": "relative", "received_on": f"{timezone.localdate():%Y-%m-%d}",
        "entry_key": key, "text": "Alles graag",
    }  # fmt: skip
    wrong = client.post(f"/who-looked/requests/of/{anna.ref}/", form).text
    assert "Schrijf op wie dit voor een ander vraagt." in wrong
    assert "Alles graag" in wrong
    form["asker_name"] = "Ineke"
    answer = client.post(f"/who-looked/requests/of/{anna.ref}/", form, follow=True)
    row = PrivacyRequest.objects.get()
    assert "Beste Ineke," in answer.text
    url = f"/who-looked/requests/{row.ref}/"
    data = {"version": "1", "decision": "granted", "ground": "", "explanation": ""}
    assert "weten wie het vraagt" in client.post(f"{url}decide/", data).text
    data["identity"] = "document"
    assert "Ons besluit: toegewezen." in client.post(f"{url}decide/", data, follow=True).text
    assert "uitgevoerd" in client.post(f"{url}done/", {"version": "2"}, follow=True).text
    assert anna.name in client.get("/who-looked/requests/").text
    entries = AccessEntry.objects.filter(event="privacy-request", object_id=anna.pk)
    assert [entry.action for entry in entries.order_by("id")] == ["C", "U", "U"]


def test_others_find_no_requests_and_the_protection_officer_only_reads(petra, frits, anja, anna):
    row = asked(petra, anna)
    reader, other = signed_in(frits), signed_in(anja)
    assert reader.get(f"/who-looked/requests/{row.ref}/").status_code == 200
    assert "Beslissen" not in reader.get(f"/who-looked/requests/{row.ref}/").text
    for path in ("", f"{row.ref}/", f"of/{anna.ref}/"):
        assert other.get(f"/who-looked/requests/{path}").status_code == 404
    for client in (reader, other):
        answer = client.post(f"/who-looked/requests/{row.ref}/decide/", {"version": "1"})
        assert answer.status_code == 404
