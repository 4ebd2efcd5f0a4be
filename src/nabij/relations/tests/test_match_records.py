# SPDX-License-Identifier: EUPL-1.2
"""One new person against everybody: one query, on indexes, by keys that follow every change."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from nabij.core.dates import PartialDate
from nabij.matching import keys
from nabij.matching.compare import Prepared
from nabij.relations import actions, queries
from nabij.relations.models import LeftOut, Merge, Party, PersonDetail
from nabij.relations.types import AddressFields, ContactPointFields, PersonFields, PersonName

pytestmark = pytest.mark.django_db

ANNA = PersonFields(
    name=PersonName(call_name="Anna", own_name="Vries"),
    birth=PartialDate(date(1941, 3, 9)),
    contact_points=(ContactPointFields(system="phone", value="+31381234567"),),
    addresses=(AddressFields(postcode="8011AB", house_number="12", suffix="A"),),
)


def typed(machine, fields=ANNA, bsn="123456782"):
    return queries.match_record_of(viewer=machine, fields=fields, bsn=bsn)


def test_one_query_reads_indexes_only(machine, anna, bert):
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as captured:
        queries.persons_like(viewer=machine, records=[typed(machine)], is_wide=True)
        [query] = captured
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {query['sql']}")
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "Seq Scan on" not in plan, plan
    assert "Bitmap Index Scan on persondetail_match" in plan
    assert "identifier_blind_index" in plan


def test_hundreds_of_records_take_one_query_too(machine, anna, bert):
    records = [
        typed(machine, replace(ANNA, birth=PartialDate(date(1941, 3, 1)))) for _ in range(300)
    ]
    with CaptureQueriesContext(connection) as captured:
        found = queries.persons_like(viewer=machine, records=records, ids=[bert.pk])

    assert len(captured) == 1
    assert [record.key for record in found.records] == [anna.pk, bert.pk]


def test_what_is_stored_is_what_the_engine_says_of_the_person(machine, anna, bert, cor):
    """After recording, after a change, and whatever a person has."""
    ref, version, fields = anna.ref, anna.version, queries.person_fields(
        viewer=machine, ref=anna.ref
    )[2]  # fmt: skip
    changed = replace(
        fields, birth=PartialDate(date(1942, 1, 1), "year"), contact_points=(),
        addresses=(AddressFields(postcode="7411AA", house_number="1", city="Deventer"),),
    )  # fmt: skip
    actions.change_person(viewer=machine, ref=ref, version=version, fields=changed)

    for record in queries.match_records(viewer=machine, ids=[anna.pk, bert.pk, cor.pk]):
        stored = PersonDetail.objects.get(pk=record.key).match_keys
        assert stored == keys.found_under(Prepared(record))
    # No longer by what she had before.
    old = typed(machine, replace(ANNA, name=PersonName(own_name="X"), birth=None), bsn="")
    assert queries.persons_like(viewer=machine, records=[old]).records == []


def test_who_is_archived_is_left_out(machine, anna):
    Party.objects.filter(pk=anna.pk).update(archived_at=timezone.now())
    assert queries.persons_like(viewer=machine, records=[typed(machine)]).records == []


def test_who_was_merged_is_found_as_the_one_they_are_now(machine, anna, bert):
    """By the phone and the BSN that came along; not by what the merge says holds no longer."""
    phone = anna.contact_points.filter(system="phone").first()
    Party.objects.filter(pk=anna.pk).update(canonical=bert)

    [found] = queries.persons_like(viewer=machine, records=[typed(machine)]).records
    assert found.key == bert.pk
    assert phone.value in found.phones
    assert found.bsn_index is not None

    merge = Merge.objects.create(kept=bert, given=anna, reason="one person")
    LeftOut.objects.create(merge=merge, contact_point=phone)
    [found] = queries.persons_like(viewer=machine, records=[typed(machine)]).records
    assert phone.value not in found.phones


def test_a_key_that_too_many_share_is_left_out_and_told(machine, anja, anna, noord):
    """Three hundred namesakes of one birth year say nothing of who somebody is."""
    name, year = PersonName(own_name="Jansen"), PartialDate(date(1980, 1, 1), "year")
    many = [PersonFields(name=name, birth=year)] * (keys.LARGEST_BLOCK + 1)
    actions.create_persons(viewer=machine, persons=many)

    record = typed(machine, PersonFields(name=name, birth=year), bsn="")
    found = queries.persons_like(viewer=machine, records=[record], is_wide=True)
    assert found.records == []
    assert found.left_out == set(keys.card_keys(Prepared(record)))
    known = queries.duplicates_of(viewer=anja.viewer, fields=PersonFields(name=name, birth=year))
    assert (known.shown, known.is_crowded) == ((), True)
