# SPDX-License-Identifier: EUPL-1.2
"""What the contact with somebody costs, however much there is of it."""

from datetime import timedelta

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nabij.contact.models import Interaction, InteractionParty, InteractionText
from nabij.contact.tests.test_contact_page import _url

MOST_QUERIES = 16


def _fill(anna, greet, noor, count):
    """Lay down contacts as the action does, many at once: with Greet about Anna."""
    at = timezone.now()
    rows = Interaction.objects.bulk_create(
        Interaction(
            counterpart=greet, channel="phone", direction="in", topic="care", outcome="done",
            at=at - timedelta(hours=number), colleague=noor.user, is_guarded=True,
        )
        for number in range(count)
    )  # fmt: skip
    InteractionParty.objects.bulk_create(
        InteractionParty(
            interaction=row, party=party, at=row.at,
            is_counterpart=party == greet, is_subject=party == anna,
        )
        for row in rows
        for party in (anna, greet)
    )  # fmt: skip
    for row in rows:
        InteractionText.objects.create(
            interaction=row, version=1, person_ids=[anna.pk], data_class="b", text="said",
            author=noor.user, written_at=at,
        )  # fmt: skip


def test_a_page_of_contact_takes_as_many_queries_for_a_hundred_as_for_one(noor, anna, greet):
    counts = []
    client = noor.client
    client.get(_url(anna))
    for number in (1, 99):
        _fill(anna, greet, noor, number)
        with CaptureQueriesContext(connection) as captured:
            page = client.get(_url(anna))
        assert page.status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[1] <= MOST_QUERIES
    assert len(page.context["section"].timeline.page.rows) == 30


def test_the_pages_before_and_after_meet(noor, anna, greet):
    _fill(anna, greet, noor, 70)
    client, url, seen = noor.client, _url(anna), []
    while url:
        page = client.get(url).context["section"].timeline.page
        seen += [line.ref for line in page.rows]
        url = f"{_url(anna)}?page={page.next}" if page.next else ""
    assert len(seen) == len(set(seen)) == 70


def test_the_timeline_is_read_by_its_index(anna, greet, noor):
    """One index condition and a limit: it holds at five million interactions."""
    _fill(anna, greet, noor, 3)
    rows = InteractionParty.objects.filter(party_id__in=[greet.pk]).order_by("-at", "-pk")[:31]
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("set local enable_seqscan = off")
        cursor.execute("set local enable_bitmapscan = off")
        plan = rows.explain()
    assert "interactionparty_timeline" in plan
    assert "Sort" not in plan
