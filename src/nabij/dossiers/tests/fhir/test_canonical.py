# SPDX-License-Identifier: EUPL-1.2
"""Two notations of one content are equal; another content, or another precision, is not."""

import pytest

from nabij.dossiers.fhir.canonical import canonical


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (b'{"a":1,"b":[true,null]}', b' { "b" : [ true , null ], "a" : 1 }\n'),
        (b'{"a":"\\u00e9\\/"}', '{"a":"é/"}'.encode()),
        (b'{"a":{"y":1.50,"x":0}}', b'{"a":{"x":0,"y":1.50}}'),
    ],
)
def test_notation_of_json_does_not_count(one, other):
    assert canonical(one, "json") == canonical(other, "json")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (b'{"a":7.20}', b'{"a":7.2}'),
        (b'{"a":12345678901234567890.1}', b'{"a":12345678901234567890.2}'),
        (b'{"a":[1,2]}', b'{"a":[2,1]}'),
        (b'{"a":"1"}', b'{"a":1}'),
        (b'{"a":" x"}', b'{"a":"x"}'),
        (b'{"a":null}', b"{}"),
    ],
)
def test_content_and_precision_of_json_count(one, other):
    assert canonical(one, "json") != canonical(other, "json")


def test_notation_and_comments_of_xml_do_not_count_and_content_does():
    one = b'<?xml version="1.0"?><!-- c --><a xmlns="http://hl7.org/fhir" y="1" x="2"><b value="1"/></a>'
    other = b"<f:a xmlns:f='http://hl7.org/fhir' x='2' y='1'><f:b value='1'></f:b></f:a>"
    same = b"<a   xmlns='http://hl7.org/fhir' x='2' y='1'><!-- d --><b value='1'></b></a>"
    assert canonical(one, "xml") == canonical(same, "xml")
    assert canonical(one, "xml") != canonical(other.replace(b"1'></f:b>", b"2'></f:b>"), "xml")
