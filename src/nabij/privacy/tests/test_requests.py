# SPDX-License-Identifier: EUPL-1.2
"""Rights of the person as requests with legal clocks (mission A-118, R13)."""

import doctest
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from nabij.access.models import AccessEntry, AfterDeathCase, Occasion
from nabij.core.refs import new_ref
from nabij.privacy.actions import requests as actions
from nabij.privacy.models import PrivacyRequest
from nabij.privacy.queries import requests as queries
from nabij.privacy.rules import retention, terms
from nabij.privacy.rules.retention import Regime
from nabij.privacy.tests.conftest import signed_in, viewer_of
from nabij.relations import queries as relations_queries
from nabij.relations.models import Objection, Party


def test_the_examples_of_the_clocks_are_true():
    assert doctest.testmod(terms).failed == 0


@pytest.mark.parametrize(
    ("received", "last"),
    [
        (date(2027, 2, 28), date(2027, 3, 30)),  # 28 March is Easter, and summer time begins
        (date(2028, 1, 31), date(2028, 2, 29)),  # a leap year
        (date(2026, 9, 25), date(2026, 10, 26)),  # summer time ends; the 25th is a Sunday
        (date(2026, 11, 25), date(2026, 12, 28)),  # Christmas on Friday, Boxing Day on Saturday
        (date(2026, 12, 1), date(2027, 1, 4)),  # New Year on Friday, and a weekend
        (date(2027, 2, 26), date(2027, 3, 30)),  # Good Friday counts, and Easter Monday
        (date(2027, 3, 27), date(2027, 4, 28)),  # Koningsdag
        (date(2027, 4, 5), date(2027, 5, 7)),  # 5 May, and Ascension Day right after it
        (date(2027, 1, 29), date(2027, 3, 1)),  # no 29th in February, and the 28th is a Sunday
    ],
)
def test_a_month_ends_on_a_working_day(received, last):
    assert terms.due_on(received) == last


@pytest.mark.parametrize(
    ("received", "last"),
    [
        (date(2027, 11, 30), date(2028, 2, 29)),  # a leap year; from the start, not from the end
        (date(2026, 11, 30), date(2027, 3, 1)),  # 28 February is a Sunday
        (date(2026, 12, 31), date(2027, 3, 31)),  # summer time begins in between
        (date(2027, 1, 27), date(2027, 4, 28)),  # Koningsdag
    ],
)
def test_two_months_more_count_from_the_day_it_came_in(received, last):
    assert terms.due_on(received, is_extended=True) == last


def test_the_clock_strikes_at_dutch_midnight_in_summer_and_winter(petra, anna):
    """The last day lasts until it is over here, also where the clock goes forward that night."""
    row = asked(petra, anna, received_on=date(2026, 2, 27))
    PrivacyRequest.objects.filter(pk=row.pk).update(due_on=date(2026, 3, 28))

    def late(*moment):
        at = datetime(*moment, tzinfo=UTC)
        return queries.overdue_requests(viewer=replace(viewer_of(petra), at=at))[1]

    assert late(2026, 3, 28, 22, 59) == 0  # 23.59 in winter time
    assert late(2026, 3, 28, 23, 1) == 1
    PrivacyRequest.objects.filter(pk=row.pk).update(due_on=date(2026, 3, 29))
    assert late(2026, 3, 29, 21, 59) == 0  # 23.59 in summer time, of a day of 23 hours
    assert late(2026, 3, 29, 22, 1) == 1


@pytest.mark.parametrize(
    ("regime", "last_on", "until"),
    [
        (Regime.CARE, date(2008, 2, 29), date(2028, 3, 1)),
        (Regime.CARE, date(2027, 2, 28), date(2047, 3, 1)),
        (Regime.SUPPORT, date(2020, 2, 29), date(2035, 3, 1)),  # 15 years on is no leap year
        (Regime.BOOKS, date(2020, 2, 28), date(2027, 3, 1)),
    ],
)
def test_what_is_kept_goes_on_the_day_that_the_law_says(regime, last_on, until):
    on = date(2026, 11, 22)
    assert retention.kept_until(regime, last_on=last_on, on=on) == until
    assert not retention.may_go(regime, last_on=until + timedelta(days=1), on=on)


