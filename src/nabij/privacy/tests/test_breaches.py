# SPDX-License-Identifier: EUPL-1.2
"""Data breaches: any colleague reports one, 72 hours run, both decisions are made and done."""

from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from python_calamine import CalamineWorkbook

from nabij.access.models import AccessEntry
from nabij.core.dates import DUTCH_TIME
from nabij.privacy.models import Breach
from nabij.privacy.rules import breaches as rules
from nabij.privacy.tests.conftest import signed_in

REPORT = "/who-looked/breaches/new/"
KEY = "one-form-of-anja1"


@pytest.mark.parametrize(
    ("found", "over"),
    [
        ("2026-11-20 16:30", "2026-11-23 16:30"),  # over a weekend
        ("2026-12-24 12:00", "2026-12-27 12:00"),  # over Christmas
        ("2027-03-26 14:00", "2027-03-29 15:00"),  # summer time begins
        ("2027-10-29 14:00", "2027-11-01 13:00"),  # and ends
        ("2028-02-27 09:00", "2028-03-01 09:00"),  # leap day
    ],
)
def test_72_hours_are_hours_that_pass(found, over):
    at = datetime.fromisoformat(found).replace(tzinfo=DUTCH_TIME)
    assert f"{rules.due_at(at).astimezone(DUTCH_TIME):%Y-%m-%d %H:%M}" == over


@pytest.mark.parametrize(
    ("kinds", "how_many", "who_has_it", "undone", "risk"),
    [
        ({"contact"}, "one", "nobody", "yes", "none"),
        ({"contact"}, "one", "known", "yes", "none"),
        ({"care"}, "one", "known", "yes", "some"),
        ({"contact"}, "few", "unknown", "no", "some"),
        ({"contact"}, "very_many", "public", "no", "high"),
        ({"care"}, "one", "unknown", "partly", "high"),
        ({"sensitive"}, "one", "known", "yes", "high"),
    ],
)
def test_the_answers_suggest_a_risk(kinds, how_many, who_has_it, undone, risk):
    found = rules.risk(
        kinds=frozenset(kinds), how_many=how_many, who_has_it=who_has_it, undone=undone
    )
    assert found == risk


def local(moment):
    return timezone.localtime(moment).strftime("%Y-%m-%dT%H:%M")


def report(client, what="Brief naar verkeerd adres", hours_ago=1):
    at = local(timezone.now() - timedelta(hours=hours_ago))
    return client.post(REPORT, {"key": KEY, "what": what, "discovered_at": at})


def test_any_colleague_reports_one_from_any_page_and_twice_is_once(anja, petra):
    client = signed_in(anja)
    assert REPORT in client.get("/").text
    assert report(client).status_code == 302
    assert report(client).status_code == 302
    breach = Breach.objects.get()
    assert (breach.reported_by, breach.due_at - breach.discovered_at) == (
        anja,
        timedelta(hours=72),
    )
    future = client.post(
        REPORT,
        {
            "key": KEY,
            "what": "Nog niet",
            "discovered_at": local(timezone.now() + timedelta(days=1)),
        },
    )
    assert future.status_code == 422
    assert "Nog niet" in future.text  # nothing typed is lost
    url = reverse("privacy:breach", args=[breach.ref])
    for closed in (url, reverse("privacy:breaches")):
        assert client.get(closed).status_code == 404  # who reports does not read the register
    assert "Brief naar verkeerd adres" in signed_in(petra).get(reverse("privacy:breaches")).text


def test_it_is_weighed_decided_told_and_closed(petra, frits, anja):
    report(signed_in(anja), what="=cmd|'/c calc'!A1", hours_ago=80)
    breach = Breach.objects.get()
    url, officer = reverse("privacy:breach", args=[breach.ref]), signed_in(petra)
    assert "te laat" in officer.get(reverse("privacy:breaches")).text
    assert "meer dan 72 uur" in officer.get("/").text
    answers = {
        "version": 1, "kinds": ["care"], "how_many": "one", "who_has_it": "unknown", "undone": "no",
        "tell_authority": "yes", "authority_reason": "Zorggegevens bij een onbekende",
    }  # fmt: skip
    assert signed_in(frits).post(url, answers).status_code == 404
    assert officer.post(url, answers | {"authority_reason": ""}).status_code == 422
    assert officer.post(url, answers | {"do": "close"}).status_code == 302
    breach.refresh_from_db()
    assert (breach.risk, breach.closed_at) == ("high", None)  # not all is decided and done
    assert officer.post(url, answers).status_code == 422  # of a version of before
    now = local(timezone.now() - timedelta(minutes=1))
    rest = {
        "version": 2, "authority_told_at": now, "authority_number": "AP-1", "tell_clients": "no",
        "clients_reason": "De brief kwam ongeopend terug", "do": "close",
    }  # fmt: skip
    assert officer.post(url, answers | rest).status_code == 302
    breach.refresh_from_db()
    assert breach.closed_by == petra
    assert officer.post(url, answers | rest | {"version": 3}).status_code == 404
    answer = officer.get(reverse("privacy:breaches"), {"as": "xlsx"})
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
    assert rows[1][1] == "=cmd|'/c calc'!A1"  # text, no formula
    assert AccessEntry.objects.filter(event="breaches").exists()
