# SPDX-License-Identifier: EUPL-1.2
"""How an original and the details of a fact are laid out for people."""

import json
import re

import pytest

from nabij.clientview.rules.originals import HIDDEN, MOST_CHARACTERS, pretty
from nabij.clientview.rules.summaries import lines, summary
from nabij.clientview.tests.making import OWN, make
from nabij.dossiers.rules.telling import telling_names
from nabij.dossiers.types import NamedReference


def test_json_is_indented_with_numbers_as_they_were_written():
    text, is_cut = pretty(b'{"a":1.50,"b":[1e3,"x"]}', "json")
    assert "1.50" in text
    assert "1e3" in text
    assert not is_cut
    assert json.loads(text) == {"a": 1.5, "b": [1000.0, "x"]}


def test_escaped_letters_become_letters_again():
    assert '"naam": "Zoë"' in pretty(rb'{"naam":"Zo\u00eb"}', "json")[0]


def test_an_attachment_is_cut_and_that_is_told():
    text, is_cut = pretty(json.dumps({"data": "QUJD" * 5000}).encode(), "json")
    assert is_cut
    assert len(text) < 1000


def test_xml_is_shown_as_it_came():
    xml = "<Patient xmlns='http://hl7.org/fhir'><id value='é'/></Patient>"
    assert pretty(xml.encode(), "xml") == (xml, False)


def test_what_is_no_json_after_all_is_shown_as_it_is():
    assert pretty(b"{not json", "json") == ("{not json", False)


def test_a_very_long_original_ends_somewhere():
    text, is_cut = pretty(b"<a>" + b"x" * 500_000 + b"</a>", "xml")
    assert is_cut
    assert len(text) <= MOST_CHARACTERS + 2


def test_details_become_lines_of_names_and_texts():
    assert lines([{"manifestation": "huiduitslag", "severity": "moderate", "route": ""}]) == [
        [("manifestation", "huiduitslag"), ("severity", "moderate")]
    ]
    assert lines(["een", "twee"]) == [[("", "een")], [("", "twee")]]
    assert lines({"a": {"b": "c", "d": ["e", "f"]}}) == [[("a", "c e, f")]]
    assert lines("") == lines(None) == lines(False) == lines({}) == []


def test_the_one_line_of_a_fact_says_what_its_kind_needs():
    who = NamedReference(role="participant.actor", target_type="Practitioner", name="Fatima")
    assert summary(make("appointment", "zorg", OWN, names=(who,))) == "Fatima"
    assert summary(make("observation", "Gewicht", value="72", unit="kg")) == "72 kg"
    assert summary(make("medication", "Metoprolol", details={"dosage": "1 keer"})) == "1 keer"
    assert (
        summary(make("allergy", "Noten", details={"reactions": [{"manifestation": "jeuk"}]}))
        == "jeuk"
    )
    assert summary(make("note", "Rapportage", text="Goed  geslapen.")) == "Goed geslapen."
    assert summary(make("observation", "Pijn", details={"absent": "unknown"})) == "unknown"
    assert len(summary(make("note", "x", text="woord " * 200))) <= 260


@pytest.mark.parametrize(
    ("content", "media"),
    [
        (b'{"author":{"display":"GGZ \\u00c9\\u00e9n & Zo"},"text":{"div":"ggz \\u00e9\\u00e9n & zo"}}', "json"),
        (b'{"author":{"reference":"#a"},"contained":[{"resourceType":"Practitioner","id":"a",'
         b'"name":[{"family":"\\u00c9\\u00e9n","text":"dr. \\u00c9\\u00e9n"}],'
         b'"qualification":[{"code":{"text":"psychiater"}}]}]}', "json"),
        ("<Encounter xmlns='http://hl7.org/fhir'><text><div xmlns='http://www.w3.org/1999/xhtml'>GGZ Één "
         "&amp; Zo</div></text><serviceProvider><display value='GGZ Één &amp; Zo'/></serviceProvider>"
         "</Encounter>".encode(), "xml"),
        (b'{"author":{"reference":"Organization/ggz-een"}}', "json"),
    ],
)  # fmt: skip
def test_a_provider_whose_name_tells_a_diagnosis_becomes_dots(content, media):
    shown, _is_cut = pretty(content, media, hidden=telling_names(content, media))
    assert HIDDEN in shown
    assert not re.search("ggz|psych|één", shown, re.IGNORECASE)


def test_what_names_nobody_stays_as_it_is():
    content = b'{"code":{"coding":[{"display":"Psychische klacht"}]},"author":{"display":"Isala"}}'
    assert not telling_names(content, "json")
    assert not telling_names(b"{not json", "json")
    assert not telling_names(b"<a", "xml")
