# SPDX-License-Identifier: EUPL-1.2
"""What a source says of persons is stored set-wise, once, with the BSN sealed."""

from dataclasses import replace
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from nabij.access.queries import nobody
from nabij.core import crypto
from nabij.linkage import actions, rules
from nabij.linkage.models import PatientRecord
from nabij.linkage.queries import SourceNotFound
from nabij.linkage.tests.building import AT, BSN, MACHINE, MARIA, add_source, record_of, row

pytestmark = pytest.mark.django_db


def _store(source, *rows):
    return actions.store_patient_records(viewer=MACHINE, source_id=source.pk, rows=rows)


def test_a_record_keeps_what_its_source_says():
    source = add_source()
    ids = _store(source, MARIA)
    record = PatientRecord.objects.get(pk=ids["maria"])
    assert record.name == "Maria van den Berg"
    assert (record.own_prefix, record.own_name) == ("van den", "Berg")
    assert (record.birth_on, record.birth_precision) == (date(1941, 3, 9), "day")
    assert record.postcode == "8012DK"
    assert record.phones == ["+31381234567"]
    assert record.has_identity
    assert record.examined_at is None


def test_the_bsn_is_sealed_for_its_record_and_found_by_its_keyed_hash():
    """A-103; the sealed value opens with the record's own context only."""
    source = add_source()
    _store(source, MARIA)
    record = record_of(source, "maria")
    assert bytes(record.bsn_index) == crypto.blind_index(BSN, purpose="bsn")
    context = rules.bsn_context(source_id=source.pk, source_key="maria")
    assert crypto.unseal(bytes(record.bsn_sealed), context=context) == BSN.encode()
    with pytest.raises(crypto.SealBroken):
        crypto.unseal(
            bytes(record.bsn_sealed),
            context=rules.bsn_context(source_id=source.pk, source_key="other"),
        )


@pytest.mark.parametrize(
    ("bsn", "state", "stored"),
    [("", "masked", "masked"), ("", "absent", "absent"), ("123456789", "present", "absent")],
)
def test_a_masked_or_impossible_bsn_is_unknown(bsn, state, stored):
    """O-5."""
    source = add_source()
    _store(source, replace(MARIA, bsn=bsn, bsn_state=state))
    record = record_of(source, "maria")
    assert (record.bsn_state, record.bsn_index, record.bsn_sealed) == (stored, None, None)


def test_the_same_row_twice_changes_nothing_and_a_new_one_is_looked_at_again():
    source = add_source()
    first = _store(source, MARIA)
    PatientRecord.objects.update(examined_at=AT)
    before = PatientRecord.objects.values().get()
    assert _store(source, MARIA) == first
    assert PatientRecord.objects.values().get() == before

    assert _store(source, row("maria", city="Deventer")) == first
    after = PatientRecord.objects.values().get()
    assert (after["city"], after["examined_at"]) == ("Deventer", None)
    assert after["ref"] == before["ref"]


def test_of_two_rows_with_one_key_the_last_one_counts():
    """O-13."""
    source = add_source()
    ids = _store(source, MARIA, row("maria", city="Deventer"))
    assert PatientRecord.objects.get(pk=ids["maria"]).city == "Deventer"


def test_the_same_key_at_two_sources_is_two_records():
    one, other = add_source("gp"), add_source("hospital", "hospital")
    assert _store(one, MARIA)["maria"] != _store(other, MARIA)["maria"]


@pytest.mark.parametrize(
    ("birth", "stored"),
    [
        ("1941", (date(1941, 1, 1), "year")),
        ("1941-03", (date(1941, 3, 1), "month")),
        ("", (None, "")),
        ("1941-13-40", (None, "")),
        ("0000", (None, "")),
    ],
)
def test_a_partial_birth_date_is_never_completed(birth, stored):
    """O-9."""
    source = add_source()
    _store(source, replace(MARIA, birth=birth))
    record = record_of(source, "maria")
    assert (record.birth_on, record.birth_precision) == stored


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Maria van den Berg", ("Maria", "van den", "Berg")),
        ("Berg, Maria", ("Maria", "", "Berg")),
        ("de Graaff", ("", "de", "Graaff")),
        ("Anna Çelik-Noermohamed", ("Anna", "", "Çelik-Noermohamed")),
    ],
)
def test_a_patient_with_only_a_name_text_has_an_identity(text, parts):
    """O-7 and O-8."""
    source = add_source()
    _store(source, _nameless("maria", name=text))
    record = record_of(source, "maria")
    assert (record.given_names, record.own_prefix, record.own_name) == parts
    assert record.has_identity


def test_somebody_without_any_name_has_no_identity():
    source = add_source()
    _store(source, _nameless("maria"))
    assert not record_of(source, "maria").has_identity


def test_a_record_that_was_only_referred_to_is_an_empty_one_until_its_patient_comes():
    source = add_source()
    ids = actions.ensure_records(viewer=MACHINE, source_id=source.pk, keys=["maria", "jan"])
    assert not PatientRecord.objects.filter(has_identity=True).exists()
    assert actions.ensure_records(viewer=MACHINE, source_id=source.pk, keys=["jan"]) == {
        "jan": ids["jan"]
    }
    assert _store(source, MARIA)["maria"] == ids["maria"]
    assert record_of(source, "maria").has_identity


def test_a_thousand_rows_are_three_statements():
    source = add_source()
    rows = [row(f"k{n}") for n in range(1000)]
    with CaptureQueriesContext(connection) as queries:
        assert len(_store(source, *rows)) == 1000
    assert len(queries) <= 3


def test_values_that_are_too_long_or_hold_a_zero_byte_do_not_stop_an_intake():
    source = add_source()
    _store(source, replace(MARIA, name="x" * 9999, own_name="Be\x00rg", city="z" * 500))
    record = record_of(source, "maria")
    assert (len(record.name), record.own_name, len(record.city)) == (200, "Berg", 80)


def test_the_intake_role_may_store(as_role):
    source = add_source()
    with as_role("nabij_intake"):
        assert _store(source, MARIA)
        assert actions.ensure_records(viewer=MACHINE, source_id=source.pk, keys=["new"])


def test_only_the_machine_stores_records():
    source = add_source()
    stranger = nobody(at=AT)
    with pytest.raises(SourceNotFound):
        actions.store_patient_records(viewer=stranger, source_id=source.pk, rows=[MARIA])
    with pytest.raises(SourceNotFound):
        actions.ensure_records(viewer=stranger, source_id=source.pk, keys=["a"])
    with pytest.raises(SourceNotFound):
        actions.link_new_records(viewer=stranger, source_id=source.pk)
    with pytest.raises(SourceNotFound):
        actions.add_source(viewer=stranger, name="x", title="X", care_type="gp")


def test_a_source_has_one_name_and_its_class_follows_from_the_kind_of_care():
    assert add_source("gp").data_class == "b"
    assert add_source("ggz", "mental_health").data_class == "d"
    with pytest.raises(actions.SourceNameTaken):
        add_source("gp")
    with pytest.raises(actions.SourceNameNotValid):
        add_source("two words")


def _nameless(key, **changes):
    parts = ("name", "given_names", "initials", "call_name", "own_prefix", "own_name")
    return row(key, **dict.fromkeys(parts, "") | changes)