def test_the_care_record_is_kept_by_the_law_of_the_day():
    """WGBO 7:454: fifteen years became twenty on 1 January 2020, for whatever was kept then."""
    last_on = date(2005, 3, 1)
    assert retention.kept_until(Regime.CARE, last_on=last_on, on=date(2019, 12, 31)).year == 2020
    assert retention.kept_until(Regime.CARE, last_on=last_on, on=date(2020, 1, 1)).year == 2025


def asked(petra, anna, **given):
    fields = {"kind": "access", "asker": "person", "received_on": timezone.localdate()} | given
    return actions.record_request(
        viewer=viewer_of(petra),
        person_ref=anna.ref,
        fields=actions.RequestFields(**fields),
        entry_key=new_ref(),
    )


def test_no_marketing_holds_in_the_same_request(petra, anna):
    viewer = viewer_of(petra)
    assert relations_queries.may_be_approached(viewer=viewer, person_ids=[anna.pk]) == {anna.pk}
    row = asked(petra, anna, kind="marketing")
    assert (row.state, row.decision) == ("done", "granted")
    assert relations_queries.may_be_approached(viewer=viewer, person_ids=[anna.pk]) == set()
    asked(petra, anna, kind="marketing")  # said twice is one objection
    assert Objection.objects.filter(person=anna, lifted_at__isnull=True).count() == 1


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
    form |= {"asker_name": "Ineke", "authority": "Dochter, paspoort gezien door Petra"}
    answer = client.post(f"/who-looked/requests/of/{anna.ref}/", form, follow=True)
    row = PrivacyRequest.objects.get()
    assert "Beste Ineke," in answer.text
    url = f"/who-looked/requests/{row.ref}/"
    data = {"version": "1", "decision": "granted", "ground": "", "explanation": ""}
    assert "staat niet vast" in client.post(f"{url}decide/", data).text
    # After the death of the client a case opens it, for one colleague (WGBO 7:458a).
    now = timezone.now()
    case = Occasion.objects.create(
        person=anna, user=petra, kind="after_dead", starts_at=now, ends_at=now + timedelta(days=9)
    )
    AfterDeathCase.objects.create(
        occasion=case, ground="interest", asked_by="Ineke", reason="Erfenis", opened_by=petra,
        opened_at=now,
    )  # fmt: skip
    assert "weten wie het vraagt" in client.post(f"{url}decide/", data).text
    data |= {"identity": "document"}
    assert "Ons besluit: toegewezen." in client.post(f"{url}decide/", data, follow=True).text
    assert "uitgevoerd" in client.post(f"{url}done/", {"version": "2"}, follow=True).text
    assert anna.name in client.get("/who-looked/requests/").text
    entries = AccessEntry.objects.filter(event="privacy-request", object_id=anna.pk)
    changed = [entry.action for entry in entries.exclude(action="R").order_by("id")]
    assert changed == ["C", "U", "U"]


def test_who_is_shielded_has_rights_too_and_each_look_is_on_record(petra, frits, anna):
    Party.objects.filter(pk=anna.pk).update(is_shielded=True)
    row, officer = asked(petra, anna), signed_in(petra)
    for path in (
        f"/who-looked/requests/{row.ref}/", f"/who-looked/requests/of/{anna.ref}/",
        f"/who-looked/persons/{anna.ref}/", "/who-looked/requests/",
    ):  # fmt: skip
        assert anna.name in officer.get(path).text, path
    assert anna.name in officer.post("/who-looked/", {"q": "Vries"}).text
    assert officer.get(f"/relations/{anna.ref}/").status_code == 404
    signed_in(frits).get(f"/who-looked/requests/{row.ref}/")
    looks = AccessEntry.objects.filter(event="privacy-request", object_ids=[anna.pk], action="R")
    assert set(looks.values_list("user_name", flat=True)) == {"Petra", "Frits"}


def test_a_look_at_a_request_of_who_was_archived_is_on_record(petra, anna):
    row = asked(petra, anna)
    Party.objects.filter(pk=anna.pk).update(archived_at=timezone.now())
    signed_in(petra).get(f"/who-looked/requests/{row.ref}/")
    looks = AccessEntry.objects.filter(event="privacy-request", object_ids=[anna.pk], action="R")
    assert looks.exists()


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
