# SPDX-License-Identifier: EUPL-1.2
"""Bad input gets one clear reason, and the rest of the file is kept."""

import json
import time

import pytest

from nabij.dossiers.fhir.reading import read_file
from nabij.dossiers.fhir.refusals import REASONS
from nabij.dossiers.fhir.types import Found, Limits, Refused
from nabij.dossiers.tests.fhir.making import bundle, observation, only, read, xml

GOOD = json.dumps(observation("a")).encode()
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha">%s]>
<Patient xmlns="http://hl7.org/fhir"><id value="&z;"/></Patient>""" % b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(25)
)
OUTSIDE = b"""<!DOCTYPE Patient [<!ENTITY file SYSTEM "file:///etc/hostname">]>
<Patient xmlns="http://hl7.org/fhir"><name><text>&file;</text></name></Patient>"""


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "empty-file"),
        (b"\xef\xbb\xbf \n", "empty-file"),
        (b"Beste collega, hierbij het dossier.", "not-fhir-text"),
        (b"%PDF-1.7 ...", "not-fhir-text"),
        (b'{"name": "a package"}', "not-fhir"),
        (b'{"resourceType": 7}', "not-fhir"),
        (b'{"resourceType": "../etc"}', "not-fhir"),
        (b"[1, 2]", "not-fhir-list"),
        (GOOD[:-20], "cut-off"),
        (b'{"resourceType":"Observation","a":1,}', "not-json"),
        (b'{"resourceType":"Observation","a":"\\ud800"}', "not-json"),
        (b'{"resourceType":"Observation","valueDecimal":NaN}', "not-a-number"),
        (b'{"resourceType":"Observation","valueDecimal":-Infinity}', "not-a-number"),
        (b'{"resourceType":"Observation","valueInteger":' + b"9" * 5000 + b"}", "bad-number"),
        (b'{"resourceType":"Observation","valueDecimal":1e99999999999999999999}', "bad-number"),
        (b'{"resourceType":"Observation","status":"final","status":"amended"}', "duplicate-key"),
        (b'{"resourceType":"Observation","code":{"text":"x","text":"\\u0022"}}', "duplicate-key"),
        (b'{"resourceType":"Observation","comment":"a\\u0000b"}', "bad-character"),
        (b'{"resourceType":"Observation","id":"a b"}', "bad-id"),
        (b'{"resourceType":"Observation","id":""}', "bad-id"),
        (b'{"resourceType":"Observation","id":7}', "bad-id"),
        (b'{"resourceType":"Patient","name":[{"family":"Dani\xebl"}]}', "encoding"),
        (GOOD.decode().encode("utf-16"), "encoding"),
        (GOOD.decode().encode("utf-16-le"), "encoding"),
        (xml('<id value="é"/>', "Patient").encode("utf-16"), "encoding"),
        (xml('<id value="é"/>', "Patient").encode("cp1252"), "encoding"),
        (b'<?xml version="1.0" encoding="ISO-8859-1"?><Patient/>', "encoding"),
        (b"<Patient/>", "not-fhir-xml"),
        (b'<Bericht xmlns="http://www.istandaarden.nl/iwmo"/>', "not-fhir-xml"),
        (xml('<id value="a">', "Patient").encode(), "not-xml"),
        (xml('<id value="a"/>', "Patient").encode()[:-5], "cut-off"),
        (LAUGHS, "xml-dtd"),
        (OUTSIDE, "xml-dtd"),
        (b"<!-- x --><?y z?>\n" + OUTSIDE, "xml-dtd"),
        (xml("<a>" * 300 + "</a>" * 300, "Patient").encode(), "not-xml"),
    ],
)
def test_bad_input_is_refused_with_one_reason(data, code):
    refused = only(data)
    assert isinstance(refused, Refused)
    assert refused.code == code
    assert refused.reason == REASONS[code]
    assert "%(" not in refused.sentence


def test_every_reason_is_a_sentence_that_can_be_filled_in():
    for code, reason in REASONS.items():
        assert reason.endswith((".", ".")), code
        assert len(reason) < 200, code


@pytest.mark.parametrize("depth", [101, 3_000, 200_000])
def test_nesting_deeper_than_any_record_is_refused(depth):
    data = b'{"resourceType":"Observation","x":' + b"[" * depth + b"]" * depth + b"}"
    assert only(data).code == "too-deep"


def test_nesting_as_deep_as_the_limit_is_read():
    data = b'{"resourceType":"Observation","x":' + b"[" * 99 + b"]" * 99 + b"}"
    assert isinstance(only(data), Found)


def test_a_string_of_ten_megabytes_costs_only_its_own_resource():
    long = observation("b", note=[{"text": "x" * 10_000_000}])
    found = read(bundle(observation("a"), long, observation("c")))
    assert [getattr(item, "code", item.pointer) for item in found] == [
        "/entry/0/resource",
        "long-string",
        "/entry/2/resource",
    ]
    assert found[1].values["key"] == "text"
    text = xml(f'<id value="a"/><note><text value="{"x" * 10_100_000}"/></note>', "Observation")
    assert only(text).code == "not-xml"


def test_a_document_may_be_larger_than_a_string_may():
    document = {"resourceType": "Binary", "id": "b", "data": "QUJD" * 500_000}
    assert isinstance(only(document), Found)
    assert only(document, limits=Limits(data=1_000_000)).code == "long-string"


def test_a_file_larger_than_the_limit_is_refused_with_a_sample():
    refused = only(b'{"a":"' + b"x" * 200_000 + b'"}', limits=Limits(file=100_000))
    assert refused.code == "too-large"
    assert len(refused.original) == 64 * 1024
    assert only(xml("", "Patient"), limits=Limits(xml=10)).code == "too-large"


def test_of_a_bundle_that_was_cut_off_the_whole_entries_are_kept():
    data = json.dumps(bundle(*(observation(f"o{n}") for n in range(4)))).encode()
    found = read(data[: data.index(b'"o3"') + 2])
    assert [getattr(item, "code", "found") for item in found] == ["found"] * 3 + ["cut-off"]
    assert found[3].pointer == "/entry/3"
    assert found[3].original.startswith(b'{"fullUrl"')


@pytest.mark.parametrize("lost", range(1, 40, 3))
def test_wherever_a_bundle_is_cut_off_it_says_so_once(lost):
    data = json.dumps(bundle(observation("a"), observation("b"))).encode()
    found = read(data[:-lost])
    assert [item.code for item in found if isinstance(item, Refused)] == ["cut-off"]


def test_of_a_bundle_with_broken_entries_the_others_are_kept():
    broken = [
        b'{"resource":{"resourceType":"Observation","valueDecimal":NaN}}',
        b'{"resource":{"resourceType":"Observation","note":"' + b"\xeb" + b'"}}',
        b'{"resource":{"resourceType":"Observation",}}',
        b'{"resource":{"no":"type"}}',
        b'{"resource":{"resourceType":"Flag"},"resource":{"resourceType":"Flag"}}',
        b"null",
        b'{"fullUrl":7,"resource":{"resourceType":"Flag","id":"f"}}',
    ]
    data = b'{"resourceType":"Bundle","type":"batch","entry":[%s]}'
    found = read(
        data
        % b",".join(
            [b'{"resource":%s}' % GOOD, *broken, b'{"resource":{"resourceType":"Flag","id":"z"}}']
        )
    )
    assert [getattr(item, "code", item.pointer) for item in found] == [
        "/entry/0/resource",
        "not-a-number",
        "encoding",
        "not-json",
        "not-fhir",
        "duplicate-key",
        "not-fhir",
        "not-fhir",
        "/entry/8/resource",
    ]


def test_a_bundle_with_two_lists_of_entries_loses_neither():
    data = b'{"resourceType":"Bundle","entry":[{"resource":%s}],"entry":[{"resource":%s}]}'
    found = read(data % (GOOD, GOOD.replace(b'"a"', b'"b"')))
    assert [getattr(item, "code", None) or item.id for item in found] == ["a", "b"]


def test_of_an_xml_bundle_that_was_cut_off_the_whole_entries_are_kept():
    entries = "".join(
        f"<entry><resource><Flag><id value='f{n}'/></Flag></resource></entry>" for n in range(3)
    )
    data = xml(f"<type value='batch'/>{entries}", "Bundle").encode()
    found = read(data[: data.index(b"f2") + 1])
    assert [getattr(item, "code", None) or item.id for item in found] == ["f0", "f1", "cut-off"]
    assert found[2].original == data[: data.index(b"f2") + 1]


def test_names_and_values_from_outside_are_made_fit_for_a_sentence():
    refused = only('{"resourceType":"Flag","a\\nb' + "x" * 500 + '":1,"a\\nb' + "x" * 500 + '":2}')
    assert "\n" not in refused.sentence
    assert len(refused.sentence) < 300


def test_a_bomb_of_brackets_is_refused_quickly():
    started = time.process_time()
    assert isinstance(only(b'{"resourceType":"Bundle","entry":[' + b"[" * 2_000_000), Refused)
    assert time.process_time() - started < 20


def test_a_stream_that_breaks_is_a_refusal():
    class Broken:
        def read(self, size):
            raise OSError(5, "Input/output error")

    assert [item.code for item in read_file(Broken(), name="a.json")] == ["unreadable-file"]


@pytest.mark.parametrize(
    ("data", "codes"),
    [
        (b'{"resourceType":"Bundle","entry":[{"resource":%s} }, {"x":1}]}', ["a", "not-json"]),
        (b'{"resourceType":"Bundle","entry":[{"resource":%s}], id: 7}', ["a", "not-json"]),
        (b'{"resourceType":"Bundle","entry":[{"resource":%s}]} and more', ["a", "not-json"]),
        (b'{"resourceType":"Bundle","entry":[{"resource":%s}],"id', ["a", "cut-off"]),
        (b'{"resourceType":"Bundle","entry":[{"resource":%s}],"id":', ["a", "cut-off"]),
        (
            b'{"resourceType":"Bundle","id":1,"id":2,"entry":[{"resource":%s}]}',
            ["duplicate-key", "a"],
        ),
        (b'{"resourceType":"Bundle","entry":[{"resource":%s}, nonsense]}', ["a", "not-json"]),
    ],
)
def test_whatever_is_broken_in_a_bundle_is_named_and_nothing_is_lost_in_silence(data, codes):
    found = read(data % GOOD)
    assert [getattr(item, "code", None) or item.id for item in found] == codes
