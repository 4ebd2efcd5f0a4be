# SPDX-License-Identifier: EUPL-1.2
"""Every form a dossier comes in is read, in order, with its exact bytes."""

import json

import pytest

from nabij.dossiers.fhir.reading import read_file
from nabij.dossiers.fhir.types import Found, Limits, Refused
from nabij.dossiers.tests.fhir.making import bundle, observation, only, read, xml


def test_a_single_resource_keeps_its_exact_bytes():
    written = b'{ "resourceType" : "Observation",\n  "id":"o1", "valueDecimal": 7.20 }'
    found = only(b"\xef\xbb\xbf" + written + b"\n")
    assert (found.position, found.pointer, found.type, found.id) == (0, "", "Observation", "o1")
    assert found.original == written
    assert str(found.tree["valueDecimal"]) == "7.20"


@pytest.mark.parametrize(
    "kind",
    [
        "collection",
        "searchset",
        "transaction",
        "batch",
        "document",
        "message",
        "transaction-response",
    ],
)
def test_a_bundle_of_any_type_gives_its_entries_in_order(kind):
    found = read(bundle(observation("a"), observation("b"), kind=kind))
    assert [(item.position, item.pointer, item.id) for item in found] == [
        (0, "/entry/0/resource", "a"),
        (1, "/entry/1/resource", "b"),
    ]
    assert found[0].full_url == "https://bron.example/fhir/Observation/a"


def test_an_entry_of_a_bundle_keeps_the_exact_bytes_of_its_resource():
    inner = b'{"resourceType":"Observation",  "id":"a" , "note":[{"text":"\\u00e9\xc3\xa9"}]}'
    data = b'{"resourceType":"Bundle","type":"batch","entry":[ {"resource" : ' + inner + b" } ]}"
    assert only(data).original == inner


def test_a_history_is_read_oldest_first_so_that_the_newest_wins():
    data = bundle(
        observation("a", status="amended", meta={"versionId": "2"}),
        observation("a", meta={"versionId": "1"}),
        kind="history",
    )
    found = read(data)
    assert [item.tree["meta"]["versionId"] for item in found] == ["1", "2"]
    assert [item.pointer for item in found] == ["/entry/1/resource", "/entry/0/resource"]
    assert [item.position for item in found] == [0, 1]


def test_a_bundle_in_a_bundle_is_opened_and_says_what_the_outer_one_declared():
    outer = bundle(
        bundle(observation("a")) | {"id": "inner"},
        meta={"profile": ["http://example.nl/outer"]},
    )
    found = only(outer)
    assert found.pointer == "/entry/0/resource/entry/0/resource"
    assert found.declared == ("http://example.nl/outer",)


def test_bundles_nested_too_deep_are_refused_once():
    data = observation("a")
    for level in range(8):
        data = bundle(data | {"id": f"b{level}"})
    assert only(data).code == "bundles-too-deep"


def test_ndjson_is_read_line_by_line_with_the_number_of_the_line():
    lines = [json.dumps(observation("a")), "", json.dumps(observation("b"))]
    for name in ("export.ndjson", "export.json"):
        found = read("\r\n".join(lines) + "\n", name=name)
        assert [(item.pointer, item.id) for item in found] == [("line 1", "a"), ("line 3", "b")]


def test_a_bad_line_costs_only_itself():
    good = json.dumps(observation("a"))
    found = read(f'{good}\n{{"resourceType":\n{json.dumps(observation("b"))}', name="x.ndjson")
    assert [type(item) for item in found] == [Found, Refused, Found]
    assert found[1].original == b'{"resourceType":'
    assert found[1].pointer == "line 2"


def test_a_line_may_be_a_bundle():
    found = read(json.dumps(bundle(observation("a"))) + "\n", name="x.ndjson")
    assert found[0].pointer == "line 1/entry/0/resource"


def test_a_line_that_is_too_long_is_refused_and_the_next_is_read():
    long = json.dumps(observation("a", note=[{"text": "x" * 5000}]))
    found = read(
        f"{long}\n{json.dumps(observation('b'))}", name="x.ndjson", limits=Limits(line=2000)
    )
    assert [getattr(item, "code", item.pointer) for item in found] == ["line-too-large", "line 2"]


