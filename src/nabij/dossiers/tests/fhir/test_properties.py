# SPDX-License-Identifier: EUPL-1.2
"""Whatever a sender writes, the reader gives an answer and loses nothing."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nabij.dossiers.fhir.canonical import canonical
from nabij.dossiers.fhir.columns import read_columns
from nabij.dossiers.fhir.dates import readable
from nabij.dossiers.fhir.facts.kinds import KINDS
from nabij.dossiers.fhir.identifiers import normalised
from nabij.dossiers.fhir.subjects import DIRECTORY
from nabij.dossiers.fhir.types import Found, Refused
from nabij.dossiers.tests.fhir.making import only, read

FEW = settings(
    max_examples=60,
    deadline=None,
    database=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
TYPES = sorted([*KINDS, *DIRECTORY, "Patient", "Group", "Claim", "Person"])
# The names that the readers look at, so that odd shapes meet them.
_NAMES = """
code coding system display value unit text status reference identifier extension url
subject patient name given family period start end meta profile security contained
id note component valueQuantity category modifierExtension address line telecom participant actor item
answer section dosage timing _given _family _value class type provision onsetDateTime effectivePeriod
valueCodeableConcept
"""
NAMES = st.sampled_from(_NAMES.split())
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(-(10**12), 10**12), st.text(max_size=12),
    st.sampled_from(["2020-01", "2020-13-01", "#x", "Patient/1", "urn:uuid:1", "active", "entered-in-error"]),
)  # fmt: skip
SHAPES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=5),
    max_leaves=25,
)


@FEW
@given(
    st.sampled_from(TYPES),
    st.dictionaries(NAMES, SHAPES, max_size=12),
    st.sampled_from(["stu3", "r4"]),
)
def test_any_shape_of_any_kind_is_read_or_refused_and_never_raises(kind, fields, version):
    found = only({**fields, "resourceType": kind})
    if isinstance(found, Found):
        json.dumps(getattr(read_columns(found, version), "details", {}))
    else:
        assert isinstance(found, Refused)


@FEW
@given(st.binary(max_size=300))
def test_any_bytes_give_an_answer(data):
    for name in ("x.json", "x.ndjson"):
        found = read(data, name=name)
        assert all(item.position == place for place, item in enumerate(found))


ENTRIES = st.lists(
    st.tuples(
        st.sampled_from(["Flag", "Observation", "Patient"]),
        st.sampled_from("abcdef"),
        st.text(max_size=8),
    ),
    max_size=8,
)


@FEW
@given(ENTRIES, st.sampled_from(["collection", "history", "batch"]), st.booleans(), st.data())
def test_of_a_bundle_nothing_is_lost_nor_changed_however_it_is_cut(entries, kind, pretty, data):
    resources = [{"resourceType": t, "id": key, "text": {"div": said}} for t, key, said in entries]
    whole = {"resourceType": "Bundle", "type": kind, "entry": [{"resource": r} for r in resources]}
    written = json.dumps(whole, indent=1 if pretty else None).encode()
    found = read(written)
    order = list(reversed(resources)) if kind == "history" else resources
    assert [canonical(item.original, "json") for item in found] == [
        canonical(json.dumps(r).encode(), "json") for r in order
    ]
    at = data.draw(st.integers(len(written) // 2, len(written) - 1))
    part = read(written[:at])
    kept = [item for item in part if isinstance(item, Found)]
    assert len(kept) <= len(resources)
    assert any(isinstance(item, Refused) for item in part)


@FEW
@given(st.text(max_size=30))
def test_a_date_is_read_only_when_it_is_one(written):
    found = readable(written)
    assert found is None or written.strip().startswith(found[:4])


@FEW
@given(st.sampled_from(["agb", "bsn", "ura", "big", "uzovi"]), st.text(max_size=20))
def test_an_identifier_keeps_its_value_or_says_it_is_masked(system, value):
    name = {"agb": "agb-z"}.get(system, system)
    found = normalised(f"http://fhir.nl/fhir/NamingSystem/{name}", value)
    assert found.system == system
    assert bool(found.value) == (found.state == "present")


@pytest.mark.parametrize("kind", TYPES)
def test_every_kind_is_read_when_it_says_nothing(kind):
    found = only({"resourceType": kind})
    columns = read_columns(found, "r4")
    assert columns.source_key.startswith("sha256:")