def test_xml_gives_the_same_tree_as_json():
    text = xml(
        '<id value="o1"/><status value="final"/>'
        '<subject><reference value="Patient/p1"/></subject>'
        '<contained><Practitioner><id value="x"/></Practitioner></contained>'
        '<note><text value="één"/></note>',
        "Observation",
    )
    found = only(text)
    assert (found.type, found.id, found.media) == ("Observation", "o1", "xml")
    assert found.tree["contained"] == {"resourceType": "Practitioner", "id": "x"}
    assert found.tree["note"] == {"text": "één"}


def test_an_xml_bundle_gives_each_entry_as_xml_that_stands_alone():
    text = (
        '<Bundle xmlns="http://hl7.org/fhir" xmlns:xsi="urn:x"><type value="searchset"/>'
        '<entry><fullUrl value="urn:uuid:1"/><resource><Patient><id value="p1"/></Patient>'
        "</resource></entry>"
        '<entry><resource><Flag><id value="f1"/></Flag></resource></entry></Bundle>'
    )
    found = read(text)
    assert [item.pointer for item in found] == [
        "/Bundle/entry[1]/resource/Patient",
        "/Bundle/entry[2]/resource/Flag",
    ]
    assert (
        found[0].original == b'<Patient xmlns="http://hl7.org/fhir"><id value="p1"></id></Patient>'
    )
    assert found[0].full_url == "urn:uuid:1"
    assert only(found[0].original).id == "p1"


def test_an_xml_comment_before_an_element_does_not_matter():
    """O-2."""
    text = xml('<!-- the id --><id value="o1"/><!-- x --><status value="final"/>', "Observation")
    found = only("<!-- before -->" + text)
    assert (found.id, found.tree["status"]) == ("o1", "final")
    assert b"<!--" not in found.original


def test_xml_extensions_of_a_primitive_stand_beside_it_as_in_json():
    text = xml(
        '<name><given value="Anouk"/><given value="A."><extension url="q">'
        '<valueCode value="IN"/></extension></given></name>'
        '<identifier><value><extension url="absent"><valueCode value="masked"/></extension></value>'
        "</identifier>",
        "Patient",
    )
    tree = only(text).tree
    assert tree["name"]["given"] == ["Anouk", "A."]
    assert tree["name"]["_given"] == [None, {"extension": {"url": "q", "valueCode": "IN"}}]
    assert tree["identifier"]["_value"]["extension"]["valueCode"] == "masked"


def test_the_same_resource_twice_in_a_file_is_found_twice():
    found = read(bundle(observation("a"), observation("a")))
    assert [type(item) for item in found] == [Found, Found]


def test_two_contents_under_one_id_in_a_file_keep_the_first_and_refuse_the_second():
    """O-13: within a file it is a mistake, over files a new version."""
    found = read(bundle(observation("a"), observation("a", status="amended")))
    assert found[1].code == "duplicate-id"
    assert found[1].values == {"type": "Observation", "id": "a"}
    assert json.loads(found[1].original)["status"] == "amended"
    other = bundle(observation("a"), {"resourceType": "Flag", "id": "a"})
    assert [type(item) for item in read(other)] == [Found, Found]


def test_an_entry_that_asks_to_delete_is_refused_and_says_so():
    data = bundle(observation("a"), kind="transaction")
    data["entry"].append({"request": {"method": "DELETE", "url": "Condition/c1"}})
    data["entry"].append({"response": {"status": "204"}})
    found = read(data)
    assert [getattr(item, "code", "found") for item in found] == [
        "found",
        "deletion",
        "no-resource",
    ]
    assert "Condition/c1" in found[1].sentence


def test_positions_are_the_same_each_time():
    data = bundle(observation("a"), {"nothing": 1}, observation("b"))
    assert read(data) == read(data)
    assert [item.position for item in read(data)] == [0, 1, 2]


def test_a_path_is_read_and_closed(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(observation("a")))
    assert [item.id for item in read_file(path)] == ["a"]
    assert [item.code for item in read_file(tmp_path / "absent.json")] == ["unreadable-file"]


def test_a_bundle_without_entries_holds_nothing():
    assert read({"resourceType": "Bundle", "type": "searchset", "total": 0}) == []
